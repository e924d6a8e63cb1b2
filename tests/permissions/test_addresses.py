"""The permission matrix: every address of the site, and who gets what there.

An address that is missing here fails: whoever adds one decides who may see it.
"""

from typing import Any

import pytest
from django.apps import apps

from kb.sitemaps import SIZE
from tests import makers
from tests.permissions.addresses import addresses, of_a_noun
from tests.permissions.people import AT_THE_DESK, PEOPLE, client_of

EVERYBODY = (200, 200, 200, 200, 200)
THE_DESK = (302, 302, 200, 200, 200)  # others are sent to the login

# --- Pages: what each person gets -----------------------------------------------------------------

PAGES = {
    # address: anonymous, reader, editor, publisher, superuser
    "healthz": EVERYBODY,
    "robots.txt": EVERYBODY,
    "sitemap.xml": EVERYBODY,
    "sitemap-news.xml": EVERYBODY,
    "sitemap-<slug:section>-<int:number>.xml": EVERYBODY,
    "feeds/claims.atom": EVERYBODY,
    "feeds/actors/<slug:slug>.atom": EVERYBODY,
    "feeds/events/<slug:slug>.atom": EVERYBODY,
    "feeds/tags/<slug:slug>.atom": EVERYBODY,
    "feeds/articles/<int:pk>.atom": EVERYBODY,
    "feeds/contradictions.atom": EVERYBODY,
    "feeds/corrections.atom": EVERYBODY,
    "de/": EVERYBODY,
    "de/claims/": EVERYBODY,
    "de/claims/<int:pk>/": (301, 301, 301, 301, 301),
    "de/claims/<int:pk>/<slug:slug>/": EVERYBODY,
    "de/claims/<int:pk>/verify/": EVERYBODY,
    "de/claims/<int:pk>/card/": EVERYBODY,
    "de/claims/<int:pk>/report/": EVERYBODY,  # and everybody may send it
    "claims/<int:pk>.jsonld": EVERYBODY,
    "claims/<int:pk>.csl.json": EVERYBODY,
    "claims/<int:pk>.bib": EVERYBODY,
    "articles/<int:pk>/v<int:number>.txt": EVERYBODY,
    "oembed": EVERYBODY,
    "de/actors/": EVERYBODY,
    "de/actors/<slug:slug>/": EVERYBODY,
    "de/events/": EVERYBODY,
    "de/events/<slug:slug>/": EVERYBODY,
    "de/articles/": EVERYBODY,
    "de/articles/<int:pk>/": (301, 301, 301, 301, 301),
    "de/articles/<int:pk>/<slug:slug>/": EVERYBODY,
    "de/articles/<int:pk>/<slug:slug>/v<int:number>/": EVERYBODY,
    # Of a first version there are none.
    "de/articles/<int:pk>/<slug:slug>/v<int:number>/changes/": (404, 404, 404, 404, 404),
    "de/tags/<slug:slug>/": EVERYBODY,
    "de/search/": EVERYBODY,
    "de/search/words/": EVERYBODY,
    "de/searches/": (302, 200, 200, 200, 200),
    "de/searches/<int:pk>/seen/": (302, 405, 405, 405, 405),  # by POST alone
    "de/searches/<int:pk>/delete/": (302, 405, 405, 405, 405),  # by POST alone
    "de/contradictions/": EVERYBODY,
    "de/corrections/": EVERYBODY,
    "de/about/": EVERYBODY,
    "de/imprint/": EVERYBODY,
    "de/privacy/": EVERYBODY,
    "admin/": THE_DESK,
    "admin/login/": (200, 200, 302, 302, 302),
    "admin/logout/": (302, 302, 405, 405, 405),  # by POST alone
    "admin/password_change/": THE_DESK,
    "admin/password_change/done/": THE_DESK,
    "admin/autocomplete/": (302, 302, 403, 403, 403),  # without a field that asks
    "admin/jsi18n/": THE_DESK,
    "admin/r/<path:content_type_id>/<path:object_id>/": (302, 302, 404, 404, 404),
    "admin/^(?P<app_label>kb|editorial|auth|axes)/$": THE_DESK,
    "admin/(?P<url>.*)$": (302, 302, 404, 404, 404),
    "admin/auth/user/<id>/password/": (302, 302, 403, 403, 200),
    "admin/editorial/reports/": THE_DESK,
    "admin/editorial/reports/anchors/": THE_DESK,
    "admin/editorial/reports/contradictions/": THE_DESK,
    "admin/editorial/reports/coverage/": THE_DESK,
    "admin/editorial/reports/disputes/": THE_DESK,
    "admin/editorial/reports/identifiers/": THE_DESK,
    "admin/editorial/reports/proposals/": THE_DESK,
    "admin/editorial/reports/unsupported/": THE_DESK,
    "admin/editorial/reports/wordings/": THE_DESK,
    "admin/editorial/reports/workload/": THE_DESK,
    "admin/kb/claim/queue/": THE_DESK,
    "admin/kb/claim/step/<str:step>/": (
        302,
        302,
        403,
        200,
        200,
    ),  # to publish; others: test_buttons
    "admin/kb/article/import/": THE_DESK,
    # Another's upload is not there.
    "admin/kb/article/import/<int:upload_id>/": (302, 302, 302, 302, 302),
    "admin/kb/article/<int:article_id>/correct/<int:upload_id>/": (302, 302, 302, 302, 302),
}

