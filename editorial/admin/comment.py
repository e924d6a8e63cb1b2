"""Comments on a claim's page, and all of them in a list."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.actions import comments
from editorial.admin.base import Beside, RecordAdmin
from editorial.admin.sight import ShowsClaims, sees
from editorial.models import Comment
from kb.errors import explained
from kb.models import Claim

__all__ = ["ClaimComments", "CommentAdmin"]


class CommentForm(forms.Form):
    """Stands on the page of a claim, beside its form, which has a text too."""

    text = forms.CharField(
        label=_("Comment"),
        widget=forms.Textarea({"rows": 3, "cols": 80}),
        help_text=_("For the desk alone, never public. It stays and cannot be changed."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="comment_%s")


class ClaimComments(Beside):
    """The comments of a claim on its page, with a form for another one."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.comment_view)
        ours = path("<path:object_id>/comment/", view, name="kb_claim_comment")
        return [ours, *super().get_urls()]

    def comment_view(self, request: Any, object_id: str) -> HttpResponse:
        if not (
            request.user.has_perm("editorial.add_comment") and self.has_view_permission(request)
        ):
            raise PermissionDenied
        claim = get_object_or_404(Claim, pk=keyed(object_id))
        form = CommentForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                with explained():
                    comments.add(claim=claim, by=request.user, text=form.cleaned_data["text"])
            except ValidationError as refusal:
                form.add_error("text", refusal)
            else:
                self.message_user(request, gettext("The comment stands."), messages.SUCCESS)
                return redirect(reverse("admin:kb_claim_change", args=(claim.pk,)) + "#comments")
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Comment on a claim"),
            "subtitle": Truncator(claim.text).chars(300),
            "opts": self.opts,
            "claim": claim,
            "comment_form": form,
            "comments": of_claim(claim) if sees(request.user, Comment) else None,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/kb/claim/comment.html", context, status=status)

    def beside(self, request: Any, obj: Any) -> dict[str, Any]:
        found = super().beside(request, obj)
        if sees(request.user, Comment):
            found["comments"] = of_claim(obj)
            if request.user.has_perm("editorial.add_comment"):
                found["comment_form"] = CommentForm()
        return found


def of_claim(claim: Claim) -> list[Comment]:
    """All comments of a claim, first things first."""
    return list(Comment.objects.filter(claim=claim).select_related("by").order_by("pk"))


def keyed(object_id: str) -> int:
    """The key in an address; 0, which none has, for what cannot be one."""
    key = unquote(object_id)
    return int(key) if key.isdecimal() and len(key) <= 18 else 0


@admin.register(Comment)
class CommentAdmin(ShowsClaims, RecordAdmin):
    list_display = ("text", "claim", "by", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("claim", "by")
    search_fields = ("text", "claim__text")
    fields = ("claim", "text", "by", "created_at")
