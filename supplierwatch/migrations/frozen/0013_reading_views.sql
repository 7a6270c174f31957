CREATE SCHEMA reading;

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

-- The present evaluation of every month: the one sealed last, else the last one; an answer as of the past never is.
-- A month that an earlier version of the program evaluated has no card of its own and borrows the newest.
CREATE VIEW reading.month WITH (security_invoker = true) AS
WITH sealed AS (
    SELECT DISTINCT ON (period) period, evaluation, restatement, sealed_at
    FROM seal ORDER BY period, restatement DESC
), latest AS (
    SELECT DISTINCT ON (period) period, number
    FROM evaluation WHERE turn > 0 ORDER BY period, horizon DESC, turn DESC
), chosen AS (
    SELECT period, evaluation, restatement, sealed_at FROM sealed
    UNION ALL
    SELECT period, number, NULL, NULL FROM latest WHERE period NOT IN (SELECT period FROM sealed)
), newest AS (
    SELECT max(contract_card.evaluation) AS evaluation
    FROM contract_card JOIN chosen ON chosen.evaluation = contract_card.evaluation
)
SELECT
    chosen.period,
    chosen.evaluation,
    card.contract,
    card.title_sv,
    card.title_en,
    card.reference,
    card.customer,
    card.supplier,
    card.currency,
    card.time_zone,
    card.first_day::date AS first_day,
    card.last_day::date AS last_day,
    card.targets_are_assumed = 1 AS targets_are_assumed,
    card.smallest_group,
    (chosen.period || '-01')::timestamp AT TIME ZONE card.time_zone AS starts_at,
    ((chosen.period || '-01')::timestamp + interval '1 month') AT TIME ZONE card.time_zone AS ends_at,
    reading.instant(evaluation.known_at) AS known_at,
    reading.instant(evaluation.evaluated_at) AS evaluated_at,
    reading.instant(evaluation.known_at)
        < ((chosen.period || '-01')::timestamp + interval '1 month') AT TIME ZONE card.time_zone AS is_running,
    chosen.sealed_at IS NOT NULL AS is_sealed,
    reading.instant(chosen.sealed_at) AS sealed_at,
    chosen.restatement,
    evaluation.contract_version,
    evaluation.program_version,
    evaluation.horizon
FROM chosen
JOIN evaluation ON evaluation.number = chosen.evaluation
LEFT JOIN contract_card AS own ON own.evaluation = chosen.evaluation
JOIN contract_card AS card
    ON card.evaluation = coalesce(own.evaluation, (SELECT evaluation FROM newest));

-- The contract as the newest month has it.
CREATE VIEW reading.contract WITH (security_invoker = true) AS
SELECT
    contract, title_sv, title_en, reference, customer, supplier, currency, time_zone, first_day, last_day,
    targets_are_assumed, smallest_group, period AS newest_period, known_at, evaluation,
    last_day - (now() AT TIME ZONE time_zone)::date AS days_left
FROM reading.month ORDER BY period DESC LIMIT 1;

-- What is still to be decided by when, as the newest month has it; days are counted from today.
CREATE VIEW reading.decision_date WITH (security_invoker = true) AS
SELECT
    contract.contract,
    decision_date.decision,
    decision_date.kind,
    decision_date.label_sv,
    decision_date.label_en,
    decision_date.state,
    decision_date.position,
    decision_date.on_day::date AS on_day,
    decision_date.internal_day::date AS internal_day,
    decision_date.prolongs_to::date AS prolongs_to,
    decision_date.on_day::date - (now() AT TIME ZONE contract.time_zone)::date AS days_left,
    decision_date.internal_day::date - (now() AT TIME ZONE contract.time_zone)::date AS internal_days_left
FROM reading.contract
JOIN decision_date ON decision_date.evaluation = contract.evaluation;

-- Seals and restatements, each with its reason.
CREATE VIEW reading.seal WITH (security_invoker = true) AS
SELECT
    month.contract, seal.period, seal.number, seal.restatement, seal.reason, reading.instant(seal.sealed_at) AS sealed_at
