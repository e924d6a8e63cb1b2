"""Whatever two people do to the rows of one thing: nothing that was typed is lost."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kb.models import Actor
from tests.editorial.admin.pages import address, as_, filled, refilled
from tests.makers import editor, make_actor, publisher

# What somebody does to each row that is there, and how many they add.
DEEDS = st.lists(st.sampled_from(["leave", "rename", "drop"]), min_size=3, max_size=3)
ADDED = st.integers(0, 2)


def typed(sent: dict[str, Any], who: str, deeds: list[str], added: int) -> dict[str, Any]:
    """The form of an actor with three aliases as somebody fills it in."""
    changed = {
        f"aliases-{n}-name": f"{who} {n}" for n, deed in enumerate(deeds) if deed == "rename"
    }
    dropped = {f"aliases-{n}-DELETE": "on" for n, deed in enumerate(deeds) if deed == "drop"}
    new = {f"aliases-{3 + n}-name": f"{who} neu {n}" for n in range(added)}
    return sent | changed | dropped | new | {"aliases-TOTAL_FORMS": str(3 + added)}


def names(actor: Actor) -> set[str]:
    return set(actor.aliases.values_list("name", flat=True))


@pytest.mark.django_db
class TestAnyRows(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(mine=DEEDS, my_new=ADDED, theirs=DEEDS, their_new=ADDED)
    def test_what_each_typed_stands_in_the_end(
        self, mine: list[str], my_new: int, theirs: list[str], their_new: int
    ) -> None:
        actor = make_actor(aliases=["Alt 0", "Alt 1", "Alt 2"])
        me, them, url = as_(editor()), as_(publisher()), address(actor)
        sent = filled(me, url)
        old = [sent[f"aliases-{n}-name"] for n in range(3)]
        them.post(url, typed(filled(them, url), "Ihre", theirs, their_new))
        answer = me.post(url, typed(sent, "Meine", mine, my_new))
        assert answer.status_code == 409
        kept = refilled(answer)
        my_words = {f"Meine {n}" for n in range(3) if mine[n] == "rename"}
        my_words |= {f"Meine neu {n}" for n in range(my_new)}
        assert my_words <= set(kept.values())
        saved = me.post(url, kept | {"_mine": "1"})
        assert saved.status_code == 302
        expected = my_words | {f"Ihre neu {n}" for n in range(their_new)}
        for n in range(3):
            if mine[n] == "leave" and theirs[n] != "drop":
                expected.add(f"Ihre {n}" if theirs[n] == "rename" else old[n])
        assert names(actor) == expected
