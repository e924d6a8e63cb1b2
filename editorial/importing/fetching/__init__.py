"""Fetching one address that an editor names, without becoming a way into the newsroom's network."""

from editorial.importing.fetching.errors import FetchError, Rule
from editorial.importing.fetching.page import Page, fetch
from editorial.importing.fetching.policy import PUBLIC, Policy

__all__ = ["PUBLIC", "FetchError", "Page", "Policy", "Rule", "fetch"]