# --- The admin: what editors, publishers and superusers may do with each noun ---------------------

# "see": its page shows it; "change": and takes what is sent. What buttons do: test_buttons.
SEE, NOTHING = "list see history", ""
CHANGE = "list see change history"
ADD, ALL = f"{CHANGE} add", f"{CHANGE} add delete"
OURS = f"{ALL} put-back"
CLAIM, TAKE_BACK = f"{OURS} comment propose", f"{SEE} take-back"
ARTICLE = f"{ADD} put-back desk correct"
MERGED = f"{OURS} duplicates merge"  # who may press what: test_buttons
JUDGE = f"{SEE} add delete"  # a judgement is taken back, not changed
NOUNS = {
    # noun: editor, publisher, superuser
    "kb.outlet": (OURS, OURS, OURS),
    "kb.article": (ARTICLE, ARTICLE, ARTICLE),
    "kb.articleversion": (SEE, SEE, SEE),
    "kb.sentence": (SEE, SEE, SEE),
    "kb.original": (SEE, SEE, SEE),
    "kb.nearduplicate": (SEE, SEE, SEE),
    "kb.noclaim": (JUDGE, JUDGE, JUDGE),
    "kb.actor": (MERGED, MERGED, MERGED),
    "kb.event": (MERGED, MERGED, MERGED),
    "kb.tag": (MERGED, MERGED, MERGED),
    "kb.claim": (CLAIM, CLAIM, CLAIM),
    "kb.evidence": (SEE, SEE, SEE),  # written on its claim's page
    "kb.attribution": (SEE, SEE, SEE),  # written on its claim's page
    "kb.claimrelation": (SEE, SEE, SEE),  # written on its claim's page
    "kb.decision": (SEE, SEE, SEE),
    "kb.report": (SEE, SEE, SEE),
    "editorial.batch": (SEE, f"{SEE} undo", f"{SEE} undo"),  # of published claims
    "editorial.merge": (SEE, f"{SEE} undo", f"{SEE} undo"),
    "editorial.distinct": (f"{SEE} delete", f"{SEE} delete", f"{SEE} delete"),
    "editorial.comment": (SEE, SEE, SEE),  # written on its claim's page
    "editorial.importrun": (SEE, TAKE_BACK, TAKE_BACK),
    "editorial.importitem": (SEE, SEE, SEE),
    "editorial.suggestion": (SEE, SEE, SEE),
    "editorial.reanchoring": (SEE, SEE, SEE),
    "auth.user": (NOTHING, NOTHING, ADD),
    "auth.group": (NOTHING, NOTHING, ALL),
    "axes.accessattempt": (NOTHING, NOTHING, f"{CHANGE} delete"),
    "axes.accesslog": (NOTHING, NOTHING, f"{CHANGE} delete"),
    "axes.accessfailurelog": (NOTHING, NOTHING, f"{CHANGE} delete"),
}


def test_every_address_is_in_the_matrix() -> None:
    found = set(addresses())
    unknown = {a for a in found if a not in PAGES and (of_a_noun(a) or ("",))[0] not in NOUNS}
    assert unknown == set()
    assert set(PAGES) <= found, "the matrix knows an address that is gone"


def test_every_verb_in_the_matrix_has_an_address() -> None:
    found = {of_a_noun(address) for address in addresses()}
    named = {(noun, verb) for noun, row in NOUNS.items() for verbs in row for verb in verbs.split()}
    assert {(noun, "change" if verb == "see" else verb) for noun, verb in named} <= found


