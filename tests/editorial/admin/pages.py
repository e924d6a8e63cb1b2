"""The admin as a browser without scripts meets it: pages, forms, messages."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

__all__ = ["address", "as_", "filled", "messages", "refilled", "said", "submit"]


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(target: Any, page: str = "change") -> str:
    """The admin page of an object, or with "changelist" or "add" of a model."""
    meta = target._meta
    arguments = (target.pk,) if page in ("change", "delete", "history") else ()
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=arguments)


def filled(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send if the form at `url` were submitted as it stands."""
    page = client.get(url)
    assert page.status_code == 200, page
    return refilled(page)


def refilled(page: Any) -> dict[str, Any]:
    """What a browser would send if the form of this page were submitted as it stands."""
    tree = html5lib.parse(page.content.decode(), namespaceHTMLElements=False)
    form = next(f for f in tree.iter("form") if (f.get("id") or "").endswith("_form"))
    return {
        name: value
        for field in form.iter()
        if (name := field.get("name")) and (value := _value(field)) is not None
    }


def _value(field: Element) -> Any:
    if field.tag == "textarea":
        return "".join(field.itertext()).removeprefix("\n")
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [o.get("value") for o in options if "selected" in o.attrib]
        # Of one to choose the first is chosen, if there is any.
        first = [o.get("value") for o in options][:1]
        return chosen if "multiple" in field.attrib else (chosen or first or [""])[0]
    kind = field.get("type")
    if field.tag != "input" or kind in ("submit", "button"):
        return None
    if kind in ("checkbox", "radio") and "checked" not in field.attrib:
        return None
    return field.get("value", "on" if kind in ("checkbox", "radio") else "")


def submit(client: Client, url: str, **changes: Any) -> Any:
    """Submits the form at `url` with some fields changed; field names as in the page."""
    return client.post(url, filled(client, url) | changes)


def said(response: Any) -> str:
    """All reasons that stand on a page which came back instead of a redirect."""
    assert response.status_code in (200, 409), "it was saved"
    context = response.context
    errors = [*context["adminform"].errors.values(), context["adminform"].form.non_field_errors()]
    for inline in context["inline_admin_formsets"]:
        errors += [error for form in inline.formset.errors for error in form.values()]
    return " ".join(str(line) for error in errors for line in error)


def messages(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))
