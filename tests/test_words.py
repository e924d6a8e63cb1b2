"""What people read is translatable, also where Django would make a label of a name."""

import pytest
from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from simple_history.models import HistoricalChanges

from kb.models import DERIVED

OURS = [
    model
    for label in ("kb", "editorial")
    for model in apps.get_app_config(label).get_models()
    if not issubclass(model, HistoricalChanges) and model not in DERIVED  # nobody reads those
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_label_of_a_model_is_translatable(model: type[models.Model]) -> None:
    labels = {
        field.name: field.verbose_name
        for field in model._meta.fields
        if not field.primary_key and field.model._meta.label != "taggit.Tag"
    }
    named = {"verbose_name": model._meta.verbose_name}
    named["verbose_name_plural"] = model._meta.verbose_name_plural
    untranslated = {n for n, label in (labels | named).items() if not isinstance(label, Promise)}
    assert untranslated == set()
