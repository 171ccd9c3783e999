from datetime import date

import pytest

from tests.factories import CommitmentFactory, TargetFactory


@pytest.fixture
def commitment(institution):
    return CommitmentFactory(measure__standard__strategy__plan__institution=institution, indicator__name_en="Exchange")


@pytest.fixture
def target(commitment):
    return TargetFactory(commitment=commitment, value=100, decided_by="Board", decided_on=date(2022, 3, 31))
