"""What the pages of an article say of its corrections: where to begin, and how much waits."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial.admin.sight import sees
from editorial.models import Reanchoring
from kb.models import Article, Claim

__all__ = ["correct_url", "hindrance", "links", "waiting"]


def links(user: Any, article: Article) -> dict[str, Any]:
    """By their names in the templates; one question to the database."""
    return {
        "correct_url": correct_url(user, article),
        "passages_waiting": waiting(user, version__article=article),
    }


def correct_url(user: Any, article: Article) -> str:
    """Where an article is corrected, "" for whoever may not, and where nothing can be."""
    if hindrance(article) or not (user.has_perm("kb.change_article") and sees(user, Claim)):
        return ""
    return reverse("admin:kb_article_correct", args=(article.pk,))


def hindrance(article: Article) -> Any:
    """Why an article cannot be corrected; "" where it can."""
    if article.access == Article.Access.SEALED:
        return _("This article is sealed; open it again before its text is corrected.")
    if article.current_version_id is None:
        return _("This article has no text yet that could be corrected.")
    return ""


def waiting(user: Any, **of: Any) -> int:
    """How many passages wait for a place, for whoever may look at them."""
    if not (sees(user, Reanchoring) and sees(user, Claim)):
        return 0
    return Reanchoring.objects.waiting().filter(**of).count()
