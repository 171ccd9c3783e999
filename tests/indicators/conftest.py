import pytest

from tests.factories import IndicatorFactory


@pytest.fixture
def indicator(office):
    """An indicator that the office owns."""
    return IndicatorFactory(institution=office.institution, office=office)