@pytest.mark.parametrize("name", PEOPLE)
def test_the_pages_answer_as_the_matrix_says(filled: dict[str, Any], name: str) -> None:
    client, number = client_of(name), PEOPLE.index(name)
    got = {page: client.get(page_address(page, filled)).status_code for page in PAGES}
    assert got == {page: row[number] for page, row in PAGES.items()}


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_can_be_sent_to_a_public_page(filled: dict[str, Any], name: str) -> None:
    """But for what is somebody's own, and reports of errors."""
    client = client_of(name)
    sent = ("admin/", "de/searches/", "de/claims/<int:pk>/report/")
    public = [page for page in PAGES if not page.startswith(sent)]
    got = {page: client.post(page_address(page, filled)).status_code for page in public}
    assert got == dict.fromkeys(public, 405)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", PEOPLE)
def test_the_admin_answers_as_the_matrix_says(
    filled: dict[str, Any], name: str, method: str
) -> None:
    """What may not be looked at, or only looked at, takes nothing that is sent either."""
    client = client_of(name)
    wrong = []
    for address in addresses():
        if (found := of_a_noun(address)) is None or found[0] not in NOUNS:
            continue
        noun, verb = found
        first = apps.get_model(noun)._base_manager.order_by("pk").first()
        path = "/" + address.replace("<path:object_id>", str(first.pk if first else 1))
        path = path.replace("<int:article_id>", str(first.pk if first else 1))
        path = path.replace("<int:moment>", "4102444800000000")  # in 2100 it stands as it does now
        answer = getattr(client, method)(path)
        if not _is_right(name, noun, verb, answer, method, is_there=first is not None):
            wrong.append(f"{name} {verb} {path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_desk_searches_for_what_a_field_takes(name: str) -> None:
    makers.make_actor("Mark Rutte")
    asked = {"app_label": "kb", "model_name": "claim", "field_name": "speaker", "term": "Rutte"}
    answer = client_of(name).get("/admin/autocomplete/", asked)
    assert answer.status_code == THE_DESK[PEOPLE.index(name)]
    assert (b"Mark Rutte" in answer.content) == (name in AT_THE_DESK)


def _is_right(name: str, noun: str, verb: str, answer: Any, method: str, *, is_there: bool) -> bool:
    status = answer.status_code
    if name not in AT_THE_DESK:
        return status == 302 and (verb == "on" or "/admin/login/" in answer.url)
    if verb == "on":
        return bool(status == 302)
    allowed = NOUNS[noun][AT_THE_DESK.index(name)].split()
    if verb == "change" and method == "get":
        verb = "see"
    decided = ("editorial.suggestion", "editorial.reanchoring", "kb.report")
    if noun in decided and is_there and (verb, method) == ("change", "post"):
        return bool(status == 422 if "see" in allowed else 403)  # its buttons: test_buttons
    if verb not in allowed:
        # What is not there sends you to the index, whoever you are.
        return status == 403 or (status == 302 and not is_there)
    # A form that says what is missing; a kept thing sends you back to its page with the reason.
    sent_on = status == 302 and verb in ("list", "see", "change", "delete", "propose")
    # What was sent without what its page showed might overwrite somebody's work: 409.
    return status == 200 or sent_on or (status in (409, 422) and method == "post")


def page_address(pattern: str, objects: dict[str, Any]) -> str:
    kind = pattern.split("/")[1] if pattern.startswith(("de/", "feeds/")) else ""
    path = pattern
    for value in objects.get(kind, ()):
        start, _, rest = path.partition("<")
        if rest:
            path = f"{start}{value}{rest.partition('>')[2]}"
    claim = objects["claims"][0]
    special = {
        "claims/<int:pk>.jsonld": f"claims/{claim}.jsonld",
        "claims/<int:pk>.csl.json": f"claims/{claim}.csl.json",
        "claims/<int:pk>.bib": f"claims/{claim}.bib",
        "articles/<int:pk>/v<int:number>.txt": f"articles/{objects['articles'][0]}/v1.txt",
        "oembed": f"oembed?url=http://testserver/claims/{claim}/",
        "sitemap-<slug:section>-<int:number>.xml": f"sitemap-claims-{(claim - 1) // SIZE + 1}.xml",
        "admin/r/<path:content_type_id>/<path:object_id>/": "admin/r/999/1/",
        "admin/^(?P<app_label>kb|editorial|auth|axes)/$": "admin/kb/",
        "admin/(?P<url>.*)$": "admin/nothing-here",
        "admin/auth/user/<id>/password/": f"admin/auth/user/{makers.editor().pk}/password/",
        "admin/kb/claim/step/<str:step>/": f"admin/kb/claim/step/publish/?claim={claim}",
        "admin/kb/article/import/<int:upload_id>/": "admin/kb/article/import/1/",
        "admin/kb/article/<int:article_id>/correct/<int:upload_id>/": (
            f"admin/kb/article/{objects['articles'][0]}/correct/1/"
        ),
    }
    return "/" + special.get(pattern, path)
