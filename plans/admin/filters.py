"""Filters at the side of a list, which name only what the reader may see."""

from django.contrib.admin import RelatedFieldListFilter


class OwnRelatedFilter(RelatedFieldListFilter):
    """Rows of another table that the reader sees there."""

    def field_choices(self, field, request, model_admin):
        table = model_admin.admin_site.get_model_admin(field.remote_field.model)
        return [(row.pk, table.label(row)) for row in table.get_queryset(request)]


def own(*paths):
    """Filters by related rows, for `list_filter`."""
    return tuple((path, OwnRelatedFilter) for path in paths)