FROM seal JOIN reading.month ON month.period = seal.period;

-- Indicators as each month's contract has them.
CREATE VIEW reading.indicator WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    named_indicator.indicator,
    named_indicator.label_sv,
    named_indicator.label_en,
    named_indicator.clause,
    named_indicator.kind,
    named_indicator.unit AS value_unit,
    named_indicator.period AS period_length,
    named_indicator.consequence,
    named_indicator.position,
    named_indicator.target_lowest,
    named_indicator.target_highest,
    reading.fraction(named_indicator.target_lowest) AS lowest,
    reading.fraction(named_indicator.target_highest) AS highest
FROM reading.month
JOIN named_indicator ON named_indicator.evaluation = month.evaluation;

-- Services as each month's contract has them; the fee is in whole units of the currency.
CREATE VIEW reading.service WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    named_service.service,
    named_service.label_sv,
    named_service.label_en,
    named_service.part_of,
    named_service.position,
    named_service.users,
    named_service.monthly_fee_minor / 100.0 AS monthly_fee,
    month.currency
FROM reading.month
JOIN named_service ON named_service.evaluation = month.evaluation;

-- Units and the segment each belongs to.
CREATE VIEW reading.unit WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    named_unit.unit,
    named_unit.label,
    named_unit.segment,
    named_unit.segment_label_sv,
    named_unit.segment_label_en,
    named_unit.position,
    named_unit.users
FROM reading.month
JOIN named_unit ON named_unit.evaluation = month.evaluation;

-- What every form of an outcome shares: names, the exact figure and the same as numbers for charts, and the key
-- that evidence is asked for by. Nothing is hidden here: dashboards read the three views below.
CREATE VIEW reading.every_outcome WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.starts_at,
    month.ends_at,
    month.is_running,
    month.is_sealed,
    month.smallest_group,
    outcome.evaluation,
    outcome.period AS measured_period,
    outcome.indicator,
    coalesce(named_indicator.label_sv, outcome.indicator) AS label_sv,
    coalesce(named_indicator.label_en, outcome.indicator) AS label_en,
    coalesce(named_indicator.position, 0) AS position,
    named_indicator.clause,
    named_indicator.kind,
    named_indicator.unit AS value_unit,
    named_indicator.consequence,
    reading.fraction(named_indicator.target_lowest) AS lowest,
    reading.fraction(named_indicator.target_highest) AS highest,
    outcome.service,
    CASE WHEN outcome.service = '' THEN 'Alla berörda tjänster'
        ELSE coalesce(named_service.label_sv, outcome.service) END AS service_sv,
    CASE WHEN outcome.service = '' THEN 'All services concerned'
        ELSE coalesce(named_service.label_en, outcome.service) END AS service_en,
    outcome.segment,
    outcome.unit,
    outcome.view,
    outcome.verdict,
    outcome.numerator,
    outcome.denominator,
    outcome.numerator::double precision / nullif(outcome.denominator, 0) AS value,
    reading.shown(
        outcome.numerator, outcome.denominator, named_indicator.unit,
        CASE WHEN named_indicator.target_lowest IS NOT NULL THEN -1
            WHEN named_indicator.target_highest IS NOT NULL THEN 1 ELSE 0 END,
        'sv'
    ) AS value_sv,
    concat_ws(
        ', ',
        reading.shown_end(
            named_indicator.target_lowest, named_indicator.unit,
            CASE named_indicator.lowest_belongs WHEN 1 THEN '≥' ELSE '>' END, 'sv'
        ),
        reading.shown_end(
            named_indicator.target_highest, named_indicator.unit,
            CASE named_indicator.highest_belongs WHEN 1 THEN '≤' ELSE '<' END, 'sv'
        )
    ) AS target_sv,
    reading.shown(
        outcome.numerator, outcome.denominator, named_indicator.unit,
        CASE WHEN named_indicator.target_lowest IS NOT NULL THEN -1
            WHEN named_indicator.target_highest IS NOT NULL THEN 1 ELSE 0 END,
        'en'
    ) AS value_en,
    concat_ws(
        ', ',
        reading.shown_end(
            named_indicator.target_lowest, named_indicator.unit,
            CASE named_indicator.lowest_belongs WHEN 1 THEN '≥' ELSE '>' END, 'en'
        ),
        reading.shown_end(
            named_indicator.target_highest, named_indicator.unit,
            CASE named_indicator.highest_belongs WHEN 1 THEN '≤' ELSE '<' END, 'en'
        )
    ) AS target_en,
    outcome.low_numerator::double precision / nullif(outcome.low_denominator, 0) AS low,
    outcome.high_numerator::double precision / nullif(outcome.high_denominator, 0) AS high,
    outcome.confidence_low,
    outcome.confidence_high,
    outcome.sample_size,
    outcome.misses,
    outcome.known::double precision / nullif(outcome.expected, 0) AS completeness,
    outcome.points,
    outcome.repeated,
    outcome.points_after_repeat,
    outcome.trend_direction,
    reading.fraction(outcome.budget_initial) AS budget_initial,
    reading.fraction(outcome.budget_consumed) AS budget_consumed,
    1 - reading.fraction(outcome.budget_consumed) / nullif(reading.fraction(outcome.budget_initial), 0)
        AS budget_left,
    -- Availability has no cases: what is small is the number of people's tickets, calls or answers.
    coalesce(named_indicator.kind, '') NOT IN ('availability', 'share_of_units', 'outages', 'outage_limits')
        AND coalesce(outcome.sample_size < month.smallest_group, false) AS is_small,
    concat_ws(
        '/',
        month.period,
        CASE WHEN outcome.indicator IN ('indicator', 'credit', 'points', 'score', 'trigger') THEN 'indicator' END,
        outcome.indicator,
        nullif(outcome.service, ''),
        coalesce(nullif(outcome.unit, ''), nullif(outcome.segment, ''))
    ) AS evidence
