from pathlib import Path

import pytest

from tools import messages

TEMPLATE = """{% load i18n %}<p title="{% translate "Title" %}">{{ _("x (y) z") }}</p>
{% blocktranslate count n=n trimmed %}
  One {{ n }} (thing)
{% plural %}
  Many {{ n }} (things)
{% endblocktranslate %}
{% translate "May" context "month" %}
"""
CODE = """
from django.utils.translation import gettext_lazy as _, pgettext_lazy
a = _("one "
      "two")
b = pgettext_lazy("name", "May %(x)s")
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project in English that waits for its German."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "kb").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "kb" / "a.py").write_text(CODE)
    (tmp_path / "templates" / "a.html").write_text(TEMPLATE)
    return tmp_path


def translate(project: Path) -> Path:
    """Fill every translation with its original."""
    messages.update("de")
    path = messages.po_path("de")
    catalogue = messages.read("de")
    for message in catalogue:
        if message.id:
            message.string = message.id
    path.write_bytes(messages.written(catalogue))
    return path


def test_it_finds_strings_in_code_and_templates(project: Path) -> None:
    found = {messages.key(message) for message in messages.collect() if message.id}
    assert found == {
        (None, "one two"),
        ("name", "May %(x)s"),
        (None, "Title"),
        (None, "x (y) z"),
        (None, "One %(n)s (thing)"),
        ("month", "May"),
    }


def test_it_complains_about_what_is_missing(project: Path) -> None:
    assert len([line for line in messages.complain("de") if ": missing: " in line]) == 6
    messages.update("de")
    assert len([line for line in messages.complain("de") if ": not translated: " in line]) == 6


def test_it_is_content_when_all_is_translated_and_compiled(project: Path) -> None:
    translate(project)
    assert ["older" in line for line in messages.complain("de")] == [True]
    messages.update("de")
    assert list(messages.complain("de")) == []


def test_it_complains_about_what_is_fuzzy_idle_or_lacks_a_value(project: Path) -> None:
    path = translate(project)
    text = path.read_text().replace('msgstr "May %(x)s"', 'msgstr "Mai"')
    text = text.replace('msgid "Title"', 'msgid "Old title"')
    path.write_text(text.replace("#: kb/a.py\nmsgid", "#, fuzzy\nmsgid"))
    found = "\n".join(messages.complain("de"))
    assert "leaves out %(x)" in found
    assert "no longer used: 'Old title'" in found
    assert "missing: 'Title'" in found
    assert "fuzzy: 'one two'" in found
