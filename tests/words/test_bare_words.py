"""No word of the interface stands outside gettext: neither bare in a template nor in a script."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
SCRIPTS = sorted((settings.BASE_DIR / "static/js").rglob("*.js"))
# pages that need nothing, not even the catalogue
SAYS_IT_IN_BOTH = {f"{code}.html" for code in (408, 413, 414, 500, 503, 507)}
NAMES = {"Hoshin", "方針", "EN", "English", "日本語", "CSV", "JSON", "XLSX", "PNG", "SVG", "API"}

COMMENTS_AND_MESSAGES = re.compile(
    r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}|{%\s*block coltype\b.*?endblock.*?%}"
    r"|{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}",
    re.DOTALL,
)
TAG_NAME = re.compile(r"(</?){{.*?}}")
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
HEARD = {"alt", "aria-description", "aria-label", "data-label", "label", "placeholder", "summary", "title"}

SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:'\"])//[^\n]*", re.DOTALL)
SAID_BY_SCRIPT = re.compile(
    r"(?:textContent|innerText|innerHTML|title|placeholder|ariaLabel|alt)\s*=\s*[\"'`][^\"'`$]*[^\W\d_]"
    r"|setAttribute\(\s*[\"'](?:aria-label|title|placeholder|alt)[\"']\s*,\s*[\"'`][^\"'`$]*[^\W\d_]"
    r"|\b(?:alert|confirm|prompt)\(\s*[\"'`]"
    r"|[\"'`][A-Z][a-z]+(?: [a-z,’']+)+[.!?]?[\"'`]"
    r"|[\u3040-\u30ff\u4e00-\u9fff]"
)


class Heard(HTMLParser):
    """Collects what a reader reads or hears: texts and speaking attributes, without code."""

    def __init__(self):
        super().__init__()
        self.words, self.silent = [], []

    def handle_starttag(self, tag, attrs):
        if tag in {"code", "script", "style"}:
            self.silent.append(tag)
        self.words += [value for name, value in attrs if name in HEARD and value]

    def handle_endtag(self, tag):
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)


def bare_words(source):
    heard = Heard()
    heard.feed(TAGS.sub(" ", TAG_NAME.sub(r"\1x", COMMENTS_AND_MESSAGES.sub(" ", source))))
    return [word for word in WORD.findall(" ".join(heard.words)) if word not in NAMES]


def said_by(script):
    return [match[0] for match in SAID_BY_SCRIPT.finditer(SCRIPT_COMMENT.sub("", script))]


@pytest.mark.parametrize("path", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")))
def test_no_word_stands_bare_in_a_template(path):
    assert path in SAYS_IT_IN_BOTH or bare_words((TEMPLATES / path).read_text()) == []


@pytest.mark.parametrize("path", [str(path.relative_to(settings.BASE_DIR)) for path in SCRIPTS])
def test_a_script_takes_its_words_from_the_page(path):
    assert said_by((settings.BASE_DIR / path).read_text()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Save {{ name }}</p>", ["Save"]),
        ('<a aria-label="Next page" href="/x/">{% translate "Next" %}</a>', ["Next", "page"]),
        ('<p title="{{ words }}">{# a comment #}{% blocktranslate %}said {{ x }}{% endblocktranslate %}</p>', []),
        ("<h1>保存</h1>", ["保存"]),
        ('<{{ heading }} class="small">{{ text }}</{{ heading }}>', []),
        ("<code>fiscal_year</code> CSV", []),
    ],
)
def test_it_would_notice_bare_words(source, found):
    assert bare_words(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('button.textContent = "Copied";', True),
        ("node.setAttribute('aria-label', 'Close');", True),
        ('alert("Gone");', True),
        ('say("Nothing was stored.");', True),
        ('say("保存");', True),
        ("label.textContent = node.dataset.said; // Copied", False),
        ('node.classList.add("is open"); node.textContent = "";', False),
        ('root.querySelectorAll("table tbody tr")', False),
    ],
)
def test_it_would_notice_words_in_scripts(source, found):
    assert bool(said_by(source)) == found
