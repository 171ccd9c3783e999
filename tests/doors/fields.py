"""The ways in and out of a field, read from what the application itself registers, and the fields that miss one, with why.

`tests/doors/test_fields.py` holds each column of each row with a history to these lists.
"""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.forms import BaseForm
from django.test import RequestFactory
from django.urls import get_resolver

from config.api import COLLECTIONS
from indicators.sheets.columns import headings
from measures.team_forms import COLUMNS as OF_A_TEAM
from plans.models import User
from plans.rest.columns import columns_of

OURS = ("plans", "measures", "indicators")
BY_THE_DATABASE = {"id", "version", "created_at", "updated_at"}
EVERY_FIELD = "every field"
# Forms that are of no one model, by the models whose columns their fields are called after.
FORMS_OF = {
    "InvitationForm": ("Membership", "User"),
    "MembershipForm": ("Membership",),
    "PlanCopyForm": ("Plan",),
    "PlanStateForm": ("Plan",),
    "TeamForm": ("Responsibility",),
}
FORMS_OF_NO_ROW = {
    *("EditForm", "RowForm", "LevelForm", "ReasonForm", "RoleForm"),  # others build on them
    *("ClosingForm", "ReopeningForm", "ReturnForm"),  # a reason for what is done
    *("SignInForm", "LinkForm", "MemberSheetForm"),
}
FIELDS_OF_LINES = {"TeamForm": OF_A_TEAM}
# What a heading of the sheet fills, and is written from.
FILLED_BY = {
    "plan": "Plan.name_ja Plan.name_en",
    "strategy": "Strategy.name_ja Strategy.name_en",
    "standard": "Standard.name_ja Standard.name_en",
    "measure": "Measure.name_ja Measure.name_en",
    "indicator": "Indicator.name_ja Indicator.name_en",
    "unit": "Indicator.unit_ja Indicator.unit_en",
    "strategy_code": "Strategy.code",
    "standard_code": "Standard.code",
    "measure_code": "Measure.code",
    "indicator_code": "Indicator.code",
    "strategy_en": "Strategy.name_en",
    "standard_en": "Standard.name_en",
    "measure_en": "Measure.name_en",
    "indicator_en": "Indicator.name_en",
    "unit_en": "Indicator.unit_en",
    "direction": "Indicator.direction",
    "comparator": "Commitment.comparator",
    "tolerance": "Commitment.tolerance",
    "trajectory": "Commitment.trajectory",
    "promise": "Commitment.promise",
    "key": "Commitment.is_key",
    "indicator_kind": "Indicator.kind",
    "scale": "Indicator.scale",
    "lead_office": "Responsibility.office Responsibility.role Responsibility.order",
    "supporting_offices": "Responsibility.office Responsibility.role Responsibility.order",
    "owner_office": "Indicator.office",
    "definition": "Definition.wording_ja Definition.wording_en",
    "definition_en": "Definition.wording_en",
    "decimals": "Indicator.decimals",
    "disclosure": "Indicator.disclosure",
    "numerator_is_part": "Indicator.numerator_is_part",
    "fiscal_year": "YearlyValue.fiscal_year Target.fiscal_year Commitment.baseline_fiscal_year",
    "kind": "YearlyValue.kind",
    "value": "YearlyValue.value YearlyValue.published YearlyValue.dated YearlyValue.grade YearlyValue.text Target.value "
    "Target.low Target.high Target.due_on Target.grade Commitment.baseline Commitment.baseline_grade",
    "numerator": "YearlyValue.numerator Commitment.baseline_numerator",
    "denominator": "YearlyValue.denominator Commitment.baseline_denominator",
    "as_of": "YearlyValue.as_of YearlyValue.as_of_precision Target.as_of Target.as_of_precision "
    "Commitment.baseline_as_of Commitment.baseline_as_of_precision",
    "breakdown": "YearlyValue.breakdown Breakdown.categories",
    "state": "YearlyValue.state",
    "provisional": "YearlyValue.is_provisional Target.is_provisional Commitment.baseline_provisional",
    "printed": "YearlyValue.printed Target.printed Commitment.baseline_printed",
    "note": "YearlyValue.note Target.note Commitment.baseline_note",
    "source_url": "YearlyValue.source_url Target.source_url Commitment.baseline_source_url Measure.source_url "
    "Plan.source_url",
}


