"""What a column is, by its heading: the field's own name, an alias, a year, or a kind of value."""

import re
import unicodedata

from indicators.sheets.vocabulary import KIND_OF, meaning_by_word
from plans.fiscal_years import NotAFiscalYear, parse_fiscal_year

LEVELS = ("strategy", "standard", "measure", "indicator")
CODES = tuple(f"{level}_code" for level in LEVELS)
IN_ENGLISH = tuple(f"{name}_en" for name in (*LEVELS, "unit"))
WHERE = ("plan", *LEVELS, "unit", *CODES, *IN_ENGLISH)
HOW = ("direction", "comparator", "tolerance", "trajectory", "promise", "key", "indicator_kind", "scale")
OF_MEASURE = ("lead_office", "supporting_offices")
OF_INDICATOR = ("owner_office", "definition", "definition_en", "decimals", "disclosure", "numerator_is_part")
ABOUT_THE_PLACE = (*WHERE, *HOW, *OF_MEASURE, *OF_INDICATOR)
WHAT = (
    "fiscal_year",
    "kind",
    "value",
    "numerator",
    "denominator",
    "as_of",
    "breakdown",
    "state",
    "provisional",
    "printed",
    "note",
    "source_url",
)
FIELDS = (*ABOUT_THE_PLACE, *WHAT)

ALIAS_OF = {name.replace("_", ""): name for name in FIELDS} | meaning_by_word(
    {
        "plan": "planname 計画 計画名 計画名称 プラン プラン名",
        "strategy": "pillar 戦略 柱 基本方針 大項目 分野 重点分野 施策の柱",
        "standard": "goal standardorgoal 基準 中項目 到達目標 中期目標 目標項目",
        "measure": "initiative action 施策 取組 取り組み 取組み 取組内容 具体的取組 小項目 行動計画 事業",
        "indicator": "kpi metric indicatorname 指標 指標名 指標名称 評価指標 成果指標 数値指標",
        "unit": "units unitofmeasurement unitofmeasure 単位",
        "direction": "方向 方向性 望ましい方向",
        "fiscal_year": "fy year ay academicyear 年度 会計年度 学年度 年 年次",
        "kind": "type valuekind 種別 区分 種類 値の種類 目標実績 目標/実績",
        "value": "figure values 値 数値",
        "numerator": "分子",
        "denominator": "分母",
        "as_of": "date 時点 基準日 調査日 調査時点 算出日 現在",
        "breakdown": "disaggregation 内訳",
        "state": "valuestate 状態 値の状態",
        "provisional": "速報 暫定",
        "printed": "asprinted 原文 原表記 表記",
        "note": "notes remark remarks comment comments 備考 注 注記 注釈 算出根拠 算出根拠・備考",
        "source_url": "source sources url 出典 出所 典拠 資料",
        "comparator": "comparison 比較 比較方法 判定方法",
        "tolerance": "許容差 許容範囲 許容幅",
        "trajectory": "path 推移 経路",
        "promise": "約束 約束の種類",
        "key": "keyindicator 重要指標 重点指標 主要指標",
        "lead_office": "lead leadoffices responsibleoffice 主担当 主担当部署 主担当部局 担当部署 担当部局 担当課"
        " 所管 所管部署 所管部局 所管課 責任部署 主管部署",
        "supporting_offices": "supporting supportingoffice 副担当 副担当部署 副担当部局 関係部署 関係部局"
        " 協力部署 協力部局 連携部署 関連部署",
        "owner_office": "owner indicatorowner 指標担当 指標担当部署 指標の担当部署 報告部署 回答部署 集計部署",
        "definition": "定義 指標の定義 指標定義",
        "definition_en": "定義(英) 定義(英語)",
        "decimals": "decimalplaces 小数桁数 小数点以下桁数 小数点以下の桁数 表示桁数",
        "disclosure": "公開範囲 開示範囲 公開区分",
        "numerator_is_part": "partofwhole shareofawhole 分子は分母の一部 分子が分母の一部",
        "strategy_code": "pillarcode 戦略コード 戦略番号",
        "standard_code": "goalcode 基準コード 基準番号",
        "measure_code": "施策コード 施策番号 取組番号",
        "indicator_code": "code 指標コード 指標番号 コード",
        "indicator_kind": "指標の種類 指標種別",
        "scale": "gradingscale 評定区分 評語 評価尺度 尺度",
        "strategy_en": "戦略(英) 戦略(英語)",
        "standard_en": "基準(英) 基準(英語)",
        "measure_en": "施策(英) 施策(英語)",
        "indicator_en": "指標(英) 指標(英語)",
        "unit_en": "単位(英) 単位(英語)",
    }
)
WORDS_FOR_INDICATOR = {
    form for word, name in ALIAS_OF.items() if name == "indicator" for form in (word, word.upper(), word.capitalize())
}
NO_FIGURES = (
    "no 番号 項番 通番 連番 整理番号 項目番号 達成率 達成度 達成状況 達成見込 進捗率 進捗度 進捗 進捗状況 自己評価"
    " 自己点検 自己判定 評価 判定 評定 評価結果 判定結果 増減 増減率 増減数 前年比 前年度比 対前年比 対前年度比 伸び率 差 差異"
    " achievementrate progressrate evaluation judgement judgment assessment selfassessment selfevaluation"
).split()
REMARKS_ON_A_YEAR = "備考 注 注記 説明 note notes remark remarks comment comments".split()
NO_FIGURE_OF_A_YEAR = re.compile(f"(?:{'|'.join(sorted([*NO_FIGURES, *REMARKS_ON_A_YEAR], key=len, reverse=True))})$")
KIND_WORD = re.compile("|".join(sorted(map(re.escape, KIND_OF), key=len, reverse=True)))
SHORT_YEAR = re.compile("([0-9]{2}) ?年度末?")
YEARS_SHOWN = range(1950, 2101)  # "S08" and "H1" head columns that are no years