FROM reading.month
JOIN outcome ON outcome.evaluation = month.evaluation
LEFT JOIN named_indicator
    ON named_indicator.evaluation = outcome.evaluation AND named_indicator.indicator = outcome.indicator
LEFT JOIN named_service
    ON named_service.evaluation = outcome.evaluation AND named_service.service = outcome.service;

-- What the contract judges: outcomes of whole services, in every view.
CREATE VIEW reading.outcome WITH (security_invoker = true) AS
SELECT * FROM reading.every_outcome WHERE segment = '' AND unit = '';

-- What is judged, after agreed exclusions, of segments. Where cases are too few every figure is missing; where one
-- part alone is hidden the next smallest is too, as the whole less the rest would tell it.
CREATE VIEW reading.outcome_of_segment WITH (security_invoker = true) AS
SELECT
    part.contract, part.period, part.starts_at, part.is_running, part.indicator, part.label_sv, part.label_en,
    part.position, part.value_unit, part.lowest, part.highest, part.service, part.service_sv, part.service_en,
    part.segment,
    coalesce(named.segment_label_sv, part.segment) AS segment_sv,
    coalesce(named.segment_label_en, part.segment) AS segment_en,
    part.too_few,
    CASE WHEN part.too_few THEN NULL ELSE part.verdict END AS verdict,
    CASE WHEN part.too_few THEN NULL ELSE part.numerator END AS numerator,
    CASE WHEN part.too_few THEN NULL ELSE part.denominator END AS denominator,
    CASE WHEN part.too_few THEN NULL ELSE part.value END AS value,
    CASE WHEN part.too_few THEN NULL ELSE part.value_sv END AS value_sv,
    CASE WHEN part.too_few THEN NULL ELSE part.value_en END AS value_en,
    part.target_sv,
    part.target_en,
    CASE WHEN part.too_few THEN NULL ELSE part.sample_size END AS sample_size,
    CASE WHEN part.too_few THEN NULL ELSE part.misses END AS misses,
    part.evidence
