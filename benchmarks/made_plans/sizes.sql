-- Two plans of the first university that differ in size alone: `plan-of-10` and `plan-of-1000` indicators, ten years each.

CREATE TEMPORARY TABLE size AS SELECT n FROM (VALUES (10), (1000)) AS chosen (n);

INSERT INTO plans_plan
    (institution_id, slug, name_ja, name_en, state, first_fiscal_year, last_fiscal_year,
     on_track_share, risk_share, worsening_share)
SELECT 1, 'plan-of-' || n, '計画 ' || n, 'Plan ' || n, 'active', 2022, 2027, 0.95, 0.60, 0.20 FROM size;

INSERT INTO plans_strategy (plan_id, code, "order", name_ja, name_en)
SELECT p.id, '1', 1, '戦略', 'Strategy' FROM size JOIN plans_plan p ON p.slug = 'plan-of-' || n;

INSERT INTO plans_standard (strategy_id, code, "order", name_ja, name_en)
SELECT t.id, s, s, '基準 ' || s, 'Standard ' || s
FROM size JOIN plans_plan p ON p.slug = 'plan-of-' || n JOIN plans_strategy t ON t.plan_id = p.id,
    generate_series(1, 10) AS s;

INSERT INTO indicators_indicator
    (institution_id, code, name_ja, name_en, unit_ja, unit_en, kind, decimals,
     direction, over_time, over_breakdowns, origin, status)
SELECT 1, 'Z' || n || '-' || i, '学生の数 ' || i, 'Students ' || i, '人', 'persons', 'number', 0,
    'up', 'none', 'sum', 'entered', 'active'
FROM size, generate_series(1, n) AS i;

INSERT INTO indicators_commitment
    (indicator_id, standard_id, "order", comparator, trajectory, baseline, baseline_fiscal_year)
SELECT g.id, s.id, i, 'at_least', 'line', 20 + i % 30, 2021
FROM size CROSS JOIN LATERAL generate_series(1, n) AS i
    JOIN indicators_indicator g ON g.institution_id = 1 AND g.code = 'Z' || n || '-' || i
    JOIN plans_plan p ON p.slug = 'plan-of-' || n JOIN plans_strategy t ON t.plan_id = p.id
    JOIN plans_standard s ON s.strategy_id = t.id AND s."order" = (i - 1) % 10 + 1;

INSERT INTO indicators_target (commitment_id, fiscal_year, value)
SELECT c.id, year, c.baseline + 2 * (year - 2021)
FROM indicators_commitment c JOIN indicators_indicator g ON g.id = c.indicator_id AND g.code LIKE 'Z%',
    generate_series(2022, 2027) AS year;

INSERT INTO indicators_yearlyvalue
    (institution_id, indicator_id, fiscal_year, kind, state, value, as_of, as_of_precision)
SELECT 1, g.id, year, 'actual', 'reported', 10 + g.id % 40 + (year - 2016), make_date(year + 1, 3, 31), 'day'
FROM indicators_indicator g, generate_series(2016, 2025) AS year
WHERE g.code LIKE 'Z%'
