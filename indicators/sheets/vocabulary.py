"""The words that sheets use around a figure, in place of one, for a row's kind and direction; and how texts compare.

Words are listed as `word_of` leaves them: half-width, lower case, without spaces.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def meaning_by_word(listed: Mapping[T, str]) -> dict[str, T]:
    """{word: meaning} from {meaning: "its words"}. Raises ValueError for a word of two meanings."""
    meanings: dict[str, T] = {}
    for meaning, words in listed.items():
        for word in words.split():
            if meanings.setdefault(word, meaning) != meaning:
                raise ValueError(f"{word} means {meanings[word]} and {meaning}")
    return meanings


STATE_OF = meaning_by_word(
    {
        "reported": "reported 報告済 報告済み 報告あり",
        "not_collected": "not_collected notcollected notavailable nodata tbd tba nd n.d n.d. #n/a - ... .. … ‥ ・・・ 未収集"
        " 未集計 集計中 未回答 未報告 未定 未確定 未調査 調査なし 調査中 検討中 調整中 確認中 作成中 準備中 算出中 不明 不詳 データなし",
        "not_applicable": "not_applicable notapplicable n/a n.a. n.a na ・ 対象外 対象なし 該当なし 該当無し 非該当",
        "cannot_compute": "cannot_compute cannotcompute cannotbecomputed notcomputable #div/0! 算出不能 算出不可 算定不能"
        " 計算不能 計算不可",
        "withheld": "withheld confidential x 非公表 非公開 秘匿 不開示",
    }
)
MISSING_OF = {word: state for word, state in STATE_OF.items() if state != "reported"}

KIND_OF = meaning_by_word(
    {
        "baseline": "baseline base 基準値 基準 基準年値 現状値 現状 ベースライン 策定時",
        "target": "target targets goal planned 目標 目標値 数値目標 数値イメージ 計画 計画値 中間目標 最終目標",
        "actual": "actual actuals result results reported 実績 実績値 達成値 結果 実数",
        "forecast": "forecast forecasts estimate estimated projection projected expected 見込 見込み 見込値 見込み値"
        " 予測 予測値 推計",
    }
)

DIRECTION_OF = meaning_by_word(
    {
        "up": "up increase higher atleast 増加 増 上昇 向上 以上 ↑",
        "down": "down decrease lower atmost 減少 減 低下 以下 ↓",
        "keep": "keep maintain same 維持 現状維持 →",
        "range": "range 範囲 範囲内",
        "none": "none なし 無 -",
    }
)

COMPARATOR_OF = meaning_by_word(
    {
        "at_least": "at_least atleast ≥ ≧ >= 以上 最低 ormore andmore orover andover andabove orabove",
        "at_most": "at_most atmost upto ≤ ≦ <= 以下 以内 orless orfewer orbelow andbelow",
        "more_than": "more_than morethan over > 超 を超える 超える を上回る 上回る",
        "less_than": "less_than lessthan fewerthan under below < 未満 を下回る 下回る",
        "maintain": "maintain keep 維持 を維持 の維持 現状維持",
    }
)

OUTLOOK_OF = meaning_by_word(
    {
        "forecast": "見込値 見込み値 見込み 見込 予測値 予測 推計値 推計 予定 forecast estimated estimate est. est projection"
        " projected",
        "provisional": "速報値 速報 暫定値 暫定 provisional preliminary",
        "actual": "実績値 実績 達成値 達成 確定値 確定 actual confirmed",
        "target": "目標値 目標 計画値 計画 target",
    }
)

APPROXIMATE = (
    "約 およそ おおよそ おおむね 概ね ほぼ 程度 前後 くらい ぐらい 弱 強 概数 概算"
    " about approximately approx. approx around circa ca. ≈ ≒"
)
REMARKED = "延べ のべ 合計 計 累計 平均 毎年度 毎年 各年度"  # they say how a figure was counted, so they stay with it as a note
OVER_YEARS = {"累計", "平均", "年平均", "毎年度", "毎年", "各年度"}  # of these, what speaks of more years than one
PER_YEAR = "年間 年に 年 peryear"

MEANINGS: Mapping[str, tuple[str, str | bool]] = (
    {word: ("comparator", comparator) for word, comparator in COMPARATOR_OF.items()}
    | {word: ("outlook", outlook) for word, outlook in OUTLOOK_OF.items()}
    | dict.fromkeys(APPROXIMATE.split(), ("is_approximate", True))
    | {word: ("remark", word) for word in REMARKED.split()}
)

ANSWER_OF = meaning_by_word(
    {
        1: "yes true 1 ○ 〇 ◯ はい 有 あり 済 済み 実施 実施済 実施済み 導入済 導入済み 達成 完了 done completed",
        0: "no false 0 × ✕ ✗ いいえ 無 なし 未 未実施 未導入 未達成 未完了 notyet notdone",
    }
)

COUNTERS = (
    "% パーセント percent ポイント points? pts? 回 人日 人 名 件 校 機関 か国・地域 カ国・地域 ヵ国・地域 ヶ国・地域 か国"
    " カ国 ヵ国 ヶ国 箇国 国・地域 国 地域 科目 点 編 本 冊 社 団体 大学 者 位 倍 円 時間 日間 日 か月 カ月 ヶ月 ヵ月 年"
    " 課題 コース 組 種類 種 施設 拠点 言語 単位 コマ クラス 室 戸 台 棟 事業 企業 法人 論文 報 講座 研究科 学部 専攻 ㎡"
    " 項目 地点 か所 カ所 箇所 ヶ所 persons? people students? staff times cases? items? countries universities"
    " institutions projects? years? months? days? hours? yen jpy 割"
)
# Counting words that count the same things; a word that stands in none of them counts things of its own.
FAMILIES = [
    re.compile(words.replace(" ", "|"))
    for words in (
        "% パーセント percent 割",
        "ポイント points? pts? pt",
        "人 名 者 persons? people students? staff members? faculty researchers? graduates? teachers? participants?",
        "校 大学 機関 university universities institutions?",
        "社 団体 企業 法人 company companies",
        "か国・地域 カ国・地域 ヵ国・地域 ヶ国・地域 か国 カ国 ヵ国 ヶ国 箇国 国・地域 国 地域 country countries",
        "件 編 本 報 論文 冊 課題 事業 cases? items? projects? papers? articles? publications?",
        "か所 カ所 箇所 ヶ所 地点 拠点 施設",
        "種類 種 types?",
        "回 times",
        "円 yen jpy",
        "年 年間 years?",
        "か月 カ月 ヶ月 ヵ月 months?",
        "日 日間 days?",
        "時間 hours?",
    )
]
SCALES = {"千": 3, "万": 4, "百万": 6, "億": 8, "兆": 12}
COUNTER = re.compile(COUNTERS.replace(" ", "|"))
PERCENT, POINTS = re.compile("%|percent|パーセント|割"), re.compile(r"ポイント|\bp(?:oin)?ts?\b")

TO_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys((0x3000, 0xA0, 0x202F), " ")
INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
JAPANESE = re.compile("[々〆ぁ-ヿ㐀-鿿豈-﫿ｦ-ﾟ]")
DASHES = re.compile("[-−‐‑‒–—―─━ーｰ]+")


def family_of(word: str) -> int | str:
    """What a counting word counts: an answer that is equal for 人 and 名, and another one for 件."""
    return next((at for at, words in enumerate(FAMILIES) if words.fullmatch(word)), word)


def half_width(text: str) -> str:
    """Full-width ASCII and spaces as half-width, invisible characters dropped, ends trimmed."""
    return INVISIBLE.sub("", text.translate(TO_HALF_WIDTH)).strip()


def word_of(text: str) -> str:
    """A text as the vocabulary lists it: half-width, lower case, no spaces, a dash alone as `-`."""
    word = "".join(half_width(text).lower().split())
    return "-" if DASHES.fullmatch(word) else word


def key_of(text: str) -> str:
    """A text as it is compared with others: width, case, spaces and kinds of dash do not matter."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return DASHES.sub("-", "".join(folded.replace("~", "〜").split()))


def has_japanese(text: str) -> bool:
    """Whether kana or kanji stand in the text."""
    return JAPANESE.search(text) is not None
