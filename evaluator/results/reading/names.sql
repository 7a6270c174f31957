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
