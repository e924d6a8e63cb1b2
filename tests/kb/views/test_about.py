"""The pages about the site itself: method, imprint, privacy."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from kb.checks import operators_texts_in_place
from tests import html

pytestmark = pytest.mark.django_db

PAGES = ("about", "imprint", "privacy")


def get(client: Client, page: str, language: str = "en") -> str:
    response = client.get(f"/{language}/{page}/")
    assert response.status_code == 200
    assert not response.cookies
    shown = response.content.decode()
    assert html.errors(shown) == []
    return shown


def test_every_page_leads_to_them(client: Client) -> None:
    shown = get(client, "about")
    for page in PAGES:
        assert f'<a href="/en/{page}/">' in shown


@pytest.mark.parametrize("page", ["about", "privacy"])
def test_they_say_the_same_in_every_language(client: Client, page: str) -> None:
    shown = [get(client, page, language) for language, _ in site.LANGUAGES]
    parts = [re.findall(r'<h2 id="(\w+)"', each) for each in shown]
    assert parts[0]
    assert all(each == parts[0] for each in parts)
    terms = [each.count("<dt") for each in shown]
    assert len(set(terms)) == 1
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("page", ["imprint", "privacy"])
def test_without_a_text_it_says_who_can_put_one_there(client: Client, page: str) -> None:
    shown = get(client, page)
    assert "has not put this text here yet" in shown
    assert f"<code>{page.upper()}_FILE</code>" in shown


def test_the_operators_text_is_shown_as_it_stands(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    main = tmp_path / "imprint.txt"
    settings.IMPRINT_FILE = str(main)
    main.write_text("Zeitung AG\nGasse 1\n\n<b>Chefin</b>: https://zeitung.example\n", "utf-8")
    shown = get(client, "imprint", "de")
    assert '<p>Zeitung AG<br>Gasse 1</p>\n\n<p>&lt;b&gt;Chefin&lt;/b&gt;: <a href="https:' in shown
    assert 'class="prose operator" lang="de"' in get(client, "imprint")  # there is no other
    (tmp_path / "imprint.en.txt").write_text("Paper Ltd", "utf-8")
    assert 'lang="en"><p>Paper Ltd</p>' in get(client, "imprint")
    main.write_text("Neu.", "utf-8")  # read anew, without a restart
    assert "<p>Neu.</p>" in get(client, "imprint", "de")


def test_a_check_before_going_live_says_what_is_missing(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.PRIVACY_FILE = str(tmp_path / "nicht-da.txt")
    found = operators_texts_in_place()
    assert [message.id for message in found] == ["kb.I001", "kb.W002"]
    assert "IMPRINT_FILE gives no text" in found[0].msg
    assert "nicht-da.txt" in found[1].msg
    shown = get(client, "privacy")
    assert "has not put this text here yet" in shown
    assert "nicht-da" not in shown
    (tmp_path / "nicht-da.txt").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in operators_texts_in_place()[1].msg
    for name in ("IMPRINT_FILE", "PRIVACY_FILE"):
        (tmp_path / name).write_text("So.", "utf-8")
        setattr(settings, name, str(tmp_path / name))
    assert operators_texts_in_place() == []
