"""The walls of the house, as far as import-linter (pyproject.toml) cannot see them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(settings.BASE_DIR)
KB = sorted(ROOT.glob("kb/**/*.py"))
EDITORIAL = sorted(ROOT.glob("editorial/**/*.py"))
TEMPLATES = sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/templates/**/*.html")])
COMPOSITION_ROOT = {ROOT / "kb" / "urls.py", ROOT / "kb" / "settings.py"}
MOST_LINES = 300


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", [p for p in KB if p not in COMPOSITION_ROOT], ids=name)
def test_kb_does_not_know_the_desk(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [module for module in imports(tree) if module.partition(".")[0] == "editorial"]
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    named = re.compile(r"\beditorial[.:]\w|^editorial$")
    assert not [text for text in strings if isinstance(text, str) and named.search(text)]


@pytest.mark.parametrize("path", sorted(COMPOSITION_ROOT), ids=name)
def test_the_composition_root_names_the_desk_in_strings_only(path: Path) -> None:
    modules = imports(ast.parse(path.read_text(encoding="utf-8")))
    assert not [module for module in modules if module.partition(".")[0] == "editorial"]


@pytest.mark.parametrize("path", sorted(ROOT.glob("kb/text/**/*.py")), ids=name)
def test_text_knows_no_django(path: Path) -> None:
    known = set(imports(ast.parse(path.read_text(encoding="utf-8"))))
    assert not {module for module in known if module.partition(".")[0] == "django"}


@pytest.mark.parametrize("path", [*KB, *EDITORIAL], ids=name)
def test_imports_stand_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    if path.name == "apps.py":
        # Django loads models between this module and `ready`: what needs them has no other place.
        functions = [function for function in functions if function.name != "ready"]
    assert not [f"{f.name}: {module}" for f in functions for module in imports(f)]


@pytest.mark.parametrize("path", [p for p in [*KB, *EDITORIAL] if not is_migration(p)], ids=name)
def test_a_file_fits_in_the_head(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES


@pytest.mark.parametrize(
    "path", [p for p in [*KB, *EDITORIAL] if p.name == "__init__.py"], ids=name
)
def test_a_package_holds_names_and_no_logic(path: Path) -> None:
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
    body = ast.parse(path.read_text(encoding="utf-8")).body
    assert not [type(node).__name__ for node in body if not isinstance(node, allowed)]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_hold_nothing_inline(path: Path) -> None:
    """The content security policy forbids it; a browser would only drop it silently."""
    text = path.read_text(encoding="utf-8")
    inline = re.compile(
        r"<style|<script(?![^>]*\ssrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:|\shx-", re.IGNORECASE
    )
    assert not inline.findall(text)


def test_pages_are_short() -> None:
    long = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in TEMPLATES}
    assert not {path: lines for path, lines in long.items() if lines > 100}


def test_the_desk_hangs_nothing_on_the_knowledge_base() -> None:
    wrong = [
        str(field)
        for model in apps.get_app_config("editorial").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, (ForeignKey, ManyToManyField))
        and field.model is model
        and field.related_model._meta.app_label == "kb"
        and field.remote_field.related_name != "+"
    ]
    assert not wrong


@pytest.mark.parametrize("path", sorted(ROOT.glob("kb/models/*.py")), ids=name)
def test_every_index_says_who_needs_it(path: Path) -> None:
    """A comment above the index, or at the end of its line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if re.search(r"\b(Index|GinIndex|db_index)\(?=?", line) and "import" not in line:
            around = [line, *reversed(lines[max(0, number - 3) : number])]
            assert any("#" in text for text in around), f"{name(path)}:{number + 1}: {line.strip()}"