FROM (
    SELECT
        every_outcome.*,
        is_small OR (
            count(*) FILTER (WHERE is_small) OVER among = 1
            AND row_number() OVER (among ORDER BY is_small DESC, sample_size, segment) = 2
            AND coalesce(kind, '') NOT IN ('availability', 'share_of_units', 'outages', 'outage_limits')
        ) AS too_few
    FROM reading.every_outcome
    WHERE view = 'after_exclusions' AND segment <> '' AND unit = ''
    WINDOW among AS (PARTITION BY period, indicator, service)
) AS part
LEFT JOIN (
    SELECT DISTINCT evaluation, segment, segment_label_sv, segment_label_en FROM named_unit
) AS named ON named.evaluation = part.evaluation AND named.segment = part.segment;

-- The same of units; what is hidden is reckoned within each segment.
CREATE VIEW reading.outcome_of_unit WITH (security_invoker = true) AS
SELECT
    part.contract, part.period, part.starts_at, part.is_running, part.indicator, part.label_sv, part.label_en,
    part.position, part.value_unit, part.lowest, part.highest, part.service, part.service_sv, part.service_en,
    part.segment,
    coalesce(named_unit.segment_label_sv, part.segment) AS segment_sv,
    coalesce(named_unit.segment_label_en, part.segment) AS segment_en,
    part.unit,
    coalesce(named_unit.label, part.unit) AS unit_label,
    named_unit.users,
    part.too_few,
    CASE WHEN part.too_few THEN NULL ELSE part.verdict END AS verdict,
    CASE WHEN part.too_few THEN NULL ELSE part.numerator END AS numerator,
    CASE WHEN part.too_few THEN NULL ELSE part.denominator END AS denominator,
    CASE WHEN part.too_few THEN NULL ELSE part.value END AS value,
    CASE WHEN part.too_few THEN NULL ELSE part.value_sv END AS value_sv,
    CASE WHEN part.too_few THEN NULL ELSE part.value_en END AS value_en,
    part.target_sv,
    part.target_en,
    CASE WHEN part.too_few THEN NULL ELSE part.sample_size END AS sample_size,
    CASE WHEN part.too_few THEN NULL ELSE part.misses END AS misses,
    part.evidence
FROM (
    SELECT
        every_outcome.*,
        is_small OR (
            count(*) FILTER (WHERE is_small) OVER among = 1
            AND row_number() OVER (among ORDER BY is_small DESC, sample_size, unit) = 2
            AND coalesce(kind, '') NOT IN ('availability', 'share_of_units', 'outages', 'outage_limits')
        ) AS too_few
    FROM reading.every_outcome
    WHERE view = 'after_exclusions' AND unit <> ''
    WINDOW among AS (PARTITION BY period, indicator, service, segment)
) AS part
LEFT JOIN named_unit ON named_unit.evaluation = part.evaluation AND named_unit.unit = part.unit;

-- Points and calculated credit of each service, in every view; amounts in whole units of the currency.
CREATE VIEW reading.credit WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.starts_at,
    month.is_running,
    month.is_sealed,
    service_credit.service,
    coalesce(named_service.label_sv, service_credit.service) AS service_sv,
    coalesce(named_service.label_en, service_credit.service) AS service_en,
    coalesce(named_service.position, 0) AS position,
    service_credit.view,
    service_credit.points,
    reading.fraction(service_credit.share) AS share,
    service_credit.amount_minor,
    service_credit.amount_minor / 100.0 AS amount,
    service_credit.monthly_fee_minor / 100.0 AS monthly_fee,
    service_credit.currency,
    service_credit.capped_by,
    month.period || '/credit/' || service_credit.service AS evidence,
    month.period || '/points/' || service_credit.service AS points_evidence
FROM reading.month
JOIN service_credit ON service_credit.evaluation = month.evaluation
LEFT JOIN named_service
    ON named_service.evaluation = service_credit.evaluation AND named_service.service = service_credit.service;

