import pytest
from django.core.exceptions import ImproperlyConfigured
from rest_framework import serializers

from config.api import COLLECTIONS
from plans.models import Objective
from plans.rest.columns import RecordSerializer, columns_of


class ObjectiveInPython(RecordSerializer):
    length = serializers.SerializerMethodField()

    class Meta:
        model = Objective
        fields = ("id", "length")


def test_a_field_that_only_python_could_fill_is_refused_by_its_name():
    with pytest.raises(ImproperlyConfigured, match="length has no expression"):
        columns_of(ObjectiveInPython)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_is_made_of_expressions(name):
    assert columns_of(COLLECTIONS[name].serializer_class) != {}
