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
