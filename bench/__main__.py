"""Runs a measurement that needs Django set up before it can be read: `python -m bench desk`."""

import os
import runpy
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
django.setup()
del sys.argv[0]
runpy.run_module(f"bench.{sys.argv[0]}", run_name="__main__", alter_sys=True)
