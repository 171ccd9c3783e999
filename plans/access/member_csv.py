"""A list of people as CSV: its columns in either language, its rows as invitations, and what is wrong with each row."""

import io
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from plans.access.member_forms import InvitationForm
from plans.models import Role
from plans.sheets.csv_files import CsvTable
from plans.sheets.limits import UnreadableError
from plans.text.languages import BETWEEN_LANGUAGES, by_language

MOST_PEOPLE = 500
HEAD = 4096  # bytes from which the delimiter is told
HEADINGS = {
    "email": "email e-mail mail address e-mailaddress emailaddress メール メールアドレス 電子メール 電子メールアドレス",
    "name": "name fullname 氏名 名前 姓名",
    "name_ja": "nameja name(japanese) japanesename 氏名(日本語) 日本語氏名 氏名(漢字)",
    "name_en": "nameen name(english) englishname 氏名(英語) 英語氏名 氏名(ローマ字) ローマ字氏名",
    "role": "role 役割 権限 ロール",
    "office": "office officecode officeslug 部署 部局 所属 組織 部署コード 部局コード 組織コード",
    "language": "language lang 言語 使用言語",
}
COLUMN_OF = {heading: column for column, headings in HEADINGS.items() for heading in headings.split()}
LANGUAGE_OF = {"ja": "ja", "japanese": "ja", "日本語": "ja", "en": "en", "english": "en", "英語": "en"}
NEEDED = ("email", "role")


@dataclass
class PersonRow:
    """One row of the list: its number in the file, what stands in it, whom it invites (None with errors), and what is wrong."""

    number: int
    cells: dict
    invitation: object = None
    is_there: bool = False
    errors: list = field(default_factory=list)

    @property
    def name(self):
        """The person's name as the row has it, in the languages in which it does."""
        return BETWEEN_LANGUAGES.join(
            filter(None, (self.cells.get(column) for column in ("name", "name_ja", "name_en")))
        )


def rows_of(file, institution):
    """Every row of an open binary file. Raises UnreadableError where the file as a whole is no list of people."""
    table = CsvTable.of(file, file.read(HEAD))
    records = table.rows()
    columns = columns_of(next(records, (1, []))[1])
    offices = {office.slug: office for office in institution.offices.all()}
    by_word = offices_by_word(offices.values())
    in_force = institution.memberships.filter(is_active=True).select_related("user")
    there = {(m.user.email.lower(), m.role, m.office_id) for m in in_force}
    found, seen = [], {}
    for number, cells in records:
        if len(found) == MOST_PEOPLE:
            raise UnreadableError(_("The list has more than %(limit)d people; split it.") % {"limit": MOST_PEOPLE})
        found.append(person_row(number, cells, columns, offices, by_word))
        refuse_repetition(found[-1], seen)
        found[-1].is_there = found[-1].invitation is not None and found[-1].invitation.key in there
    if not found:
        raise UnreadableError(_("The list has no row below its heading."))
    return found


def as_file(text):
    """Pasted text as a file."""
    return io.BytesIO(text.encode())


def text_of(file):
    """The words of a file that was read, for the box in which they can be mended."""
    encoding = CsvTable.of(file, head_of(file)).encoding
    file.seek(0)
    return file.read().decode(encoding)


def head_of(file):
    file.seek(0)
    return file.read(HEAD)


def columns_of(headings):
    """What each column is. Raises UnreadableError for unknown, repeated and missing ones."""
    columns = [COLUMN_OF.get(normalised(heading)) for heading in headings]
    unknown = [heading for heading, column in zip(headings, columns, strict=True) if column is None and heading.strip()]
    if unknown:
        shown = ", ".join(f"“{heading[:40]}”" for heading in unknown[:10])
        raise UnreadableError(_("Columns not recognised: %(columns)s.") % {"columns": shown})
    known = [column for column in columns if column is not None]
    if len(known) != len(set(known)):
        raise UnreadableError(_("The same column appears twice."))
    if any(column not in known for column in NEEDED):
        raise UnreadableError(
            _("The first row must name the columns: email and role; name, office and language if you like.")
        )
    return columns


def person_row(number, cells, columns, offices, by_word):
    """The row, with an invitation or with what is wrong with it."""
    said = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
    row = PersonRow(number, said)
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        row.errors.append(_("The row has more cells than the heading."))
    asked = names_of(said.get("name", "")) | {column: cell for column, cell in said.items() if cell}
    asked |= {
        "role": roles_by_word().get(normalised(said.get("role", "")), ""),
        "office": office_asked_for(row, said.get("office", ""), by_word),
        "language": language_asked_for(row, said.get("language", "")),
    }
    if said.get("role") and not asked["role"]:
        row.errors.append(_("“%(word)s” is not a role.") % {"word": said["role"][:40]})
        asked["role"] = Role.VIEWER  # so that the rest of the row is looked at, too
    form = InvitationForm(asked, offices=offices)
    if not form.is_valid():
        row.errors += [f"{field_prefix(form, name)}{error}" for name, errors in form.errors.items() for error in errors]
    if not row.errors:
        row.invitation = form.invitation()
    return row


def names_of(name):
    """{column: name} of a name that stands in the column for either language: in its own, or in both."""
    return {f"name_{language}": half for language, half in by_language(name).items()}


def field_prefix(form, name):
    return f"{form.fields[name].label}: " if name in form.fields else ""


def office_asked_for(row, word, by_word):
    """The slug of the office that a word names: its slug, code or name."""
    found = by_word.get(normalised(word), set()) if word else set()
    if word and len(found) != 1:
        sentence = (
            _("“%(word)s” names several offices.") if found else _("“%(word)s” is not an office of the institution.")
        )
        row.errors.append(sentence % {"word": word[:40]})
    return next(iter(found)) if len(found) == 1 else ""


def language_asked_for(row, word):
    if word and normalised(word) not in LANGUAGE_OF:
        row.errors.append(_("“%(word)s” is neither Japanese nor English.") % {"word": word[:40]})
    return LANGUAGE_OF.get(normalised(word), "")


def refuse_repetition(row, seen):
    """Two rows that ask for the same are a slip."""
    if row.invitation is None:
        return
    first = seen.setdefault(row.invitation.key, row.number)
    if first != row.number:
        row.errors.append(_("The same as row %(row)d.") % {"row": first})
        row.invitation = None


def offices_by_word(offices):
    """{word: slugs} for every way to name an office."""
    found = {}
    for office in offices:
        for word in (office.slug, office.code, office.name_ja, office.name_en):
            if word:
                found.setdefault(normalised(word), set()).add(office.slug)
    return found


@cache
def roles_by_word():
    """{word: role} for codes and labels in every language."""
    found = {role.value: role.value for role in Role}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {normalised(str(role.label)): role.value for role in Role}
    return found


def normalised(word):
    """A word without its width, capitals, spaces and underscores."""
    return unicodedata.normalize("NFKC", word).replace("_", "").replace(" ", "").casefold()
