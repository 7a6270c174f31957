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
