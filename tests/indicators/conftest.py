import pytest

from indicators.answers import ANSWERS
from indicators.scorecard import TREES
from plans.kept_responses import RESPONSES
from tests.factories import IndicatorFactory


@pytest.fixture
def indicator(office):
    """An indicator that the office owns."""
    return IndicatorFactory(institution=office.institution, office=office)


@pytest.fixture
def forget_answers():
    """Forgets every kept answer: once before the test, and again when it is called."""

    def forget():
        for store in (ANSWERS, RESPONSES, TREES):
            store.clear()

    forget()
    return forget
