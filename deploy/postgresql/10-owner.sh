#!/bin/sh
# Runs once, when the database is made: the role the program writes as. It owns the store and may create the
# roles of audiences, and is no superuser.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set password="$(cat /run/secrets/store_password)" <<'SQL'
SET password_encryption = 'scram-sha-256';
SET log_statement = 'none';
CREATE ROLE supplierwatch LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE supplierwatch OWNER supplierwatch ENCODING 'UTF8' TEMPLATE template0;
-- Whoever may log in asks the store, and makes nothing anywhere: no temporary tables in other databases, no large
-- objects, which even a reader could fill the disk with.
REVOKE ALL ON DATABASE supplierwatch, postgres, template1 FROM PUBLIC;
\connect supplierwatch
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
SQL