-- What a month comes to for all services together: credited, given back, and the sum since the contract began.
CREATE VIEW reading.credit_total WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.starts_at,
    month.is_running,
    month.is_sealed,
    credit_total.view,
    credit_total.credited_minor,
    credit_total.credited_minor / 100.0 AS credited,
    credit_total.given_back_minor / 100.0 AS given_back,
    credit_total.to_date_minor / 100.0 AS to_date,
    credit_total.currency,
    month.period || '/credit' AS evidence
FROM reading.month
JOIN credit_total ON credit_total.evaluation = month.evaluation;

-- The score, with the range it lies in while something is unknown.
CREATE VIEW reading.score WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.starts_at,
    month.is_running,
    score.low AS exact_low,
    score.high AS exact_high,
    reading.fraction(score.low) AS low,
    reading.fraction(score.high) AS high,
    score.band_low,
    score.band_high,
    score.held_down_by,
    month.period || '/score' AS evidence
FROM reading.month
JOIN score ON score.evaluation = month.evaluation;

-- How far each threshold is reached after agreed exclusions.
CREATE VIEW reading.trigger WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.starts_at,
    month.is_running,
    trigger_state.trigger,
    coalesce(named_trigger.label_sv, trigger_state.trigger) AS label_sv,
    coalesce(named_trigger.label_en, trigger_state.trigger) AS label_en,
    coalesce(named_trigger.position, 0) AS position,
    trigger_state.leads_to,
    trigger_state.indicator,
    trigger_state.service,
    concat_ws(
        ' ',
        nullif(trigger_state.indicator, ''),
        coalesce(named_service.label_sv, nullif(trigger_state.service, ''))
    ) AS of_sv,
    concat_ws(
        ' ',
        nullif(trigger_state.indicator, ''),
        coalesce(named_service.label_en, nullif(trigger_state.service, ''))
    ) AS of_en,
    trigger_state.reached,
    trigger_state.needed,
    trigger_state.is_open,
    month.period || '/trigger/' || trigger_state.trigger AS evidence
FROM reading.month
JOIN trigger_state ON trigger_state.evaluation = month.evaluation AND trigger_state.view = 'after_exclusions'
LEFT JOIN named_trigger
    ON named_trigger.evaluation = month.evaluation AND named_trigger.trigger = trigger_state.trigger
LEFT JOIN named_service
    ON named_service.evaluation = month.evaluation AND named_service.service = trigger_state.service;

-- What is to be expected of each indicator on each day it is asked for; it misses where the whole range lies on the
-- wrong side of the target. What cannot be told has no value.
CREATE VIEW reading.forecast WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.starts_at,
    month.is_running,
    forecast.indicator,
    coalesce(named_indicator.label_sv, forecast.indicator) AS label_sv,
    coalesce(named_indicator.label_en, forecast.indicator) AS label_en,
    coalesce(named_indicator.position, 0) AS position,
    named_indicator.unit AS value_unit,
    forecast.service,
    CASE WHEN forecast.service = '' THEN 'Alla berörda tjänster'
        ELSE coalesce(named_service.label_sv, forecast.service) END AS service_sv,
    CASE WHEN forecast.service = '' THEN 'All services concerned'
        ELSE coalesce(named_service.label_en, forecast.service) END AS service_en,
    forecast.occasion,
    forecast.option,
    forecast.on_day::date AS on_day,
    forecast.basis,
    forecast.periods,
    forecast.value,
    forecast.low,
    forecast.high,
    reading.fraction(named_indicator.target_lowest) AS lowest,
    reading.fraction(named_indicator.target_highest) AS highest,
    CASE
        WHEN forecast.low IS NULL OR forecast.high IS NULL THEN 'cannot_be_told'
        WHEN forecast.high < reading.fraction(named_indicator.target_lowest)
            OR forecast.low > reading.fraction(named_indicator.target_highest) THEN 'miss'
        WHEN forecast.low < reading.fraction(named_indicator.target_lowest)
            OR forecast.high > reading.fraction(named_indicator.target_highest) THEN 'uncertain'
        ELSE 'meet'
    END AS expected,
    concat_ws(
        '/',
        month.period,
        CASE WHEN forecast.indicator IN ('indicator', 'credit', 'points', 'score', 'trigger') THEN 'indicator' END,
        forecast.indicator,
        nullif(forecast.service, '')
    ) AS evidence
