"""Names of persons from one text to a text in each language, in the rows and in their history; no row gets a new version.

What was typed as "加藤真理子 / Kato Mariko" is parted; any other name goes to the language whose letters it has.
"""

import re

from django.db import migrations

LONGEST = 150  # characters of a name in one language
JAPANESE = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff]")

# {the names of a table as they stand: how they are parted}; the history is a table of its own.
PARTED = {
    "SELECT DISTINCT head_name, '' FROM plans_office": (
        "UPDATE plans_office SET head_name_ja = %s, head_name_en = %s WHERE head_name = %s AND '' = %s"
    ),
    "SELECT DISTINCT head_name, '' FROM plans_officeevent": (
        "UPDATE plans_officeevent SET head_name_ja = %s, head_name_en = %s WHERE head_name = %s AND '' = %s"
    ),
    "SELECT DISTINCT last_name, first_name FROM plans_user": (
        "UPDATE plans_user SET name_ja = %s, name_en = %s WHERE last_name = %s AND first_name = %s"
    ),
    "SELECT DISTINCT last_name, first_name FROM plans_userevent": (
        "UPDATE plans_userevent SET name_ja = %s, name_en = %s WHERE last_name = %s AND first_name = %s"
    ),
}
JOINED = """
    UPDATE plans_office SET head_name = concat_ws(' / ', nullif(head_name_ja, ''), nullif(head_name_en, ''));
    UPDATE plans_officeevent SET head_name = concat_ws(' / ', nullif(head_name_ja, ''), nullif(head_name_en, ''));
    UPDATE plans_user SET last_name = coalesce(nullif(name_ja, ''), name_en), first_name = '';
    UPDATE plans_userevent SET last_name = coalesce(nullif(name_ja, ''), name_en), first_name = '';
"""
TRIGGERS = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE plans_office {verb} TRIGGER USER;
    ALTER TABLE plans_user {verb} TRIGGER USER;
"""


def part(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(TRIGGERS.format(verb="DISABLE"))
        for names, update in PARTED.items():
            cursor.execute(names)
            for last, first in cursor.fetchall():
                cursor.execute(update, [*in_each_language(whole(last, first)), last, first])
        cursor.execute(TRIGGERS.format(verb="ENABLE"))


def join(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(TRIGGERS.format(verb="DISABLE"))
        cursor.execute(JOINED)
        cursor.execute(TRIGGERS.format(verb="ENABLE"))


def whole(last, first):
    """The full name as it is written: the family name first in Japanese. Two columns may hold more than one takes."""
    if not first:
        return last
    parts = (last, first) if JAPANESE.search(last + first) else (first, last)
    return " ".join(part for part in parts if part)[:LONGEST]


def in_each_language(name):
    """(Japanese, English) of a name; a name in one script goes to the language of its letters."""
    halves = name.split(" / ")
    if len(halves) == 2 and bool(JAPANESE.search(halves[0])) != bool(JAPANESE.search(halves[1])):
        return tuple(sorted(halves, key=lambda half: not JAPANESE.search(half)))
    return (name, "") if JAPANESE.search(name) else ("", name)


class Migration(migrations.Migration):
    dependencies = [("plans", "0017_names_in_both_languages")]

    operations = [migrations.RunPython(part, join)]
