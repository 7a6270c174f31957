-- Each is one expression, so that the planner writes it into the query that calls it.

-- A fraction as results keep it, `5/52` or `3`, as a number for charts.
CREATE FUNCTION reading.fraction(text) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT split_part($1, '/', 1)::double precision / coalesce(nullif(split_part($1, '/', 2), '')::double precision, 1)
$$;

-- Whole seconds since 1970 as an instant.
CREATE FUNCTION reading.instant(bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_timestamp($1::double precision)
$$;

-- A whole number: below the value where `rounds` is -1, above it where 1, the nearest where 0.
CREATE FUNCTION reading.whole(value numeric, rounds integer) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE rounds WHEN -1 THEN floor(value) WHEN 1 THEN ceil(value) ELSE round(value) END
$$;

-- A value for people, in `sv` or `en`: shares as percentages, times in hours and minutes. `rounds` is as above, away
-- from compliance: a value is never rounded across its target.
CREATE FUNCTION reading.shown(
    numerator numeric, denominator numeric, value_unit text, rounds integer, language text
) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE value_unit
        WHEN 'seconds' THEN
            div(reading.whole(numerator / nullif(denominator, 0) / 60, rounds), 60) || ' h '
            || mod(reading.whole(numerator / nullif(denominator, 0) / 60, rounds), 60) || ' min'
        WHEN 'share' THEN
            translate(
                to_char(reading.whole(numerator * 10000 / nullif(denominator, 0), rounds) / 100, 'FM999999990.00'),
                '.', CASE language WHEN 'sv' THEN ',' ELSE '.' END
            ) || CASE language WHEN 'sv' THEN chr(160) ELSE '' END || chr(37)
        ELSE
            translate(
                trim_scale(reading.whole(numerator * 100 / nullif(denominator, 0), rounds) / 100)::text,
                '.', CASE language WHEN 'sv' THEN ',' ELSE '.' END
            )
    END
$$;

-- One end of a target for people, such as 90 at least; missing where the target has no such end.
CREATE FUNCTION reading.shown_end(fraction text, value_unit text, sign text, language text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sign || chr(160) || reading.shown(
        split_part(fraction, '/', 1)::numeric,
        coalesce(nullif(split_part(fraction, '/', 2), ''), '1')::numeric,
        value_unit, 0, language
    )
$$;
