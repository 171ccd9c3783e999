"""What stands behind an evaluator's judgement: the automatic status, the reason, who judged and when."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from indicators.loading.lines import ReadingWithRows
from indicators.readings.wording.printing import day_text
from plans.text.languages import active_language, half_in_language


def explain_override(line: ReadingWithRows) -> str:
    """The words behind "Evaluator's judgement: At risk", empty for a line without an override; members are told the person's name."""
    override = line.override
    if override is None:
        return ""
    zone = ZoneInfo(line.indicator.institution.time_zone)
    day = day_text(override.updated_at.astimezone(zone).date())
    named = {
        "computed": line.status.label,
        "reason": half_in_language(override.reason, active_language()),
        "by": _("%(name)s, %(day)s") % {"name": line.evaluator, "day": day} if line.evaluator else day,
    }
    return _("(automatic: %(computed)s). %(reason)s (%(by)s)") % named
