from django.core.management.base import BaseCommand, CommandError

from indicators.loading import moments
from indicators.loading.as_of import AsOf, today_of
from indicators.loading.lines import latest_fiscal_year
from indicators.scorecards.record import scorecard_record
from indicators.scorecards.scorecard import Scorecard
from plans.models import Plan, User
from plans.rest.exact_json import to_json


class Command(BaseCommand):
    help = "Print a plan's scorecard in one fiscal year as JSON, with everything that is recorded."

    def add_arguments(self, parser):
        parser.add_argument("--plan", required=True, metavar="SLUG")
        parser.add_argument("--fiscal-year", type=int, metavar="N", help="without it the latest with a figure")
        parser.add_argument("--as-known-on", metavar="DATE", help="as it was known at the end of that day")
        parser.add_argument("--json", action="store_true", help="the answer is JSON anyhow")

    def handle(self, *args, **options):
        plan = plan_named(options["plan"])
        as_of = AsOf.with_finality(plan.institution, day_of(plan, options["as_known_on"]))
        year = year_of(plan, options["fiscal_year"], as_of)
        card = Scorecard.of(plan, year, user=User(is_superuser=True), as_of=as_of)
        self.stdout.write(to_json(scorecard_record(card)))


def plan_named(slug):
    plan = Plan.objects.select_related("institution").filter(slug=slug).first()
    if plan is None:
        raise CommandError(f"There is no plan “{slug}”.")
    return plan


def year_of(plan, year, as_of):
    if year is None:
        return latest_fiscal_year(plan, as_of)
    if year not in plan.fiscal_years:
        years = plan.fiscal_years
        raise CommandError(f"FY{year} is not a year of the plan, which runs from FY{years[0]} to FY{years[-1]}.")
    return year


def day_of(plan, text):
    if text is None:
        return None
    try:
        day = moments.day_of(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is no day like 2025-03-31.") from error
    if day > today_of(plan.institution):
        raise CommandError(f"{day} lies in the future.")
    return day
