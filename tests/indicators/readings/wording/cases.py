"""Readings with the sentences that they must say, word for word, in both languages."""

from dataclasses import dataclass, replace
from datetime import date

from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.terms import Actual, CommitmentTerms, Target
from tests.indicators.readings.plain_readings import d, terms


@dataclass(frozen=True)
class Said:
    """A case: its terms, the unit in Japanese and English, the year, its actuals, and what is said in status and words."""

    terms: CommitmentTerms
    units: tuple[str, str]
    year: int
    values: dict
    status: str
    ja: str
    ja_short: str
    en: str

    def reading(self, language):
        unit = self.units[language == "en"]
        labels = (
            {1: "未達", 2: "おおむね達成", 3: "達成"} if language == "ja" else {1: "Not met", 2: "Mostly met", 3: "Met"}
        )
        return Reading(Figures(replace(self.terms, unit=unit, grade_labels=labels), self.year, self.values))


def actual(number, **more):
    return Actual(d(number), **more)


def line(targets, baseline, comparator="at_least", decimals=0, **more):
    return terms(comparator, targets, baseline, 2021, trajectory="line", decimals=decimals, **more)


def ranged(*years, low, high, **more):
    return CommitmentTerms("range", [Target(year, low=d(low), high=d(high)) for year in years], decimals=1, **more)


def yearly(comparator, number, *years, **more):
    return terms(comparator, dict.fromkeys(years, number), **{"decimals": 0} | more)


