"""Texts that exist in one language only, of every kind of row that has texts in both."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count as Tally
from django.db.models import F, IntegerField, Q, Value
from django.urls import reverse

from plans.text.languages import LANGUAGES, InBothLanguages

APPS = ("plans", "measures", "indicators")  # in the order of the page: from the promise to the numbers

# How a kind of row is reached from its plan, or from its institution where it belongs to no plan.
TO_PLAN = {
    "plans.plan": "pk",
    "plans.objective": "plan",
    "plans.strategy": "plan",
    "plans.standard": "strategy__plan",
    "measures.measure": "standard__strategy__plan",
    "measures.milestone": "measure__standard__strategy__plan",
    "measures.budgetline": "measure__standard__strategy__plan",
    "measures.progressreport": "measure__standard__strategy__plan",
}
TO_INSTITUTION = {
    "plans.institution": ("pk",),
    "plans.office": ("institution",),
    "plans.officeduty": ("office__institution",),
    "measures.gradingscale": ("institution",),
    "measures.grade": ("scale__institution",),
    "measures.evidence": ("institution",),
    "measures.budgetline": ("measure__standard__strategy__plan__institution", "office__institution"),
    "indicators.indicator": ("institution",),
    "indicators.definition": ("indicator__institution",),
    "indicators.breakdown": ("institution",),
}

# The form of a kind of row, and the column in its address; other kinds are edited in the administration.
FORMS = {
    "plans.plan": ("plans:plan-edit", "slug"),
    "plans.objective": ("plans:objective-edit", "pk"),
    "plans.strategy": ("plans:strategy-edit", "pk"),
    "plans.standard": ("plans:standard-edit", "pk"),
    "plans.office": ("plans:office-edit", "slug"),
    "plans.officeduty": ("plans:duty-edit", "pk"),
    "measures.measure": ("measures:measure-edit", "pk"),
    "measures.milestone": ("measures:milestone-edit", "pk"),
    "indicators.indicator": ("indicators:indicator-edit", "pk"),
    "indicators.definition": ("indicators:definition-edit", "pk"),
}


@dataclass(frozen=True)
class MissingTexts:
    """How many rows of a kind, in one plan or (None) outside plans, lack a text in each language."""

    model: type
    plan: int | None
    ja: int
    en: int

    @property
    def kind(self):
        return self.model._meta.label_lower

    @property
    def model_name(self):
        return self.model._meta.verbose_name_plural


def kinds():
    """{kind: its model} of every kind of row with texts in both languages."""
    models = [model for room in APPS for model in apps.get_app_config(room).get_models() if texts_of(model)]
    return {model._meta.label_lower: model for model in models}


def texts_of(model):
    """The names of a model's texts in both languages; an event table has columns but no texts."""
    described = (item for base in model.__mro__ for item in vars(base).items())
    return [name for name, text in described if isinstance(text, InBothLanguages) and text.is_translated]


def lacks_text(model, language):
    """Q for rows with a text in another language but not in this one."""
    other = next(known for known in LANGUAGES if known != language)
    lacking = Q()
    for name in texts_of(model):
        lacking |= Q(**{f"{name}_{language}": ""}) & ~Q(**{f"{name}_{other}": ""})
    return lacking


def rows_of(model, institution, user):
    rows = model.objects.visible_to(user) if hasattr(model.objects.all(), "visible_to") else model.objects.all()
    belongs = Q()
    for way in paths_to_institution(model):
        belongs |= Q(**{way: institution.pk})
    return rows.filter(belongs).order_by()


def paths_to_institution(model):
    label = model._meta.label_lower
    if label in TO_INSTITUTION:
        return TO_INSTITUTION[label]
    return ("institution",) if label == "plans.plan" else (f"{TO_PLAN[label]}__institution",)


def rows_lacking_texts(model, institution, user, language=""):
    """`language`: ja or en; empty for either."""
    wanted = [language] if language else LANGUAGES
    found = Q()
    for one in wanted:
        found |= lacks_text(model, one)
    return rows_of(model, institution, user).filter(found)


def counts_of_missing_texts(institution, user):
    """By kind and plan, without zeros; one query for each kind."""
    return [count for model in kinds().values() for count in counts_of(model, institution, user)]


def counts_of(model, institution, user):
    way = TO_PLAN.get(model._meta.label_lower)
    rows = rows_lacking_texts(model, institution, user).annotate(
        plan_key=F(way) if way else Value(None, IntegerField())
    )
    totals = {language: Tally("pk", filter=lacks_text(model, language)) for language in LANGUAGES}
    found = rows.values("plan_key").annotate(**totals).order_by("plan_key")
    return [MissingTexts(model, row["plan_key"], row["ja"], row["en"]) for row in found if row["ja"] or row["en"]]


def missing_texts_of(row):
    """[(what is missing, the text in the other language)] of a row."""
    found = []
    for name in texts_of(type(row)):
        texts = {language: getattr(row, f"{name}_{language}") for language in LANGUAGES}
        if sum(map(bool, texts.values())) == 1:
            absent = next(language for language in LANGUAGES if not texts[language])
            found.append((row._meta.get_field(f"{name}_{absent}").verbose_name, getattr(row, name)))
    return found


def page_of(row):
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else edit_page_of(row)


def edit_page_of(row):
    if row._meta.label_lower in FORMS:
        name, column = FORMS[row._meta.label_lower]
        return reverse(name, args=[getattr(row, column)])
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
