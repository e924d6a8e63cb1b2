"""Adds those whom the claims name: `python -m bench search.prepare`, on the base of DATABASE_URL.

An import makes nobody known by name; an actor is added by people, and so is an event.
"""

import sys
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from bench.growing import Dice
from bench.search.documents import actors, events
from editorial.actions import actors as acting
from editorial.actions import events as happening
from kb.models import Actor, Event

YEARS = 14


@transaction.atomic
def main() -> int:
    by = User.objects.create_user("bench", is_staff=True)
    for name in actors().entries:
        kind = Actor.Kind.PERSON if " " in name else Actor.Kind.ORGANISATION
        acting.add(by=by, name=name, kind=kind)
    for number, title in enumerate(events().entries):
        start = date(2012 + Dice("start", number).below(YEARS), 6, 1)
        happening.add(by=by, title=title, kind=Event.Kind.MEETING, start=start)
    return 0


if __name__ == "__main__":
    sys.exit(main())
