"""One factory for each model, with no surprises inside: what a test relies on, it says itself."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from indicators import models as indicators
from measures import models as measures
from plans import models as plans


class UserFactory(DjangoModelFactory):
    class Meta:
        model = plans.User

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.ac.jp")


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = plans.Institution

    slug = factory.Sequence(lambda n: f"institution-{n}")
    name_en = factory.Sequence(lambda n: f"Institution {n}")
    months_to_report = 2  # most tests are about figures that are asked for; a new institution asks for none


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = plans.Office

    institution = factory.SubFactory(InstitutionFactory)
    slug = factory.Sequence(lambda n: f"office-{n}")
    name_en = factory.Sequence(lambda n: f"Office {n}")


class OfficeDutyFactory(DjangoModelFactory):
    class Meta:
        model = plans.OfficeDuty

    office = factory.SubFactory(OfficeFactory)
    order = factory.Sequence(lambda n: n)
    text_en = "Keep the books"


class OfficeAdministrationFactory(DjangoModelFactory):
    class Meta:
        model = plans.OfficeAdministration

    office = factory.SubFactory(OfficeFactory)
    administered = factory.SubFactory(OfficeFactory)


class ClosedYearFactory(DjangoModelFactory):
    class Meta:
        model = plans.ClosedYear

    institution = factory.SubFactory(InstitutionFactory)
    fiscal_year = 2024


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = plans.Membership

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = plans.Role.PLANNER


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = plans.Plan

    institution = factory.SubFactory(InstitutionFactory)
    slug = factory.Sequence(lambda n: f"plan-{n}")
    name_en = factory.Sequence(lambda n: f"Plan {n}")
    state = plans.PlanState.ACTIVE
    first_fiscal_year = 2022
    last_fiscal_year = 2027


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = plans.Objective

    plan = factory.SubFactory(PlanFactory)
    order = factory.Sequence(lambda n: n)
    text_en = "Teach well"


class StrategyFactory(DjangoModelFactory):
    class Meta:
        model = plans.Strategy

    plan = factory.SubFactory(PlanFactory)
    order = factory.Sequence(lambda n: n)
    name_en = factory.Sequence(lambda n: f"Strategy {n}")


class StandardFactory(DjangoModelFactory):
    class Meta:
        model = plans.Standard

    strategy = factory.SubFactory(StrategyFactory)
    order = factory.Sequence(lambda n: n)
    name_en = factory.Sequence(lambda n: f"Standard {n}")


class GradingScaleFactory(DjangoModelFactory):
    class Meta:
        model = measures.GradingScale

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"scale-{n}")
    name_en = "Four steps"


class GradeFactory(DjangoModelFactory):
    class Meta:
        model = measures.Grade

    scale = factory.SubFactory(GradingScaleFactory)
    rank = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda grade: f"G{grade.rank}")


class PlanScaleFactory(DjangoModelFactory):
    class Meta:
        model = measures.PlanScale

    plan = factory.SubFactory(PlanFactory)
    scale = factory.SubFactory(GradingScaleFactory)


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = measures.Measure

    standard = factory.SubFactory(StandardFactory)
    order = factory.Sequence(lambda n: n)
    name_en = factory.Sequence(lambda n: f"Measure {n}")


class CrossListingFactory(DjangoModelFactory):
    class Meta:
        model = measures.CrossListing

    measure = factory.SubFactory(MeasureFactory)
    standard = factory.SubFactory(StandardFactory)


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = measures.Responsibility

    measure = factory.SubFactory(MeasureFactory)
    office = factory.SubFactory(OfficeFactory)


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = measures.Milestone

    measure = factory.SubFactory(MeasureFactory)
    name_en = "First course runs"
    due_on = date(2025, 4, 1)


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = measures.BudgetLine

    measure = factory.SubFactory(MeasureFactory)
    fiscal_year = 2025
    planned = 1000000


class ProgressReportFactory(DjangoModelFactory):
    class Meta:
        model = measures.ProgressReport

    measure = factory.SubFactory(MeasureFactory)
    institution = factory.SelfAttribute("measure.standard.strategy.plan.institution")
    fiscal_year = 2025
    done_en = "Two courses were held."


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = measures.Evidence

    institution = factory.SubFactory(InstitutionFactory)
    title_en = "Minutes"
    url = "https://example.ac.jp/minutes"


class MeasureEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = measures.MeasureEvidence

    evidence = factory.SubFactory(EvidenceFactory)
    measure = factory.SubFactory(MeasureFactory)


class ReportEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = measures.ReportEvidence

    evidence = factory.SubFactory(EvidenceFactory)
    report = factory.SubFactory(ProgressReportFactory)


class FeedbackFactory(DjangoModelFactory):
    class Meta:
        model = measures.Feedback

    measure = factory.SubFactory(MeasureFactory)
    said_on = date(2025, 10, 1)
    text = "More places are needed."


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = indicators.Indicator

    institution = factory.SubFactory(InstitutionFactory)
    name_en = factory.Sequence(lambda n: f"Indicator {n}")
    unit_en = "persons"


class DefinitionFactory(DjangoModelFactory):
    class Meta:
        model = indicators.Definition

    indicator = factory.SubFactory(IndicatorFactory)
    wording_en = "All staff on 1 May"


class BreakdownFactory(DjangoModelFactory):
    class Meta:
        model = indicators.Breakdown

    institution = factory.SubFactory(InstitutionFactory)
    categories = factory.Sequence(lambda n: {"degree": f"degree-{n}"})
    name_en = factory.Sequence(lambda n: f"Degree {n}")


class CommitmentFactory(DjangoModelFactory):
    """A commitment of a measure; give `standard=` and `measure=None` for one of the standard itself."""

    class Meta:
        model = indicators.Commitment

    measure = factory.SubFactory(MeasureFactory)
    standard = factory.SelfAttribute("measure.standard")
    indicator = factory.SubFactory(
        IndicatorFactory,
        institution=factory.SelfAttribute("..standard.strategy.plan.institution"),
    )
    comparator = indicators.Comparator.AT_LEAST


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = indicators.Target

    commitment = factory.SubFactory(CommitmentFactory)
    fiscal_year = 2027
    value = 100


class OverrideFactory(DjangoModelFactory):
    class Meta:
        model = indicators.Override

    commitment = factory.SubFactory(CommitmentFactory)
    fiscal_year = 2025
    status = "at_risk"
    reason = "The scheme was suspended."


class YearlyValueFactory(DjangoModelFactory):
    class Meta:
        model = indicators.YearlyValue

    indicator = factory.SubFactory(IndicatorFactory)
    institution = factory.SelfAttribute("indicator.institution")
    fiscal_year = 2025
    value = 50


class ValueEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = indicators.ValueEvidence

    value = factory.SubFactory(YearlyValueFactory)
    evidence = factory.SubFactory(EvidenceFactory, institution=factory.SelfAttribute("..value.institution"))
