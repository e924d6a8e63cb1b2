"""`DATABASE_URL=… python -m tests.kb.search.parity DATA EDITS QUESTIONS`; the database must be empty."""

import sys
from pathlib import Path

import django

django.setup()

from tests.kb.search.parity.scenario import main  # noqa: E402  # models need the setup

main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