def field_of(heading: str) -> str | None:
    """None for any other heading."""
    plain = _plain(heading)
    return ALIAS_OF.get(_key(plain)) or ALIAS_OF.get(_key(re.sub(r"\(.*\)", "", plain)))


def kind_of(heading: str) -> str | None:
    """The kind of value of a heading (目標, actual) or of a cell in the kind column; None for any other."""
    return KIND_OF.get(_key(_plain(heading)))


def year_and_kind_of(heading: str) -> tuple[int, str | None] | None:
    """(fiscal year, kind or None) of the heading of a year's column: 2022, R4, 2022年度目標, target (FY2027); or None."""
    plain = _plain(heading)
    words = KIND_WORD.findall(plain)
    if len(words) > 1:
        return None
    label = re.sub(r"[()\[\]:]", " ", KIND_WORD.sub(" ", plain)).strip()
    try:
        year = short_year(label) or parse_fiscal_year(label)
    except NotAFiscalYear:
        return None
    return (year, KIND_OF[words[0]] if words else None) if year in YEARS_SHOWN else None


def short_year(text: str) -> int | None:
    """2023 for 23年度, which names neither an era nor a century; None for any other text."""
    found = SHORT_YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return 2000 + int(found[1]) if found else None


def says_no_figure(heading: str) -> bool:
    """Whether a heading is one that plans often have and that holds no figure: 達成率, No., 2022年度 備考."""
    key = _key(re.sub(r"\(.*?\)", "", _plain(heading)))
    found = NO_FIGURE_OF_A_YEAR.search(key)
    return key in NO_FIGURES or (found is not None and year_and_kind_of(key[: found.start()]) is not None)


def _plain(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).lower().strip()


def _key(plain: str) -> str:
    return re.sub(r"[\s_.:*※-]", "", plain)