FROM reading.month
JOIN forecast ON forecast.evaluation = month.evaluation
LEFT JOIN named_indicator
    ON named_indicator.evaluation = month.evaluation AND named_indicator.indicator = forecast.indicator
LEFT JOIN named_service
    ON named_service.evaluation = month.evaluation AND named_service.service = forecast.service;

-- Tickets behind each indicator by service and priority, as measured and after agreed exclusions; waits in seconds.
CREATE VIEW reading.ticket_group WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.starts_at,
    month.is_running,
    grouped.indicator,
    coalesce(named_indicator.label_sv, grouped.indicator) AS label_sv,
    coalesce(named_indicator.label_en, grouped.indicator) AS label_en,
    coalesce(named_indicator.position, 0) AS position,
    grouped.service,
    coalesce(named_service.label_sv, grouped.service) AS service_sv,
    coalesce(named_service.label_en, grouped.service) AS service_en,
    grouped.priority,
    grouped.cases,
    grouped.missed,
    grouped.unknown,
    grouped.left_out,
    grouped.left_out_missed,
    grouped.cases - grouped.left_out AS cases_after,
    grouped.missed - grouped.left_out_missed AS missed_after,
    grouped.used,
    grouped.waiting_user,
    grouped.waiting_customer,
    grouped.waiting_third,
    concat_ws(
        '/',
        month.period,
        CASE WHEN grouped.indicator IN ('indicator', 'credit', 'points', 'score', 'trigger') THEN 'indicator' END,
        grouped.indicator,
        nullif(grouped.service, '')
    ) AS evidence
FROM reading.month
JOIN (
    SELECT
        evaluation, indicator, service, priority,
        sum(cases)::bigint AS cases,
        sum(missed)::bigint AS missed,
        sum(unknown)::bigint AS unknown,
        sum(left_out)::bigint AS left_out,
        sum(left_out_missed)::bigint AS left_out_missed,
        sum(used)::bigint AS used,
        sum(waiting_user)::bigint AS waiting_user,
        sum(waiting_customer)::bigint AS waiting_customer,
        sum(waiting_third)::bigint AS waiting_third
    FROM ticket_group GROUP BY evaluation, indicator, service, priority
) AS grouped ON grouped.evaluation = month.evaluation
LEFT JOIN named_indicator
    ON named_indicator.evaluation = month.evaluation AND named_indicator.indicator = grouped.indicator
LEFT JOIN named_service
    ON named_service.evaluation = month.evaluation AND named_service.service = grouped.service;

-- What happened to tickets within each month, by service, priority and kind; open at its end, or now.
CREATE VIEW reading.ticket_flow WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.starts_at,
    month.is_running,
    flow.service,
    coalesce(named_service.label_sv, flow.service) AS service_sv,
    coalesce(named_service.label_en, flow.service) AS service_en,
    flow.priority,
    flow.kind,
    flow.opened,
    flow.ended,
    flow.reopened,
    flow.hand_overs,
    flow.open_at_end
FROM reading.month
JOIN (
    SELECT
        evaluation, service, priority, kind,
        sum(opened)::bigint AS opened,
        sum(ended)::bigint AS ended,
        sum(reopened)::bigint AS reopened,
        sum(hand_overs)::bigint AS hand_overs,
        sum(open_at_end)::bigint AS open_at_end
    FROM ticket_flow GROUP BY evaluation, service, priority, kind
) AS flow ON flow.evaluation = month.evaluation
LEFT JOIN named_service ON named_service.evaluation = month.evaluation AND named_service.service = flow.service;

