"""Who has the desk of an article open."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from editorial.actions import presence
from editorial.models import Presence
from tests.makers import editor, make_article, publisher

pytestmark = pytest.mark.django_db


def names(article: object, person: object) -> list[str]:
    return [str(each.person) for each in presence.others(article=article, person=person)]  # type: ignore[arg-type]


def test_others_see_who_is_there_and_nobody_sees_themselves() -> None:
    article, elsewhere = make_article(), make_article()
    presence.note(article=article, person=editor())
    assert names(article, publisher()) == ["editor"]
    assert names(article, editor()) == []
    assert names(elsewhere, publisher()) == []


def test_the_same_person_is_noted_once() -> None:
    article = make_article()
    for _ in range(3):
        presence.note(article=article, person=editor())
    assert Presence.objects.count() == 1


def test_after_three_minutes_without_a_sign_nobody_is_there() -> None:
    article = make_article()
    presence.note(article=article, person=editor())
    Presence.objects.update(seen_at=timezone.now() - presence.OPEN_FOR)
    assert names(article, publisher()) == []
    presence.note(article=article, person=editor())
    assert names(article, publisher()) == ["editor"]


def test_who_left_long_ago_is_forgotten() -> None:
    article = make_article()
    presence.note(article=article, person=editor())
    Presence.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    presence.note(article=make_article(), person=publisher())
    assert [each.person for each in Presence.objects.all()] == [publisher()]


def test_it_is_read_by_one_query_and_written_by_two(django_assert_num_queries: object) -> None:
    article, person, other = make_article(), editor(), publisher()
    for each in (person, other):
        presence.note(article=article, person=each)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(presence.others(article=article, person=person)) == 1
    # In a transaction of the test the savepoint counts too: its begin and end.
    with django_assert_num_queries(4):  # type: ignore[operator]
        presence.note(article=article, person=person)


@pytest.mark.django_db(transaction=True)
def test_two_people_come_back_at_once() -> None:
    article, people = make_article(), (editor(), publisher())
    for each in people:
        presence.note(article=article, person=each)
    Presence.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    failed: list[Exception] = []

    def come(person: object) -> None:
        try:
            presence.note(article=article, person=person)
        except Exception as error:  # told by the test, in its own thread
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=come, args=(each,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Presence.objects.count() == 2
