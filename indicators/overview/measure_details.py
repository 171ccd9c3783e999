"""Everything recorded about one measure that a reader may see, now or as known on a day, in a fixed number of queries."""

from collections import defaultdict

from django.db.models import Q

from indicators.loading.as_of import AsOf
from indicators.loading.lines import ReadingLoader, by_id, in_order, plan_as_of
from indicators.models import Commitment
from indicators.scorecards.rows import TableRow
from measures.models import (
    BudgetLine,
    Evidence,
    Feedback,
    Grade,
    Measure,
    MeasureEvidence,
    Milestone,
    ProgressReport,
    ReportEvidence,
    Responsibility,
)
from measures.timeline import steps
from plans.models import Office, Standard, Strategy, reads


class MeasureDetails:
    """The rows of a measure. The reader must be allowed to see its plan; `is_empty` where the measure was not known yet."""

    def __init__(self, measure, *, user, as_of=None):
        self.user, self.as_of = user, as_of or AsOf(measure.standard.strategy.plan.institution)
        self.known_on, self.moment = self.as_of.known_on, self.as_of.moment
        self.today, self.this_year = self.as_of.today, self.as_of.this_year
        self.institution = self.as_of.institution
        self.plan = plan_as_of(measure.standard.strategy.plan, self.as_of)
        self._load_measure(measure)
        self._load_work()
        self._load_evidence()
        self._attach_offices_and_grades()

    def _rows(self, model, **conditions):
        return self.as_of.rows(model, **conditions)

    def _load_measure(self, measure):
        known = [measure] if self.as_of.is_now else self._rows(Measure, id=measure.pk)
        self.is_empty = not known
        self.measure = known[0] if known else measure
        self.measure.standard = self._standard(measure.standard)
        visible = set(Measure.objects.visible_to(self.user).filter(parent=measure.pk).values_list("pk", flat=True))
        self.parts = in_order([part for part in self._rows(Measure, parent=measure.pk) if part.pk in visible])
        ids = [measure.pk, *(part.pk for part in self.parts)]
        commitments = in_order(self._rows(Commitment, measure__in=ids))
        self.loader = ReadingLoader(commitments, user=self.user, as_of=self.as_of)

    def _standard(self, live):
        """The standard with its strategy, as known then; the present one where the measure has moved since."""
        if self.as_of.is_now:
            return live
        standards = self._rows(Standard, id=self.measure.standard_id)
        standard = standards[0] if standards else live
        strategies = self._rows(Strategy, id=standard.strategy_id)
        standard.strategy = strategies[0] if strategies else live.strategy
        standard.strategy.plan = self.plan
        return standard

    def _load_work(self):
        pk = self.measure.pk
        self.responsibilities = in_order(self._rows(Responsibility, measure=pk))
        self.steps = steps(self._rows(Milestone, measure=pk), self.today)
        self.budget = sorted(self._rows(BudgetLine, measure=pk), key=lambda line: (line.fiscal_year, line.pk))
        reports = self._visible_rows(ProgressReport, measure=pk)
        self.reports = sorted(reports, key=lambda report: (-report.fiscal_year, report.pk))
        feedback = self._visible_rows(Feedback, measure=pk)
        self.feedback = sorted(feedback, key=lambda entry: (entry.said_on, entry.pk))

    def _load_evidence(self):
        cited = {use.evidence_id for use in self._rows(MeasureEvidence, measure=self.measure.pk)}
        uses = self._rows(ReportEvidence, report__in=[report.pk for report in self.reports])
        found = self._visible_rows(Evidence, id__in=cited | {use.evidence_id for use in uses})
        self.evidence = sorted((row for row in found if row.pk in cited), key=lambda row: (row.number, row.pk))
        self.evidence_of_reports = defaultdict(list)
        documents = by_id(found)
        for use in uses:
            if use.evidence_id in documents:
                self.evidence_of_reports[use.report_id].append(documents[use.evidence_id])

    def _visible_rows(self, model, **conditions):
        """Rows hidden neither then nor now."""
        hidden = set()
        if self.moment is not None:
            visible = model.objects.visible_to(self.user).filter(**conditions).order_by()
            rows = model.objects.filter(**conditions).exclude(pk__in=visible)
            hidden = set(rows.values_list("pk", flat=True))
        rows = self._rows(model, **conditions)
        return [row for row in rows if row.pk not in hidden and reads(self.user, self.institution.pk, row.disclosure)]

    def _attach_offices_and_grades(self):
        ids = {row.office_id for row in (*self.responsibilities, *self.reports)} - {None}
        offices = by_id(self._rows(Office, id__in=ids))
        for row in (*self.responsibilities, *self.reports):
            row.office = offices.get(row.office_id)
        given = {pk for report in self.reports for pk in (report.self_grade_id, report.final_grade_id)} - {None}
        of_plan = Q(scale__plan_scales__plan=self.plan)
        grades = by_id(Grade.objects.filter(of_plan | Q(pk__in=given)).select_related("scale"))
        for report in self.reports:
            report.self_grade = grades.get(report.self_grade_id)
            report.final_grade = grades.get(report.final_grade_id)
        used = {grade.scale_id for pk, grade in grades.items() if pk in given}
        self.scale = [grade for grade in grades.values() if not used or grade.scale_id in used]

    def rows(self, fiscal_year):
        """{measure id: [TableRow]} of the measure and its parts."""
        years = range(self.plan.first_fiscal_year - 1, self.plan.last_fiscal_year + 1)
        found = defaultdict(list)
        for commitment in self.loader.commitments:
            found[commitment.measure_id].append(TableRow.of(self.loader.line(commitment, fiscal_year), years))
        return found

    @property
    def updated_at(self):
        milestones = [step.milestone for step in self.steps]
        rows = (*self.responsibilities, *milestones, *self.reports, *self.budget, *self.feedback, *self.evidence)
        return max(row.updated_at for row in (self.measure, *rows))
