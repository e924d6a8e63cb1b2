"""Somebody else's open desk on the same article, told on the page and asked for every minute.

Looking writes nothing: the page says that it is open by a small post of its own. Without scripts
the line is that of the moment of loading, and a person is seen whenever they send anything.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.actions import presence
from kb.models import Article

__all__ = ["HERE", "here", "line"]

HERE = "_here"  # what the page sends to say that it is open
TEMPLATE = "admin/kb/article/desk/others.html"


def here(request: Any, article: Article) -> HttpResponse:
    """Notes the open desk. Answers with the line, and with nothing (204) while it is what the
    page shows: whoever listens to the page hears a change, and hears it once.
    """
    presence.note(article=article, person=request.user)
    context = line(request, article)
    if request.POST.get("shown") == context["others_shown"]:
        return HttpResponse(status=204)
    return render(request, f"{TEMPLATE}#others", context)


def line(request: Any, article: Article) -> dict[str, Any]:
    """Who else has this desk open, in words, and a key by which a change of it is known."""
    found = presence.others(article=article, person=request.user)
    names = [each.person.get_full_name() or each.person.get_username() for each in found]
    said = ngettext("%(who)s has this desk open.", "%(who)s have this desk open.", len(names))
    return {
        "article": article,
        "others": said % {"who": get_text_list(names, _("and"))} if names else "",
        "others_shown": ",".join(str(each.person_id) for each in found),
    }