def columns(model):
    """The names of a model's columns that somebody could want to fill or read."""
    return {column.name for column in model._meta.concrete_fields} - BY_THE_DATABASE


def kinds_of(base):
    """Every class that builds on one, near or far."""
    return {kind for near in base.__subclasses__() for kind in (near, *kinds_of(near))}


def edit_forms():
    """The forms of our pages; those of the administration are its own."""
    assert get_resolver().url_patterns  # the pages, and with them their forms, are imported
    rooms = {form: form.__module__.split(".") for form in kinds_of(BaseForm)}
    return [form for form, room in rooms.items() if room[0] in OURS and "admin" not in room]


def models_of(form):
    """The names of the models whose columns a form holds."""
    model = getattr(getattr(form, "_meta", None), "model", None)
    return FORMS_OF.get(form.__name__, ()) if model is None else (model.__name__,)


def in_forms(model):
    mine = [form for form in edit_forms() if model.__name__ in models_of(form)]
    return {name for form in mine for name in (*form.base_fields, *FIELDS_OF_LINES.get(form.__name__, ()))}


def in_admin(model):
    """What a superuser finds on the page of a new row in the administration."""
    request = RequestFactory().get("/")
    request.user = User(pk=0, is_superuser=True, is_staff=True)
    table = admin.site.get_model_admin(model) if admin.site.is_registered(model) else None
    return set() if table is None else {*flatten_fieldsets(table.get_fieldsets(request))}


def in_api(model):
    shapes = [collection.serializer_class for collection in COLLECTIONS.values()]
    mine = [shape for shape in shapes if getattr(getattr(shape, "Meta", None), "model", None) is model]
    sources = {column.source for shape in mine for column in columns_of(shape).values()}
    return {source.split(".")[0] for source in sources}


def in_sheet(model):
    filled = {name for heading in headings.FIELDS for name in FILLED_BY.get(heading, "").split()}
    return {name.split(".")[1] for name in filled if name.split(".")[0] == model.__name__}


DOORS = {"form": in_forms, "admin": in_admin, "API": in_api, "sheet": in_sheet}


def because(reason, names):
    """{field: reason} of some fields."""
    return dict.fromkeys(names.split(), reason)


def no_field(reason):
    """Of a model that a door leaves out as a whole."""
    return {EVERY_FIELD: reason}


PLACE = "set by the page on which the row is added"
DATED = "comes with the date beside it, as people write it"
RARE = "set once by the planning office, in the administration"
MEANING = "changes how every figure is read: in the administration"
DOER = "whoever does it"
ADMIN_ONLY = "edited in the administration only"
PART = "told as a part of the row above it"
NOT_PUBLIC = "about people, who are not for other systems"
BESIDE = "not in the sheet, which holds a plan's promises and figures"

