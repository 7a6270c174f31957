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