-- The same of units. A unit with too few tickets opened shows none of its figures; where it is the only one of its
-- segment the next smallest is hidden too.
CREATE VIEW reading.ticket_flow_of_unit WITH (security_invoker = true) AS
SELECT
    part.contract, part.period, part.starts_at, part.is_running, part.segment,
    coalesce(named_unit.segment_label_sv, nullif(part.segment, ''), 'Utan segment') AS segment_sv,
    coalesce(named_unit.segment_label_en, nullif(part.segment, ''), 'No segment') AS segment_en,
    part.unit,
    coalesce(named_unit.label, part.unit) AS unit_label,
    named_unit.users,
    part.too_few,
    CASE WHEN part.too_few THEN NULL ELSE part.opened END AS opened,
    CASE WHEN part.too_few THEN NULL ELSE part.ended END AS ended,
    CASE WHEN part.too_few THEN NULL ELSE part.reopened END AS reopened,
    CASE WHEN part.too_few THEN NULL ELSE part.hand_overs END AS hand_overs,
    CASE WHEN part.too_few THEN NULL ELSE part.open_at_end END AS open_at_end
FROM (
    SELECT
        month.contract, month.period, month.starts_at, month.is_running, month.evaluation, flow.*,
        flow.opened < month.smallest_group OR (
            count(*) FILTER (WHERE flow.opened < month.smallest_group) OVER among = 1
            AND row_number() OVER (among ORDER BY flow.opened, flow.unit) = 2
        ) AS too_few
    FROM reading.month
    JOIN (
        SELECT
            evaluation AS of_evaluation, segment, unit,
            sum(opened)::bigint AS opened,
            sum(ended)::bigint AS ended,
            sum(reopened)::bigint AS reopened,
            sum(hand_overs)::bigint AS hand_overs,
            sum(open_at_end)::bigint AS open_at_end
        FROM ticket_flow WHERE unit <> '' GROUP BY evaluation, segment, unit
    ) AS flow ON flow.of_evaluation = month.evaluation
    WINDOW among AS (PARTITION BY month.period, flow.segment)
) AS part
LEFT JOIN named_unit ON named_unit.evaluation = part.evaluation AND named_unit.unit = part.unit;

-- Tickets that were open at the end of each month, or are now, with their age in days of 24 hours.
CREATE VIEW reading.open_ticket WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.is_running,
    open_ticket.ticket_id,
    open_ticket.service,
    coalesce(named_service.label_sv, open_ticket.service) AS service_sv,
    coalesce(named_service.label_en, open_ticket.service) AS service_en,
    open_ticket.priority,
    open_ticket.kind,
    open_ticket.waits_for,
    reading.instant(open_ticket.opened_at) AS opened_at,
    extract(epoch FROM least(month.known_at, month.ends_at) - reading.instant(open_ticket.opened_at)) / 86400.0
        AS age_days
FROM reading.month
JOIN open_ticket ON open_ticket.evaluation = month.evaluation
LEFT JOIN named_service
    ON named_service.evaluation = month.evaluation AND named_service.service = open_ticket.service;

-- Tickets whose clock runs for an indicator; the limit is in seconds, or in days where it counts working days.
CREATE VIEW reading.open_case WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.is_running,
    month.known_at,
    open_case.indicator,
    coalesce(named_indicator.label_sv, open_case.indicator) AS label_sv,
    coalesce(named_indicator.label_en, open_case.indicator) AS label_en,
    open_case.ticket_id,
    open_case.cycle,
    open_case.service,
    coalesce(named_service.label_sv, open_case.service) AS service_sv,
    coalesce(named_service.label_en, open_case.service) AS service_en,
    open_case.priority,
    open_case.used,
    open_case.limit_amount,
    open_case.in_working_days = 1 AS in_working_days,
    open_case.used::double precision / nullif(open_case.limit_amount, 0) AS used_share,
    open_case.missed = 1 AS is_missed,
    reading.instant(open_case.due_at) AS due_at,
    concat_ws(
        '/',
        month.period,
        CASE WHEN open_case.indicator IN ('indicator', 'credit', 'points', 'score', 'trigger') THEN 'indicator' END,
        open_case.indicator,
        nullif(open_case.service, '')
    ) AS evidence