PERCENT = ("%", "%")
CASES = [
    Said(
        line({2027: 36}, "18.4", decimals=1), PERCENT, 2025, {2025: actual("27.0", provisional=True)}, "at_risk",
        "27.0%（速報値）で、令和7年度の想定30.1%以上に3.1ポイント届きません（令和3年度の18.4%からの直線、ペース0.73）。",
        "想定30.1%以上に3.1ポイント不足",
        "At 27.0% (provisional), this is 3.1 points short of the 30.1% expected by FY2025"
        " on a straight path from 18.4% (FY2021): pace 0.73.",
    ),
    Said(
        line({2024: 75}, "41.0", decimals=1), PERCENT, 2022, {2022: actual("51.8")}, "on_track",
        "51.8%で、令和4年度の想定52.3%以上に0.5ポイント届きませんが、順調の範囲（51.8%以上）内です"
        "（令和3年度の41.0%からの直線、ペース0.95）。",
        "想定52.3%以上に0.5ポイント不足（順調）",
        "At 51.8%, this is 0.5 points short of the 52.3% expected by FY2022 on a straight path from 41.0% (FY2021)"
        " but still on track (at least 51.8%): pace 0.95.",
    ),
    Said(
        line({2027: 35}, "21.0", decimals=1), PERCENT, 2025, {2025: actual("30.3")}, "on_track",
        "30.3%で、令和7年度の想定30.3%以上とほぼ同じです（令和3年度の21.0%からの直線、ペース0.996）。",
        "想定30.3%以上とほぼ同じ",
        "At 30.3%, this is close to the 30.3% expected by FY2025 on a straight path from 21.0% (FY2021): pace 0.996.",
    ),
    Said(
        line({2027: 4}, 2), ("機関", "institutions"), 2025, {2025: actual(3)}, "at_risk",
        "3機関で、令和7年度の想定3.3機関以上にわずかに届きません（令和3年度の2機関からの直線、ペース0.75）。",
        "想定3.3機関以上にわずかに届かず",
        "At 3 institutions, this is just short of the 3.3 expected by FY2025 on a straight path from 2 institutions (FY2021):"
        " pace 0.75.",
    ),
    Said(
        yearly("at_least", 100, 2023, 2024, 2025, decimals=1), PERCENT, 2023, {2023: actual("99.8")}, "at_risk",
        "99.8%で、令和5年度の目標100.0%以上に0.2ポイント届きません（遅れ気味の範囲は80.0%以上）。",
        "目標100.0%以上に0.2ポイント不足",
        "At 99.8%, this is 0.2 points short of the target of 100.0% for FY2023 (at risk: at least 80.0%).",
    ),
    Said(
        yearly("at_least", 2, 2023, 2024), ("回", "times"), 2023, {2023: actual(1)}, "off_track",
        "1回で、令和5年度の目標2回以上に1回届きません。",
        "目標2回以上に1回不足",
        "At 1 time, this is 1 short of the target of 2 times for FY2023.",
    ),
    Said(
        line({2027: 8}, "14.5", "at_most", 1), ("時間", "hours"), 2025, {2025: actual("14.2")}, "off_track",
        "14.2時間で、令和7年度の想定10.2時間以下を4.0時間超えています（令和3年度の14.5時間からの直線、ペース0.07）。",
        "想定10.2時間以下を4.0時間超過",
        "At 14.2 hours, this is 4.0 over the 10.2 hours expected by FY2025 on a straight path down from 14.5 hours (FY2021):"
        " pace 0.07.",
    ),
    Said(
        yearly("at_most", 0, 2024, 2025), ("件", "cases"), 2024, {2024: actual(1)}, "off_track",
        "1件で、令和6年度の目標0件を1件超えています。",
        "目標0件を1件超過",
        "At 1 case, this is 1 over the target of 0 cases for FY2024.",
    ),
    Said(
        line({2027: 200}, 251, "reach_rank"), ("位", "rank"), 2025, {2025: actual(226)}, "at_risk",
        "226位で、令和7年度の想定217位以内に9位届きません（令和3年度の251位からの直線、ペース0.74）。",
        "想定217位以内に9位届かず",
        "At rank 226, this is 9 places short of rank 217, expected by FY2025 on a straight path from rank 251 (FY2021): pace 0.74.",
    ),
    Said(
        ranged(2025, 2026, low=100, high=102, baseline=d("99.1"), baseline_year=2021), PERCENT, 2025,
        {2025: actual("99.7", provisional=True)}, "at_risk",
        "99.7%（速報値）で、令和7年度の目標範囲100.0～102.0%の下限に0.3ポイント届きません（ペース0.67）。",
        "目標範囲100.0～102.0%の下限に0.3ポイント不足",
        "At 99.7% (provisional), this is 0.3 points below the target range of 100.0% to 102.0% for FY2025: pace 0.67.",
    ),
    Said(
        ranged(2014, low=100, high=105), PERCENT, 2014, {2014: actual("98.8")}, "at_risk",
        "98.8%で、平成26年度の目標範囲100.0～105.0%の下限に1.2ポイント届きません（遅れ気味の範囲は80.0～126.0%）。",
        "目標範囲100.0～105.0%の下限に1.2ポイント不足",
        "At 98.8%, this is 1.2 points below the target range of 100.0% to 105.0% for FY2014 (at risk: 80.0% to 126.0%).",
    ),
    Said(
        terms("maintain", {2027: "8.3"}, decimals=1), ("人", "students"), 2024, {2024: actual("8.0")}, "on_track",
        "8.0人で、令和6年度の維持の範囲7.9～8.7人内です。",
        "維持の範囲7.9～8.7人内",
        "At 8.0 students, this is within the range to keep, 7.9 to 8.7, for FY2024.",
    ),
    Said(
        terms("maintain", {2025: 52, 2027: 52}, decimals=0), ("機関", "institutions"), 2025, {2025: actual(41)}, "off_track",
        "41機関で、令和7年度の維持の範囲50～54機関の下限に9機関届きません（遅れ気味の範囲は42～62機関）。",
        "維持の範囲50～54機関の下限に9機関不足",
        "At 41 institutions, this is 9 below the range to keep, 50 to 54, for FY2025 (at risk: 42 to 62).",
    ),
    Said(
        yearly("equal", 12, 2024, 2025), ("校", "schools"), 2024, {2024: actual(13)}, "at_risk",
        "13校で、令和6年度の目標12校より1校多くなっています（遅れ気味の範囲は10～14校）。",
        "目標12校より1校多い",
        "At 13 schools, this is 1 above the target of 12 for FY2024 (at risk: 10 to 14).",
    ),
    Said(
        yearly("at_least", 5, *range(2022, 2028), baseline=d(5), baseline_year=2021), ("回", "times"), 2024,
        {2024: actual(4)}, "at_risk",
        "4回で、令和6年度の目標5回以上に1回届きません（遅れ気味の範囲は4回以上）。",
        "目標5回以上に1回不足",
        "At 4 times, this is 1 short of the target of 5 times for FY2024 (at risk: at least 4).",
    ),
    Said(
        terms(targets={2027: 600}, trajectory="line", promise="total", plan_starts=2022, plan_ends=2027, decimals=0),
        ("人", "persons"), 2024, {2022: actual(97), 2023: actual(100), 2024: actual(100)}, "on_track",
        "令和4年度からの累計297人で、令和6年度の想定300人以上に3人届きませんが、順調の範囲（285人以上）内です"
        "（計画期間の累計600人への直線、ペース0.99）。",
        "想定300人以上に3人不足（順調）",
        "At a total of 297 persons since FY2022, this is 3 short of the 300 expected by FY2024"
        " on a straight path to 600 over the plan but still on track (at least 285): pace 0.99.",
    ),
    Said(
        line({2027: -50}, -200), ("百万円", "million yen"), 2024, {2024: actual(-120)}, "on_track",
        "−120百万円で、令和6年度の想定−125百万円以上を満たしています（令和3年度の−200百万円からの直線、ペース1.07）。",
        "想定−125百万円以上を満たす",
        "At −¥120 million, this meets the −¥125 million expected by FY2024 on a straight path from −¥200 million (FY2021):"
        " pace 1.07.",
    ),
    Said(
        terms(targets={2023: 30}, decimals=1), PERCENT, 2025, {2025: actual("28.0")}, "at_risk",
        "28.0%で、最終目標30.0%以上（令和5年度）に2.0ポイント届きません（遅れ気味の範囲は24.0%以上）。",
        "最終目標30.0%以上に2.0ポイント不足",
        "At 28.0%, this is 2.0 points short of the final target of 30.0% for FY2023 (at risk: at least 24.0%).",
    ),
    Said(
        line({2027: 250}, 538, "at_most"), ("万枚", "10,000 sheets"), 2025, {2025: actual(227)}, "achieved",
        "227万枚で、令和9年度の最終目標250万枚以下をすでに達成しています。",
        "最終目標250万枚以下を達成",
        "At 2.27 million sheets, this already meets the final target of at most 2.50 million, set for FY2027.",
    ),
    Said(
        CommitmentTerms("grade_at_least", [Target(2025, grade=3), Target(2027, grade=3)], scale={1: "C", 2: "B", 3: "A"}), ("", ""), 2025,
        {2025: Actual(grade=2)}, "at_risk",
        "B（おおむね達成）で、令和7年度の目標A以上に1段階届きません（遅れ気味の範囲はB以上）。",
        "目標A以上に1段階不足",
        "At B (Mostly met), this is 1 grade short of the target of A for FY2025 (at risk: B or better).",
    ),
    Said(
        CommitmentTerms("yes_by", [Target(2024, on=date(2025, 3, 31))]), ("", ""), 2025, {2025: Actual(on=date(2025, 6, 1))}, "off_track",
        "2025年6月1日に実施しましたが、期限（2025年3月31日）を62日過ぎています。",
        "期限を62日超過",
        "Done on 1 June 2025, 62 days after 31 March 2025.",
    ),
    Said(
        yearly("more_than", 30, 2023, 2024, decimals=1), PERCENT, 2023, {2023: actual("30.0")}, "at_risk",
        "30.0%で、令和5年度の目標30.0%超に届きません（ちょうど30.0%は含みません）。",
        "目標30.0%超に届かず（同値）",
        "At 30.0%, this is not more than the target of 30.0% for FY2023.",
    ),
]  # fmt: skip
