import django.contrib.postgres.indexes
from django.db import migrations

import plans.text.search_text


class Migration(migrations.Migration):
    """Trigrams of codes and names in both languages, width and case folded: plans/text/search_text.py."""

    dependencies = [("indicators", "0003_counted_changes"), ("plans", "0003_search")]

    operations = [
        migrations.AddIndex(
            model_name="indicator",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    plans.text.search_text.Haystack("code", "name_ja", "name_en"), name="gin_trgm_ops"
                ),
                name="indicator_search",
            ),
        )
    ]