FROM reading.month
JOIN open_case ON open_case.evaluation = month.evaluation
LEFT JOIN named_indicator
    ON named_indicator.evaluation = month.evaluation AND named_indicator.indicator = open_case.indicator
LEFT JOIN named_service
    ON named_service.evaluation = month.evaluation AND named_service.service = open_case.service;

-- Outages behind each availability; counted and planned are seconds, and an outage without an end lasts.
CREATE VIEW reading.outage WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.is_running,
    outage_evidence.indicator,
    outage_evidence.service,
    coalesce(named_service.label_sv, outage_evidence.service) AS service_sv,
    coalesce(named_service.label_en, outage_evidence.service) AS service_en,
    outage_evidence.segment,
    outage_evidence.unit,
    coalesce(named_unit.label, outage_evidence.unit) AS unit_label,
    reading.instant(outage_evidence.starts_at) AS starts_at,
    reading.instant(outage_evidence.ends_at) AS ends_at,
    least(coalesce(reading.instant(outage_evidence.ends_at), month.known_at), month.ends_at) AS shown_until,
    outage_evidence.state,
    outage_evidence.counted,
    outage_evidence.planned,
    outage_evidence.users_affected,
    outage_evidence.left_out_by,
    outage_evidence.seen_by,
    outage_evidence.service || coalesce('/' || nullif(outage_evidence.unit, ''), '') || '@'
        || to_char(reading.instant(outage_evidence.starts_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        AS evidence
FROM reading.month
JOIN outage_evidence ON outage_evidence.evaluation = month.evaluation
LEFT JOIN named_service
    ON named_service.evaluation = month.evaluation AND named_service.service = outage_evidence.service
LEFT JOIN named_unit
    ON named_unit.evaluation = month.evaluation AND named_unit.unit = outage_evidence.unit;

-- Agreed maintenance, once each though it reaches over several months.
CREATE VIEW reading.maintenance WITH (security_invoker = true) AS
SELECT DISTINCT
    month.contract,
    maintenance_window.service,
    coalesce(named_service.label_sv, maintenance_window.service) AS service_sv,
    coalesce(named_service.label_en, maintenance_window.service) AS service_en,
    maintenance_window.unit,
    reading.instant(maintenance_window.starts_at) AS starts_at,
    reading.instant(maintenance_window.ends_at) AS ends_at,
    reading.instant(maintenance_window.announced_at) AS announced_at
FROM reading.month
JOIN maintenance_window ON maintenance_window.evaluation = month.evaluation
LEFT JOIN named_service
    ON named_service.evaluation = month.evaluation AND named_service.service = maintenance_window.service;

-- How many times faster than its target allows a budget was used up in each window; nothing counted has no rate.
CREATE VIEW reading.burn_rate WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.is_running,
    month.known_at,
    burn_rate.indicator,
    burn_rate.service,
    burn_rate.window_seconds,
    burn_rate.missed,
    burn_rate.counted,
    burn_rate.missed::double precision / nullif(burn_rate.counted, 0)
        / nullif(reading.fraction(burn_rate.allowed), 0) AS rate
FROM reading.month
JOIN burn_rate ON burn_rate.evaluation = month.evaluation;

-- How well each source was heard when a month was evaluated.
CREATE VIEW reading.source WITH (security_invoker = true) AS
SELECT
    month.contract,
    month.period,
    month.starts_at,
    month.is_running,
    month.known_at,
    source_health.source,
    reading.instant(source_health.last_intake_at) AS last_intake_at,
    source_health.last_outcome,
    source_health.problem,
    source_health.rows,
    source_health.rejects,
    source_health.unmapped,
    source_health.unmapped_words
FROM reading.month
JOIN source_health ON source_health.evaluation = month.evaluation;
