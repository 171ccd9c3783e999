"""A world with hidden rows of every kind, each with a word of its own in it, and the rule of who may read which word.

The rule is written here once more and apart from the code (who belongs where, what is disclosed to whom, drafts), so that it
can be wrong only in another way.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db import models

from indicators.models import Indicator, YearlyValue
from measures.models import Measure
from plans.database.events import event_model
from plans.database.history import tracked_models
from plans.models import Disclosure, Plan, Role, Standard
from tests import factories
from tests.rest import token_header

BEGIN = "zq7"  # how every word begins, so that a search finds all that there is to be found
LEVELS = Disclosure.values
REACH = {
    Role.PLANNER: "planning",
    Role.EVALUATOR: "executives",
    Role.EXECUTIVE: "executives",
    Role.APPROVER: "staff",
    Role.REPORTER: "staff",
    Role.VIEWER: "staff",
}
TEXTS_LEFT_OUT = {"slug", "currency", "sha256", "time_zone", "unit_ja", "unit_en", "file", "url"}
THEN = datetime(2025, 6, 1, 3, tzinfo=UTC)  # when everything is said to have been entered
NAMES = (
    *("anonymous", "account without a role", "viewer", "reporter of an office", "approver of an office"),
    *("planner of an office", "evaluator", "executive", "planner", "planner elsewhere", "viewer's token"),
    *("planner's token for one plan", "planner's token for a hidden plan", "who runs the site"),
)


@dataclass
class Canary:
    """A word in a hidden row, and who may read it: `levels` of the rows that it stands in and below, `draft`, `plan`."""

    word: str
    home: int
    levels: tuple = ("public",)
    is_draft: bool = False
    plans: frozenset = frozenset()
    people: frozenset = frozenset()  # or these alone, and who runs the site
    only_at: str = ""  # counts in answers of this address only
    also: tuple = ()  # other ways to write it

    def stands_in(self, text, address):
        return address.startswith(self.only_at) and any(
            word in text and word not in address for word in (self.word, *self.also)
        )


@dataclass
class Identity:
    """Somebody who asks."""

    name: str
    user: object = None
    headers: dict = field(default_factory=dict)
    home: int = 0
    role: str = ""
    of_office: bool = False
    runs_the_site: bool = False
    token_plans: frozenset = frozenset()

    def may_read(self, canary):
        if self.token_plans and not self.token_plans & canary.plans:
            return False
        if self.runs_the_site:
            return True
        if canary.people:
            return self.user is not None and self.user.pk in canary.people
        is_home = self.home == canary.home
        reach = LEVELS.index(REACH[self.role]) if is_home else 0
        if canary.is_draft and not (is_home and self.role == Role.PLANNER and not self.of_office):
            return False
        return all(LEVELS.index(level) <= reach for level in canary.levels)


class World:
    """Two institutions; the first has an open plan, and beside and below it hidden rows of every kind."""

    def __init__(self):
        self.home, self.other = factories.InstitutionFactory(slug="home"), factories.InstitutionFactory(slug="other")
        self.office = factories.OfficeFactory(institution=self.home, slug="office-home")
        self.canaries, self.rows = [], []
        self.open = self.planted_plan("open", self.home, watched=False)
        for name, columns in {
            "draft": {"state": "draft"},
            "executives": {"disclosure": "executives"},
            "planning": {"disclosure": "planning"},
        }.items():
            self.planted_plan(name, self.home, **columns)
        self.planted_plan("elsewhere", self.other, state="draft")
        self.below_the_open_plan()
        self.pointing_at_hidden_rows()
        self.identities = self.made_identities()
        self.about_people()
        self.dated_back()
        self.hidden_since_then()
        self.hidden_until_then()
        self.deleted()

    def word(self, name, home=None, **more):
        canary = Canary(f"{BEGIN}{name}x", home=(home or self.home).pk, **more)
        self.canaries.append(canary)
        return canary.word

    def planted_plan(self, name, home, *, watched=True, **columns):
        """A plan with a row of every kind below it; each text holds the plan's word, unless all of it is open."""
        plan = factories.PlanFactory(institution=home, slug=f"slug-{name}", approved_on=date(2025, 1, 1), **columns)
        more = {
            "levels": (columns.get("disclosure", "public"),),
            "is_draft": columns.get("state") == "draft",
            "plans": frozenset({plan.pk}),
        }
        word = self.word(name, home, **more) if watched else "Open"
        open_to_plan = {"disclosure": "public"}
        strategy = factories.StrategyFactory(plan=plan)
        standard = factories.StandardFactory(strategy=strategy)
        measure = factories.MeasureFactory(standard=standard)
        if home == self.home:
            factories.ResponsibilityFactory(measure=measure, office=self.office, role="lead")
        indicator = factories.IndicatorFactory(institution=home, office=self.office if home == self.home else None)
        commitment = factories.CommitmentFactory(measure=measure, indicator=indicator)
        report = factories.ProgressReportFactory(measure=measure, state="submitted", **open_to_plan)
        evidence = factories.EvidenceFactory(institution=home, **open_to_plan)
        factories.MeasureEvidenceFactory(measure=measure, evidence=evidence)
        factories.ReportEvidenceFactory(report=report, evidence=evidence)
        rows = [
            plan, factories.ObjectiveFactory(plan=plan), strategy, standard, measure, commitment, report, evidence,
            factories.TargetFactory(commitment=commitment, fiscal_year=2025),
            factories.OverrideFactory(commitment=commitment),
            factories.MilestoneFactory(measure=measure), factories.BudgetLineFactory(measure=measure),
            factories.FeedbackFactory(measure=measure, **open_to_plan),
        ]  # fmt: skip
        for row in rows:
            self.write(row, word)
        value = factories.YearlyValueFactory(indicator=indicator)
        self.rows += [*rows, indicator, value]
        if more["is_draft"]:
            self.brought_by_a_draft(name, indicator, value, **more)
        return plan

    def brought_by_a_draft(self, name, indicator, value, **more):
        """Texts of an open indicator, and of what hangs on it, that serves nothing but the draft with which it came."""
        home = indicator.institution
        rows = {
            "name": indicator,
            "number": value,
            "wording": factories.DefinitionFactory(indicator=indicator),
            "proof": self.proof(value),
        }
        for kind, row in rows.items():
            of_plans = frozenset() if kind == "proof" else more["plans"]
            self.write(row, self.word(f"{name}{kind}", home, **more | {"plans": of_plans}))
        self.rows += rows.values()

    def write(self, row, word):
        """Put the word into every text of a row."""
        left_out = TEXTS_LEFT_OUT | ({"text"} if isinstance(row, YearlyValue) else set())  # a number has none
        for column in row._meta.concrete_fields:
            is_text = isinstance(column, models.CharField | models.TextField) and not column.choices
            is_address = isinstance(column, models.SlugField | models.EmailField | models.URLField | models.FileField)
            if is_text and not is_address and column.name not in left_out:
                setattr(row, column.name, f"{word} {column.name}" if column.max_length != 20 else word)
        row.save()

    def planted(self, name, row, *, level, plans=None, **more):
        more["plans"] = frozenset({self.open.pk}) if plans is None else plans
        self.write(row, self.word(name, levels=(level,), **more))
        self.rows.append(row)
        return row

    def below_the_open_plan(self):
        self.standard = Standard.objects.get(strategy__plan=self.open)
        self.measure = Measure.objects.get(standard=self.standard)
        for level in ("staff", "planning"):
            indicator = factories.IndicatorFactory(institution=self.home, office=self.office, disclosure=level)
            self.planted(f"indicator{level}", indicator, level=level)
            self.planted(f"definition{level}", factories.DefinitionFactory(indicator=indicator), level=level)
            commitment = factories.CommitmentFactory(measure=self.measure, indicator=indicator)
            self.planted(f"commitment{level}", commitment, level=level)
            target = factories.TargetFactory(commitment=commitment, fiscal_year=2025, value=7_340_031)
            self.planted(f"target{level}", target, level=level)
            self.planted(f"value{level}", factories.YearlyValueFactory(indicator=indicator), level=level)
            self.planted(f"cited{level}", self.proof(indicator.values.get()), level=level, plans=frozenset())
        for level in ("executives", "planning"):
            followed = self.followed(f"Followed {level}")
            value = factories.YearlyValueFactory(indicator=followed, disclosure=level, value=self.figure(level))
            self.planted(f"figure{level}", value, level=level)
            report = factories.ProgressReportFactory(
                measure=self.measure, fiscal_year=2020 + LEVELS.index(level), disclosure=level
            )
            self.planted(f"report{level}", report, level=level)
            feedback = factories.FeedbackFactory(measure=self.measure, disclosure=level)
            self.planted(f"feedback{level}", feedback, level=level)
            evidence = factories.EvidenceFactory(institution=self.home, disclosure=level)
            factories.MeasureEvidenceFactory(measure=self.measure, evidence=evidence)
            self.planted(f"evidence{level}", evidence, level=level, plans=frozenset())
        idle = factories.EvidenceFactory(institution=self.home, disclosure="public")
        self.planted("idle", idle, level="public", is_draft=True, plans=frozenset())
        line = factories.BudgetLineFactory(measure=None, office=self.office)
        self.planted("officemoney", line, level="staff", plans=frozenset())

    def proof(self, value):
        evidence = factories.EvidenceFactory(institution=value.institution, disclosure="public")
        factories.ValueEvidenceFactory(evidence=evidence, value=value)
        return evidence

    def followed(self, name):
        """An open indicator of the open plan."""
        indicator = factories.IndicatorFactory(institution=self.home, office=self.office, name_en=name)
        factories.CommitmentFactory(measure=self.measure, indicator=indicator)
        self.rows.append(indicator)
        return indicator

    def figure(self, level):
        """A number that stands nowhere else, watched in the ways in which it is written."""
        number = 8_640_007 + LEVELS.index(level)
        home = {"levels": (level,), "plans": frozenset({self.open.pk})}
        self.canaries.append(Canary(str(number), home=self.home.pk, also=(f"{number:,}",), **home))
        return number

    def pointing_at_hidden_rows(self):
        """Open rows that were merged into hidden ones, or follow them."""
        hidden = Indicator.objects.get(name_en__startswith=f"{BEGIN}indicatorplanningx")
        hidden = [hidden, Indicator.objects.get(name_en__startswith=f"{BEGIN}draftnamex")]
        merged = [
            factories.IndicatorFactory(institution=self.home, status="merged", merged_into=into) for into in hidden
        ]
        draft = Plan.objects.get(slug="slug-draft")
        drafted = Measure.objects.get(standard__strategy__plan=draft)
        follower = factories.MeasureFactory(standard=self.standard, predecessor=drafted)
        gone = factories.MeasureFactory(standard=self.standard, status="merged", merged_into=drafted)
        later = factories.StandardFactory(strategy=self.standard.strategy, predecessor=drafted.standard)
        Plan.objects.filter(pk=self.open.pk).update(predecessor=draft)
        self.rows += [*merged, follower, gone, later]

    def made_identities(self):
        home = self.home.pk

        def member(name, role, *, office=None, institution=self.home):
            user = factories.MembershipFactory(institution=institution, office=office, role=role).user
            return Identity(name, user, home=institution.pk, role=role, of_office=office is not None)

        planner, viewer = member("planner", Role.PLANNER), member("viewer", Role.VIEWER)
        hidden_plan = Plan.objects.get(slug="slug-planning")
        return [
            Identity("anonymous"),
            Identity("account without a role", factories.UserFactory()),
            viewer,
            member("reporter of an office", Role.REPORTER, office=self.office),
            member("approver of an office", Role.APPROVER, office=self.office),
            member("planner of an office", Role.PLANNER, office=self.office),
            member("evaluator", Role.EVALUATOR),
            member("executive", Role.EXECUTIVE),
            planner,
            member("planner elsewhere", Role.PLANNER, institution=self.other),
            Identity("viewer's token", headers=token_header(viewer.user, read_only=True), home=home, role=Role.VIEWER),
            Identity(
                "planner's token for one plan",
                headers=token_header(planner.user, self.open),
                home=home,
                role=Role.PLANNER,
                token_plans=frozenset({self.open.pk}),
            ),
            Identity(
                "planner's token for a hidden plan",
                headers=token_header(planner.user, hidden_plan),
                home=home,
                role=Role.PLANNER,
                token_plans=frozenset({hidden_plan.pk}),
            ),
            Identity("who runs the site", factories.UserFactory(is_superuser=True), runs_the_site=True),
        ]

    def about_people(self):
        """Addresses of members are for planners of the whole institution, names of keys for their owners."""
        known = {identity.name: identity.user for identity in self.identities}
        person = factories.MembershipFactory(institution=self.home, role=Role.VIEWER, user__username="quiet").user
        person.email = f"{self.word('addressx', people=frozenset({known['planner'].pk}))}@example.ac.jp"
        person.save()
        token, _key = person.auth_token_set.model.objects.create(person)
        token.name = self.word("tokenx", people=frozenset({person.pk}))
        token.save()
        self.rows += [person, token]

    def dated_back(self):
        for model in tracked_models():
            event_model(model).objects.update(pgh_created_at=THEN)

    def hidden_since_then(self):
        """Rows that everybody could read on the day that is asked for, and cannot today."""
        of_measure = {"measure": self.measure, "disclosure": "public"}
        evidence = factories.EvidenceFactory(institution=self.home, disclosure="public")
        factories.MeasureEvidenceFactory(measure=self.measure, evidence=evidence)
        rows = {
            "sincevalue": factories.YearlyValueFactory(indicator=self.followed("Since"), fiscal_year=2024),
            "sinceindicator": self.followed("Since, too"),
            "sincereport": factories.ProgressReportFactory(fiscal_year=2019, **of_measure),
            "sincefeedback": factories.FeedbackFactory(**of_measure),
            "sinceevidence": evidence,
        }
        for name, row in rows.items():
            plans = frozenset() if row is evidence else None
            self.planted(name, row, level="planning", plans=plans)
        self.dated_back()
        for row in rows.values():
            type(row).objects.filter(pk=row.pk).update(disclosure="planning")

    def hidden_until_then(self):
        """Rows that everybody reads today, and nobody but planners could on the day that is asked for."""
        draft = factories.PlanFactory(institution=self.home, slug="slug-drafted", state="draft")
        standard = factories.StandardFactory(strategy__plan=draft)
        measure = factories.MeasureFactory(standard=standard)
        value = factories.YearlyValueFactory(indicator=self.followed("Until"), disclosure="planning", fiscal_year=2023)
        indicator = self.followed("Until, too")
        figure = factories.YearlyValueFactory(indicator=indicator, fiscal_year=2022)
        indicator.disclosure = "planning"
        own = {"plans": frozenset({draft.pk}), "is_draft": True}
        for name, row in {"untilplan": draft, "untilstandard": standard, "untilmeasure": measure}.items():
            self.planted(name, row, level="public", **own)
        for name, row in {"untilvalue": value, "untilindicator": indicator, "untilfigure": figure}.items():
            self.planted(name, row, level="planning")
        self.dated_back()
        for row in (draft, standard, measure, value, indicator, figure):
            self.write(row, "Open")
        for row in (value, indicator):
            type(row).objects.filter(pk=row.pk).update(disclosure="public")
        type(draft).objects.filter(pk=draft.pk).update(state="active")

    def deleted(self):
        """Ids of rows that were deleted from below hidden ones."""
        measure = Measure.objects.get(standard__strategy__plan__slug="slug-draft")
        hidden = Indicator.objects.get(name_en__startswith=f"{BEGIN}indicatorplanningx")
        drafted = Indicator.objects.get(name_en__startswith=f"{BEGIN}draftnamex")
        for address, row, more in (
            ("milestones", factories.MilestoneFactory(measure=measure), {"is_draft": True}),
            (
                "yearly-values",
                factories.YearlyValueFactory(indicator=hidden, fiscal_year=2018),
                {"levels": ("planning",)},
            ),
            ("definitions", factories.DefinitionFactory(indicator=drafted, valid_from=2018), {"is_draft": True}),
        ):
            plan = self.open if address == "yearly-values" else measure.standard.strategy.plan
            word = f'"id":{row.pk},"deleted_at"'
            self.canaries.append(
                Canary(word, self.home.pk, plans=frozenset({plan.pk}), only_at=f"/api/v1/{address}/", **more)
            )
            row.delete()

    def identity(self, name):
        return next(identity for identity in self.identities if identity.name == name)

    def of(self, model):
        """The rows of a model that there are."""
        return [row for row in dict.fromkeys(self.rows) if isinstance(row, model)]
