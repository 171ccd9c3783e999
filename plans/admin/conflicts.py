"""What others did to the rows of an admin page while somebody edited them, as edit pages show it."""

from plans.editing.conflicts import conflict_of, versions_since
from plans.editing.rows import StaleVersion


def show_conflicts(context):
    """Put the present rows, with what the person wrote, in the place of forms that were made from older ones.

    Returns the conflicts.
    """
    main = context["adminform"]
    conflicts = []
    if is_stale(main.form):
        conflicts.append(conflict_in(main.form))
        main.form = type(main.form)(instance=main.form.refusal.current, initial=conflicts[-1].initial)
    for formset in (below.formset for below in context["inline_admin_formsets"]):
        for place, form in enumerate(formset.forms):
            if is_stale(form):
                conflicts.append(conflict_in(form))
                formset.forms[place] = formset.form_again(place, initial=conflicts[-1].initial)
    if conflicts:
        context["errors"] = None
    return conflicts


def is_stale(form):
    stale = getattr(form, "refusal", None)
    return isinstance(stale, StaleVersion) and stale.current is not None


def conflict_in(form):
    versions = versions_since(form.refusal.current, form.seen_version)
    return conflict_of(type(form)(form.data, form.files, prefix=form.prefix, instance=versions[0][0]), versions)
