import django.contrib.postgres.indexes
from django.db import migrations

import plans.text.search_text

SEARCHED = {
    "plan": ("slug", "name_ja", "name_en"),
    "objective": ("text_ja", "text_en"),
    "strategy": ("code", "name_ja", "name_en"),
    "standard": ("code", "name_ja", "name_en"),
    "office": ("code", "name_ja", "name_en"),
}


def index(noun, columns):
    return migrations.AddIndex(
        model_name=noun,
        index=django.contrib.postgres.indexes.GinIndex(
            django.contrib.postgres.indexes.OpClass(plans.text.search_text.Haystack(*columns), name="gin_trgm_ops"),
            name=f"{noun}_search",
        ),
    )


class Migration(migrations.Migration):
    """Trigrams of codes and names in both languages, width and case folded: plans/text/search_text.py."""

    dependencies = [("plans", "0002_counted_changes")]

    operations = [index(noun, columns) for noun, columns in SEARCHED.items()]
