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
