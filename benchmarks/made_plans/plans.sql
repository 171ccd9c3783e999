-- The plans listed in `made_plan`: 4 strategies, 22 standards, 99 measures, 150 indicators, 3,000 yearly values each.
-- Everything follows from running numbers, so that two runs measure the same rows; ids, too: plan 2 has the standards
-- 23 to 44. Every third indicator is a percentage of two counts, every second has two parts that add up, every tenth is to fall.

-- With many checks of foreign keys put off to the end, every trigger that runs meanwhile is slow.
SET CONSTRAINTS ALL IMMEDIATE;

INSERT INTO plans_institution
    (id, slug, name_ja, name_en, fiscal_year_start_month, time_zone, small_count_threshold)
SELECT p, 'university-' || p, '大学 ' || p, 'University ' || p, 4, 'Asia/Tokyo', 5
FROM made_plan;

INSERT INTO plans_office (id, institution_id, slug, kind, "order", name_ja, name_en)
SELECT 10 * (p - 1) + o, p, 'office-' || p || '-' || o, 'section', o, '国際部第 ' || o, 'International section ' || o
FROM made_plan, generate_series(1, 10) AS o;

INSERT INTO plans_plan
    (id, institution_id, slug, name_ja, name_en, state, first_fiscal_year, last_fiscal_year,
     on_track_share, risk_share, worsening_share)
SELECT p, p, 'plan-' || p, '中期計画 ' || p, 'Mid-term plan ' || p, 'active', 2022, 2027, 0.95, 0.60, 0.20
FROM made_plan;

INSERT INTO plans_strategy (id, plan_id, code, "order", name_ja, name_en)
SELECT 4 * (p - 1) + t, p, t, t, '戦略 ' || t, 'Strategy ' || t
FROM made_plan, generate_series(1, 4) AS t;

INSERT INTO plans_standard (id, strategy_id, code, "order", name_ja, name_en)
SELECT 22 * (p - 1) + s, 4 * (p - 1) + (s - 1) % 4 + 1, s, s, '基準 ' || s, 'Standard ' || s
FROM made_plan, generate_series(1, 22) AS s;

INSERT INTO measures_measure (id, standard_id, code, "order", origin, status, name_ja, name_en)
SELECT 99 * (p - 1) + m, 22 * (p - 1) + (m - 1) % 22 + 1, m, m, 'own', 'active',
    '海外の協定校との学生交流を広げる施策 ' || m, 'Widen exchanges with partner universities ' || m
FROM made_plan, generate_series(1, 99) AS m;

INSERT INTO measures_responsibility (measure_id, office_id, role)
SELECT 99 * (p - 1) + m, 10 * (p - 1) + m % 10 + 1, 'lead'
FROM made_plan, generate_series(1, 99) AS m;

INSERT INTO indicators_breakdown (id, institution_id, categories, name_ja, name_en)
SELECT 2 * (p - 1) + n, p, jsonb_build_object('gender', en), ja, en
FROM made_plan, (VALUES (1, '男', 'men'), (2, '女', 'women')) AS part (n, ja, en);

INSERT INTO indicators_indicator
    (id, institution_id, office_id, code, name_ja, name_en, unit_ja, unit_en, kind, decimals,
     direction, over_time, over_breakdowns, origin, status)
SELECT 150 * (p - 1) + i, p, 10 * (p - 1) + i % 10 + 1, 'I' || i,
    '海外派遣を経験した学生の数・割合 ' || i, 'Students who have studied abroad, number or share ' || i,
    CASE WHEN i % 3 = 0 THEN '%' ELSE '人' END, CASE WHEN i % 3 = 0 THEN '%' ELSE 'persons' END,
    CASE WHEN i % 3 = 0 THEN 'ratio' ELSE 'number' END, CASE WHEN i % 3 = 0 THEN 1 ELSE 0 END,
    CASE WHEN i % 10 = 0 THEN 'down' ELSE 'up' END, 'none', CASE WHEN i % 3 = 0 THEN 'ratio' ELSE 'sum' END,
    'entered', 'active'
FROM made_plan, generate_series(1, 150) AS i;

INSERT INTO indicators_commitment
    (id, indicator_id, measure_id, standard_id, "order", comparator, trajectory, baseline, baseline_fiscal_year)
SELECT 150 * (p - 1) + i, 150 * (p - 1) + i, 99 * (p - 1) + m, 22 * (p - 1) + (m - 1) % 22 + 1, i,
    CASE WHEN i % 10 = 0 THEN 'at_most' ELSE 'at_least' END, 'line', 20 + i % 30, 2021
FROM made_plan, generate_series(1, 150) AS i, LATERAL (SELECT (i - 1) % 99 + 1 AS m) AS measure;

INSERT INTO indicators_target (commitment_id, fiscal_year, value)
SELECT 150 * (p - 1) + i, year, 20 + i % 30 + (year - 2021) * CASE WHEN i % 10 = 0 THEN -2 ELSE 2 END
FROM made_plan, generate_series(1, 150) AS i, generate_series(2022, 2027) AS year;

INSERT INTO indicators_yearlyvalue
    (institution_id, indicator_id, fiscal_year, kind, breakdown_id, state, value, numerator, denominator,
     as_of, as_of_precision, note)
SELECT p, 150 * (p - 1) + i, year, 'actual', CASE WHEN part > 0 THEN 2 * (p - 1) + part END,
    CASE WHEN is_known THEN 'reported' ELSE 'not_collected' END,
    CASE WHEN is_known AND i % 3 > 0 THEN (ARRAY[total, total / 2, total - total / 2])[part + 1] END,
    CASE WHEN is_known AND i % 3 = 0 THEN 100 + (p * i + year) % 300 END,
    CASE WHEN is_known AND i % 3 = 0 THEN 1000 + (p + i) % 500 END,
    make_date(year + 1, 3, 31), 'day',
    CASE WHEN (i + year) % 10 = 0 THEN '速報値による。"確定値"は翌年度, 6月' ELSE '' END
FROM made_plan, generate_series(1, 150) AS i, generate_series(2016, 2025) AS year, generate_series(0, 2) AS part,
    LATERAL (SELECT (p + i + year) % 50 > 0 AS is_known, 10 + (p + i) % 40 + (year - 2016) AS total) AS known
WHERE part = 0 OR i % 2 = 0
