"""How the interface speaks, in both languages: one word for one concept, plain sentences, the signs of each language."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from plans.text.punctuation import in_brackets, join_label, join_list
from tests.words.test_translations import CATALOGUE, entries, first

JAPANESE = "\u3005\u3041-\u30ff\u4e00-\u9fff"
SLOT = r"%\(\w+\)[sd]"
NOT_THE_SENTENCE = {"sato@example.ac.jp"}  # an example of a list, with names as people write them

SIGNS = {
    "a colon after Japanese is ：": rf"(?:[{JAPANESE}）」]|{SLOT})\s?:(?!//)",
    "items are parted by 、": rf"[{JAPANESE}）」],\s",
    "brackets beside Japanese are （）": (
        rf"[{JAPANESE}]\s?\((?!\w+\)[sd])|{SLOT}\((?=[{JAPANESE}])|(?<!%\(\w)\)(?=[{JAPANESE}])(?<![a-z]\))"
    ),
    "quotation marks are 「」": "[“”]",
    "a range is written with ～": r"[〜~]|(?<=.)–|–(?=.)",
    "no space beside a digit or a blank": (
        rf"[{JAPANESE}」）。、] (?=[0-9%({JAPANESE}「（])|[0-9%] (?=[{JAPANESE}])|{SLOT} (?=[{JAPANESE}])"
    ),
    "ten things are no 10つ": rf"{SLOT}つ",
    "digits and letters are half as wide": "[０-９Ａ-Ｚａ-ｚ]",
}
PLANTED = {
    "a colon after Japanese is ：": "出典:%(source)s",
    "items are parted by 、": "取組, 指標",
    "brackets beside Japanese are （）": "実績(速報値)",
    "quotation marks are 「」": "“国際課”",
    "a range is written with ～": "100–105%%",
    "no space beside a digit or a blank": "%(number)s 件",
    "ten things are no 10つ": "%(number)sつの戦略",
    "digits and letters are half as wide": "２０２５年度",
}
LETTERS = {"dear": "%(name)s 様"}  # a letter addresses a person with a space before 様

WORDS = (  # in Japanese: what is never said, and where it means something else
    ("サインイン", ()),
    ("スコアカード", ()),
    ("人による判定", ()),
    ("目標への経路", ()),
    ("データなし", ()),
    ("判定なし", ()),
    ("評語", ()),
    ("評価尺度", ()),
    ("機関独自", ()),
    ("計画担当部署", ()),
    ("担当役員", ()),
    ("メンバー", ()),
    ("ユーザー", ()),
    ("あなた", ()),
    ("お名前", ()),
    ("系列の断絶", ()),
    ("手入力", ()),
    ("受付不可", ()),
    ("増加が望ましい", ()),
    ("減少が望ましい", ()),
    ("自分の", ()),
    ("シート", ("sheet", "workbook")),
)
ENGLISH = re.compile(
    r"\b(?:somebody|nobody|everybody|meanwhile|lately|mend(?:s|ed|ing)?|owes?|owed|whom|stands|refused|stored|all the same)\b"
    r"|[”\"] is no |(?<!%) %%|[0-9] %|\be-mail|\bcannot be computed\b",
    re.IGNORECASE,
)
SHEET = re.compile(r"\bsheets?\b", re.IGNORECASE)
LONGEST = 115


def without_blanks(text):
    return re.sub(SLOT, "N", text)


def told():
    """(English, Japanese) of every message, each form of its own."""
    for message in entries(CATALOGUE):
        strings = [message.string] if isinstance(message.string, str) else message.string
        yield from ((first(message.id), string) for string in strings)


def breaks(rule, text):
    return re.search(SIGNS[rule], text) is not None


@pytest.mark.parametrize("rule", SIGNS)
def test_japanese_is_written_with_its_own_signs(rule):
    wrong = [
        text
        for english, text in told()
        if breaks(rule, text) and text not in LETTERS.values() and english.split(",")[0] not in NOT_THE_SENTENCE
    ]

    assert wrong == []


@pytest.mark.parametrize("rule", SIGNS)
def test_each_rule_of_signs_finds_what_breaks_it(rule):
    assert breaks(rule, PLANTED[rule])


@pytest.mark.parametrize(("word", "elsewhere"), WORDS, ids=[word for word, _elsewhere in WORDS])
def test_a_concept_has_one_word_in_japanese(word, elsewhere):
    said = [
        text for english, text in told() if word in text and not any(other in english.lower() for other in elsewhere)
    ]

    assert said == []


def test_english_is_plain():
    assert [english for english, _japanese in told() if ENGLISH.search(without_blanks(english))] == []
    assert ENGLISH.search("Nothing was stored; somebody changed this meanwhile.")


@pytest.mark.parametrize("page", ["408", "413", "500", "503", "507"])
def test_pages_that_stand_without_the_catalogue_speak_the_same_words(page):
    text = re.sub(r"{[#%].*?[#%]}|<[^>]*>", " ", (settings.BASE_DIR / "templates" / f"{page}.html").read_text())

    assert ENGLISH.findall(text) == []
    assert [word for word in ("トップ", *(word for word, _elsewhere in WORDS)) if word in text] == []


def test_what_is_imported_is_a_file_and_a_sheet_only_inside_a_workbook():
    said = {english for english, _japanese in told() if SHEET.search(without_blanks(english))}

    assert said == INSIDE_A_WORKBOOK


def test_no_confirmation_only_says_that_something_was_saved():
    bare = re.compile(
        r"(?:Saved|Removed|Deleted|Changed|Returned|Submitted)\.?|(?:保存|削除|変更|提出|差し戻し)しました。?"
    )

    assert [text for pair in told() for text in pair if bare.fullmatch(text.strip())] == []


def test_japanese_sentences_are_short():
    long = [sentence for _english, text in told() for sentence in text.split("。") if len(sentence) > LONGEST]

    assert long == []


def test_quotation_marks_are_curly_in_english():
    straight = [english for english, _japanese in told() if re.search(r"\"|(?<=\w)'(?=\w{3,})", english)]

    assert straight == []


INSIDE_A_WORKBOOK = {
    "Only the first sheet with a header was read, not these.",
    "The workbook has no sheet “%(sheet)s”.",
    "The workbook has no visible sheet.",
    "A sheet holds no more than 1,048,576 rows; ask for csv.",
    "Row %(row)d is the header of another table: put it into a file or a sheet of its own.",
    "The sheet has more than %(limit)d empty rows; delete them, those below the table too.",
}


MEANINGS = {  # what means more than one thing stands alone nowhere: each meaning has its own word
    ("What it says", "indicator"): "この指標の判定",
    ("Values", "comparison"): "値",
    ("open", "fiscal year"): "受付中",
    ("closed", "fiscal year"): "締切済",
    ("closed", "plan"): "終了",
    ("Add", "button"): "追加する",
    ("Add", "heading"): "追加",
    ("text", "kind of indicator"): "文章",
    ("text", "value"): "文章",
    ("text", "feedback"): "意見の内容",
    ("text", "objective"): "本文",
    ("Text", "value"): "文章",
    ("Text", "cell"): "セルの内容",
    ("status", "reading"): "判定",
    ("Status", "reading"): "判定",
    ("grade", "measure"): "評定",
    ("grade", "indicator"): "段階",
    ("grade", "kind of indicator"): "段階評価",
    ("Grade", "indicator"): "段階",
    ("%(amount)s or better", "limit of a rank"): "%(amount)s以内",
    ("%(amount)s or better", "limit of a grade"): "%(amount)s以上",
}


def test_what_means_two_things_is_told_apart():
    shared = {english for english, _context in MEANINGS}
    said = {
        (first(message.id), message.context): first(message.string)
        for message in entries(CATALOGUE)
        if first(message.id) in shared
    }

    assert said == MEANINGS


def test_a_plan_and_an_indicator_do_not_say_the_same():
    assert dict(told())["What the plan says"] == "計画の内容"


SIGNS_OF_A_TEMPLATE = re.compile(r"(?<=[}>])(?:: |, )(?!\")|\((?=\{[%}]\})|(?<=[%}]\})\)|(?<=\}\}) %")
UNWORDED = re.compile(
    r"\{#.*?#\}|\{% comment\b.*?endcomment %\}|\{% blocktrans(?:late)?\b.*?endblocktrans(?:late)? %\}|<script.*?</script>"
    r"|<meta .*?>|data-hx-\w+='.*?'|\{[%{].*?(?=[%}]\})",
    re.DOTALL,
)


def fixed_signs(source):
    """The colons, commas, brackets and parted per cents that a template prints in every language alike."""
    return SIGNS_OF_A_TEMPLATE.findall(UNWORDED.sub("{", source))


def test_templates_join_words_with_the_signs_of_the_language():
    told_in_both = {f"{code}.html" for code in (408, 413, 414, 500, 503, 507)}
    templates = settings.BASE_DIR / "templates"
    found = {
        str(path.relative_to(templates)): fixed_signs(path.read_text())
        for path in sorted(templates.rglob("*.html"))
        if path.name not in told_in_both
    }

    assert {name: signs for name, signs in found.items() if signs} == {}


@pytest.mark.parametrize(
    ("source", "signs"),
    [
        ("<b>{{ share }} % <i>", 1),
        ("<b>{{ share }}% <i>", 0),
        ("{{ label }}: {{ text }}", 1),
        ('{% translate "Source" %}: <a>x</a>', 1),
        ("{{ one }}{% if more %}, {{ other }}{% endif %}", 1),
        ("<b>{{ name }}</b> ({{ unit }})", 2),
        ("{% blocktranslate %}{{ one }}, {{ other }}: (x){% endblocktranslate %}{% colon %}{{ text }}", 0),
        ("{% url 'name' a, b %}{# a: b, (c) #}", 0),
    ],
)
def test_a_fixed_sign_in_a_template_is_found(source, signs):
    assert len(fixed_signs(source)) == signs


def test_signs_are_those_of_the_language():
    told = {}
    for language in ("en", "ja"):
        with translation.override(language):
            source = "{% load punctuation %}a{% colon %}b{% comma %}c{% brackets %}{{ d }}{% endbrackets %}"
            told[language] = Template(source).render(Context({"d": "<d>"}))
            assert join_label("a", join_list("bc")) + in_brackets("d") == told[language].replace("&lt;d&gt;", "d")

    assert told == {"en": "a: b, c (&lt;d&gt;)", "ja": "a：b、c（&lt;d&gt;）"}
