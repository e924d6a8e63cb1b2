from django.db import connection
from django.test import TransactionTestCase

from kb import triggers
from kb.models import Sentence
from tests.makers import make_claim


def test_a_flush_empties_frozen_tables_and_leaves_the_triggers_in_place(
    transactional_db: None,
) -> None:
    make_claim()
    assert Sentence.objects.exists()
    TransactionTestCase("run")._fixture_teardown()
    assert not Sentence.objects.exists()
    assert triggers.differences(connection) == []
