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
