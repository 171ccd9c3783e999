import pytest

from tests.factories import OfficeFactory, PlanFactory


@pytest.fixture
def office(institution):
    return OfficeFactory(institution=institution, slug="personnel", name_en="Personnel")


@pytest.fixture
def plan(institution):
    """A plan whose one year that is over is FY2025."""
    return PlanFactory(institution=institution, first_fiscal_year=2025, last_fiscal_year=2027, name_en="Mid-term plan")