WITHOUT = {
    "form": {
        "Breakdown": no_field(ADMIN_ONLY),
        "BudgetLine": no_field(ADMIN_ONLY),
        "ClosedYear": no_field("closing takes the year from its address, and a reason"),
        "Commitment": because(PLACE, "standard measure indicator")
        | because(DATED, "baseline_as_of_precision")
        | because("kept from the sheet until the baseline changes", "baseline_printed")
        | because(RARE, "order"),
        "CrossListing": no_field(ADMIN_ONLY),
        "Definition": because(PLACE, "indicator"),
        "Evidence": because(PLACE, "institution") | because(DOER, "filed_by") | because("of the file", "sha256"),
        "Feedback": because(PLACE, "measure") | because(DOER, "entered_by"),
        "Grade": no_field(ADMIN_ONLY),
        "GradingScale": no_field(ADMIN_ONLY),
        "Indicator": because(PLACE, "institution")
        | because(MEANING, "unit_ja unit_en decimals kind scale time_basis numerator_time_basis denominator_time_basis")
        | because(MEANING, "direction over_time over_breakdowns status merged_into")
        | because(RARE, "is_ambitious disclosure origin")
        | because("nothing computes formulas yet", "formula"),
        "Institution": no_field(ADMIN_ONLY),
        "Measure": because(PLACE, "standard parent") | because(RARE, "origin merged_into predecessor"),
        "MeasureEvidence": no_field("added with the document"),
        "Membership": because(PLACE, "institution") | because("known by the address that is invited", "user"),
        "Milestone": because(PLACE, "measure"),
        "Objective": because(PLACE, "plan"),
        "Office": because(PLACE, "institution"),
        "OfficeAdministration": no_field(ADMIN_ONLY),
        "OfficeDuty": because(PLACE, "office"),
        "Override": no_field(ADMIN_ONLY),
        "Plan": because(RARE, "institution disclosure announced_strategies announced_standards announced_measures")
        | because(RARE, "on_track_share risk_share worsening_share contact_office predecessor"),
        "PlanScale": no_field(ADMIN_ONLY),
        "ProgressReport": because(PLACE, "institution measure office fiscal_year")
        | because(DOER, "entered_by")
        | because("graded in the administration", "disclosure proposed_grade final_grade grade_reason graded_by"),
        "ReportEvidence": no_field("added with the document"),
        "Responsibility": because(PLACE, "measure") | because("the line's place", "order"),
        "Standard": because(PLACE, "strategy") | because(RARE, "predecessor"),
        "Strategy": because(PLACE, "plan"),
        "Target": because(PLACE, "commitment fiscal_year")
        | because(DATED, "as_of_precision")
        | because(DOER, "approved_by")
        | because("set by the next decision", "superseded_at"),
        "User": because("passwords have pages of their own", "password password_changed_at")
        | because("set when somebody signs in or is invited", "last_login date_joined username")
        | because(RARE, "is_active is_superuser is_staff")
        | because("set by load_demo", "is_demo"),
        "ValueEvidence": no_field("added with the document"),
        "YearlyValue": because(PLACE, "institution indicator fiscal_year kind breakdown")
        | because(DATED, "as_of_precision")
        | because(RARE, "disclosure numerator_as_of denominator_as_of")
        | because("kept from the sheet until the figure changes", "printed")
        | because("set when what is odd is confirmed", "confirmed_by confirmed_at doubts")
        | because(DOER, "entered_by"),
    },
    "admin": {
        "ClosedYear": because(DOER, "closed_by") | because("asked for as the reason of the change", "reason"),
        "Commitment": because(DATED, "baseline_as_of_precision"),
        "Evidence": because(DOER, "filed_by"),
        "Feedback": because(DOER, "entered_by"),
        "Indicator": because("nothing computes formulas yet", "formula"),
        "Institution": because("nothing hides small counts yet", "small_count_threshold"),
        "ProgressReport": because("the measure's", "institution") | because(DOER, "entered_by"),
        "User": because("chosen by its owner only", "password password_changed_at")
        | because("set when somebody signs in or is invited", "last_login date_joined")
        | because("follows from memberships", "is_staff")
        | because("set by load_demo", "is_demo"),
        "Target": because(DATED, "as_of_precision"),
        "YearlyValue": because("the indicator's", "institution")
        | because(DATED, "as_of_precision")
        | because("shown in words, as `odd`", "doubts"),
    },
    "API": {
        "Breakdown": no_field("its id stands in yearly values; no collection yet"),
        "ClosedYear": no_field("a write to one is told by 423"),
        "CrossListing": no_field(PART),
        "Evidence": no_field("documents are read on their pages"),
        "Feedback": no_field("read on the measure's page"),
        "Grade": no_field("its mark stands in the row that is graded"),
        "GradingScale": no_field("its code stands in the indicator; no collection yet"),
        "Indicator": because("nothing computes formulas yet", "formula"),
        "Institution": because("nothing hides small counts yet", "small_count_threshold"),
        "MeasureEvidence": no_field("documents are read on their pages"),
        "Membership": no_field(NOT_PUBLIC),
        "OfficeAdministration": no_field(PART),
        "OfficeDuty": no_field(PART),
        "Override": no_field("told in readings"),
        "PlanScale": no_field("its scale stands in the marks of reports"),
        "ProgressReport": because("the measure's plan's", "institution") | because(NOT_PUBLIC, "graded_by entered_by"),
        "ReportEvidence": no_field("documents are read on their pages"),
        "Responsibility": no_field(PART),
        "Target": because(NOT_PUBLIC, "approved_by"),
        "User": no_field(NOT_PUBLIC),
        "ValueEvidence": no_field("documents are read on their pages"),
        "YearlyValue": because(
            "for those who may record it, at the value's own address", "confirmed_by confirmed_at doubts"
        )
        | because(NOT_PUBLIC, "entered_by"),
    },
    "sheet": {
        "Breakdown": because("from the options of the import", "institution")
        | because("its categories say it", "name_ja name_en")
        | because(RARE, "office order"),
        "BudgetLine": no_field(BESIDE),
        "ClosedYear": no_field(BESIDE),
        "Commitment": because("from where the row stands", "standard measure indicator order")
        | because("said with a target that is revised", "reason"),
        "CrossListing": no_field(BESIDE),
        "Definition": because("of the row's indicator", "indicator")
        | because("the first definition has none", "valid_from restated_from reason")
        | because("written on the indicator's page", "numerator_ja numerator_en denominator_ja denominator_en"),
        "Evidence": no_field(BESIDE),
        "Feedback": no_field(BESIDE),
        "Grade": no_field("marks are looked up on the scale"),
        "GradingScale": no_field("looked up by its code"),
        "Indicator": because("from the options of the import", "institution")
        | because("no plan prints them in its table", "source_ja source_en method_ja method_en frequency factor")
        | because(MEANING, "time_basis numerator_time_basis denominator_time_basis over_time over_breakdowns")
        | because(RARE, "is_ambitious origin status merged_into")
        | because("nothing computes formulas yet", "formula"),
        "Institution": no_field("given to the import by its slug"),
        "Measure": because("from where the row stands", "standard parent order")
        | because("texts and states are edited on the page", "description_ja description_en origin is_ambitious status")
        | because("texts and states are edited on the page", "first_fiscal_year last_fiscal_year")
        | because(RARE, "merged_into predecessor"),
        "MeasureEvidence": no_field(BESIDE),
        "Membership": no_field("members have a list of their own"),
        "Milestone": no_field(BESIDE),
        "Objective": no_field(BESIDE),
        "Office": no_field("looked up by slug or name"),
        "OfficeAdministration": no_field(BESIDE),
        "OfficeDuty": no_field(BESIDE),
        "Override": no_field(BESIDE),
        "Plan": because("from the options of the import, or the figures", "institution slug first_fiscal_year")
        | because("from the options of the import, or the figures", "last_fiscal_year state")
        | because("edited on the plan's page", "vision_ja vision_en description_ja description_en")
        | because("edited on the plan's page", "version_name_ja version_name_en strategy_label_ja strategy_label_en")
        | because("edited on the plan's page", "standard_label_ja standard_label_en measure_label_ja measure_label_en")
        | because("edited on the plan's page", "approved_on approved_by")
        | because(RARE, "disclosure announced_strategies announced_standards announced_measures")
        | because(RARE, "on_track_share risk_share worsening_share contact_office predecessor"),
        "PlanScale": no_field(BESIDE),
        "ProgressReport": no_field(BESIDE),
        "ReportEvidence": no_field(BESIDE),
        "Responsibility": because("of the row's measure", "measure") | because("edited on the page", "person"),
        "Standard": because("from where the row stands", "strategy order")
        | because("edited on the page", "description_ja description_en")
        | because(RARE, "predecessor"),
        "Strategy": because("from where the row stands", "plan order")
        | because("edited on the page", "description_ja description_en"),
        "Target": because("from where the row stands", "commitment")
        | because("of a decision, which has a page", "decided_on decided_by approved_by reason superseded_at"),
        "User": no_field("members have a list of their own"),
        "ValueEvidence": no_field(BESIDE),
        "YearlyValue": because("from where the row stands", "indicator institution")
        | because(RARE, "disclosure numerator_as_of denominator_as_of")
        | because("set when what is odd is confirmed", "confirmed_by confirmed_at doubts")
        | because(DOER, "entered_by"),
    },
}


def gaps(door, model):
    """The columns of a model that a door leaves out."""
    return columns(model) - DOORS[door](model)


def excuses(door, model):
    """{column: why} of the columns that a door may leave out."""
    reasons = WITHOUT[door].get(model.__name__, {})
    return dict.fromkeys(columns(model), reasons[EVERY_FIELD]) if EVERY_FIELD in reasons else reasons


def unknown_names(door):
    """Names of the door's list that no model has any more."""
    return WITHOUT[door].keys() - {model.__name__ for app in OURS for model in apps.get_app_config(app).get_models()}
