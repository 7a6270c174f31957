#!/bin/sh
# Makes dashboard.json, the JSON Schema of a Grafana dashboard, from the types that Grafana publishes.
# Needs npm. Run it in an empty folder and copy the file here when dashboards move to another Grafana.
set -eu
npm init -y > package.log
npm install --no-save @grafana/schema@13.2.3 ts-json-schema-generator@2.4.0
types=node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen.d.ts
node_modules/.bin/ts-json-schema-generator --path "$types" --type Dashboard --no-type-check -o dashboard.json
