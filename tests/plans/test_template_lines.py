import pytest
from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.test import override_settings

from plans.text.template_lines import join_text


@pytest.fixture
def rendered(tmp_path):
    """Writes a template among the site's own and prints it."""

    def render(source, file="page.html", **context):
        (tmp_path / file).write_text(source)
        with override_settings(TEMPLATES=[settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]):
            return engines["django"].get_template(file).render(context)

    return render


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("<p>\n  <b>1</b>\n  <i>2</i>\n</p>\n", "<p><b>1</b><i>2</i></p>"),
        ("施策\n  3", "施策3"),
        ("two\n  words, and\n  more", "two words, and more"),
        ("<b>1</b> <i>2</i>", "<b>1</b> <i>2</i>"),
        ('<a\n  class="x\n    y"\n  href="/"\n>\n  1\n</a>', '<a class="x y" href="/">1</a>'),
        ("<br\n/>", "<br/>"),
    ],
)
def test_a_break_prints_nothing_but_a_space_within_a_tag_and_between_words(source, printed):
    assert join_text(source) == (printed, False)


def test_tags_of_a_template_stand_on_lines_of_their_own(rendered):
    source = "{# what #}\n{% if name %}\n  {{ name }}\n  {% if is_new %}\n    *\n  {% endif %}\n{% else %}\n  –\n{% endif %}\n"

    assert rendered(source, name="施策", is_new=True) == "施策*"
    assert rendered(source) == "–"


def test_tags_of_our_own_stand_on_lines_of_their_own_too(rendered):
    source = (
        "{% load punctuation %}\n{{ name }}\n{% brackets %}\n  {% if name %}\n    2\n  {% endif %}\n{% endbrackets %}\n"
    )

    assert rendered(source, name="1") == "1 (2)"


def test_a_space_at_the_end_of_a_line_is_written_out(rendered):
    assert rendered('{{ name }}{{ " " }}\n<b>1</b>\n', name="x") == "x <b>1</b>"


def test_attributes_stay_apart_where_a_template_decides_on_them(rendered):
    source = '<a\n  href="/"\n  {% if is_here %}\n    aria-current="page"\n  {% endif %}\n  class="x"\n>\n1\n</a>'

    assert rendered(source, is_here=True).split() == ["<a", 'href="/"', 'aria-current="page"', 'class="x">1</a>']
    assert rendered(source).split() == ["<a", 'href="/"', 'class="x">1</a>']


def test_what_a_value_holds_keeps_its_lines(rendered):
    assert rendered("<p>\n  {{ text }}\n</p>\n", text="a\n  b") == "<p>a\n  b</p>"


def test_the_lines_of_a_mail_are_its_lines(rendered):
    assert rendered("Dear {{ name }},\n\n  bye\n", file="mail.txt", name="Mori") == "Dear Mori,\n\n  bye\n"


def test_a_mistake_is_reported_with_its_line(rendered):
    with pytest.raises(TemplateSyntaxError, match="line 3"):
        rendered("<p>\n  1\n  {% nothing %}\n</p>")
