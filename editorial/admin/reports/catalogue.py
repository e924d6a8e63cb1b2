"""Which reports there are: what each lists, who may see it, and how it may be asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from editorial.admin.reports import addresses, columns, forms
from editorial.admin.sight import sees
from editorial.models import Reanchoring, Suggestion
from editorial.reports import (
    anchors,
    contradictions,
    coverage,
    disputes,
    identifiers,
    proposals,
    unsupported,
    wordings,
    workload,
)
from kb.models import Actor, Article, Claim, ClaimRelation, Evidence, Sentence

__all__ = ["BY_NAME", "REPORTS", "Order", "Report"]


@dataclass(frozen=True)
class Order:
    """Sorted by the field or annotation `by`, which `annotated` adds; its values are numbers or words."""

    label: Any = ""
    by: str = "pk"
    annotated: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    is_number: bool = True


@dataclass(frozen=True)
class Report:
    """One list; `rows` gives what it holds, `lines` what the page says of those on it."""

    name: str
    title: Any
    says: Any
    counted: Callable[[int], str]
    needs: tuple[type[Model], ...]
    rows: Callable[..., QuerySet[Any]]
    lines: Callable[[Any], list[Any]]
    address: Callable[[Any], str]  # where a line is mended
    columns: columns.Columns
    form: type[forms.ReportForm]
    orders: Mapping[str, Order]
    is_table: bool = False
    links: Callable[[Any], dict[str, str]] = lambda line: {}  # other places of a line

    def is_open_to(self, user: Any) -> bool:
        """Whether `user` may look at all that it shows."""
        return all(sees(user, model) for model in self.needs)

    def asked(self, data: Any, user: Any) -> forms.ReportForm:
        return self.form(data, orders=self.orders, user=user)

    @property
    def link(self) -> str:
        return reverse(f"editorial:report_{self.name}")

    @property
    def template(self) -> str:
        return f"admin/editorial/reports/{self.name}.html"


OLDEST = {"oldest": Order(_("oldest first"))}

REPORTS = (
    Report(
        name="coverage",
        title=_("Articles with open sentences"),
        says=_("Sentences that back no claim, dispute none and are not judged to hold none."),
        counted=lambda number: ngettext("%s article", "%s articles", number),
        needs=(Article, Sentence, Claim),
        rows=coverage.rows,
        lines=coverage.lines,
        address=addresses.of_open_sentence,
        columns=columns.COVERAGE,
        form=forms.OfArticles,
        orders={
            "oldest": Order(_("oldest first")),
            "most": Order(_("most open sentences first"), "-open_count", coverage.by_open),
            "fewest": Order(_("fewest open sentences first"), "open_count", coverage.by_open),
        },
    ),
    Report(
        name="unsupported",
        title=_("Claims without support"),
        says=_("Drafts and claims in review that no passage supports; so none can be published."),
        counted=lambda number: ngettext("%s claim", "%s claims", number),
        needs=(Claim, Evidence),
        rows=unsupported.rows,
        lines=unsupported.lines,
        address=addresses.of_passages,
        columns=columns.UNSUPPORTED,
        form=forms.OfDrafts,
        orders=OLDEST,
    ),
    Report(
        name="contradictions",
        title=_("Claims that contradict each other"),
        says=_("Pairs that an editor related as a contradiction; neither claim is withdrawn."),
        counted=lambda number: ngettext("%s pair", "%s pairs", number),
        needs=(Claim, ClaimRelation),
        rows=contradictions.rows,
        lines=contradictions.lines,
        address=addresses.of_relation,
        columns=columns.CONTRADICTIONS,
        form=forms.OfContradictions,
        orders=OLDEST,
    ),
    Report(
        name="disputes",
        title=_("Disputed claims"),
        says=_("Claims with a passage against them; withdrawn ones are left out."),
        counted=lambda number: ngettext("%s claim", "%s claims", number),
        needs=(Claim, Evidence),
        rows=disputes.rows,
        lines=disputes.lines,
        address=addresses.of_passages,
        columns=columns.DISPUTES,
        form=forms.OfDisputes,
        orders=OLDEST,
    ),
    Report(
        name="proposals",
        title=_("Changes waiting for a decision"),
        says=_(
            "Suggestions for published claims. Rivals want to change the same claim; what is out of date was made for what the claim says no more."
        ),
        counted=lambda number: ngettext("%s suggestion", "%s suggestions", number),
        needs=(Claim, Suggestion),
        rows=proposals.rows,
        lines=proposals.lines,
        address=addresses.of_suggestion,
        columns=columns.PROPOSALS,
        form=forms.OfProposals,
        orders=OLDEST,
    ),
    Report(
        name="identifiers",
        title=_("Actors without identifier"),
        says=_(
            "Listed actors that have no Wikidata id, so that nothing tells them from namesakes."
        ),
        counted=lambda number: ngettext("%s actor", "%s actors", number),
        needs=(Actor,),
        rows=identifiers.rows,
        lines=identifiers.lines,
        address=addresses.of_identifier,
        columns=columns.IDENTIFIERS,
        form=forms.OfActors,
        orders={
            "claims": Order(_("most claims first"), "-claim_count", identifiers.by_claims),
            "name": Order(_("by name"), "sort_name", is_number=False),
        },
    ),
    Report(
        name="anchors",
        title=_("Passages to place again"),
        says=_(
            "A correction reworded the sentence they point at; somebody says where they stand now."
        ),
        counted=lambda number: ngettext("%s passage", "%s passages", number),
        needs=(Reanchoring, Claim),
        rows=anchors.rows,
        lines=anchors.lines,
        address=addresses.of_anchor,
        columns=columns.ANCHORS,
        form=forms.OfAnchors,
        orders=OLDEST,
    ),
    Report(
        name="wordings",
        title=_("Passages in an older wording"),
        says=_(
            "Evidence that stands, though not in the current text of its article: readers see “wording of version n”."
        ),
        counted=lambda number: ngettext("%s passage", "%s passages", number),
        needs=(Claim, Evidence, Sentence),
        rows=wordings.rows,
        lines=wordings.lines,
        address=addresses.of_old_wording,
        columns=columns.WORDINGS,
        form=forms.OfWordings,
        orders=OLDEST,
    ),
    Report(
        name="workload",
        title=_("Who has what to do"),
        says=_(
            "What each person began, looks after and may decide on, and when the oldest of it was made."
        ),
        counted=lambda number: ngettext("%s person", "%s people", number),
        needs=(Claim, Suggestion),
        rows=workload.rows,
        lines=workload.lines,
        address=addresses.of_person,
        columns=columns.WORKLOAD,
        form=forms.OfPeople,
        orders={"name": Order(_("by name"), "username", is_number=False)},
        is_table=True,
        links=addresses.piles,
    ),
)
BY_NAME = {report.name: report for report in REPORTS}
