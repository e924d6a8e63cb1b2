"""The composition root: every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from kb.feeds.contradictions import contradictions_feed
from kb.feeds.corrections import corrections_feed
from kb.feeds.nouns import actor_feed, article_feed, claim_feed, event_feed, tag_feed
from kb.sitemaps import news, robots, sitemap, sitemap_index
from kb.views.about import about, imprint, privacy
from kb.views.actors import actor_detail, actor_list
from kb.views.articles import article_changes, article_detail, article_list
from kb.views.cards import claim_card, oembed
from kb.views.claim import claim_detail
from kb.views.claim_forms import claim_bib, claim_csl, claim_jsonld
from kb.views.claims import claim_list
from kb.views.contradictions import contradiction_list
from kb.views.corrections import corrections
from kb.views.events import event_detail, event_list
from kb.views.health import healthz
from kb.views.home import home
from kb.views.report import claim_report
from kb.views.saved import saved_search_delete, saved_search_seen, saved_searches
from kb.views.search import search_page, search_words
from kb.views.tags import tag_detail
from kb.views.verifying import claim_verify, version_text

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-news.xml", news, name="sitemap_news"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemap, name="sitemap_section"),
    path("feeds/claims.atom", claim_feed, name="claims_feed"),
    path("feeds/actors/<slug:slug>.atom", actor_feed, name="actor_feed"),
    path("feeds/events/<slug:slug>.atom", event_feed, name="event_feed"),
    path("feeds/tags/<slug:slug>.atom", tag_feed, name="tag_feed"),
    path("feeds/articles/<int:pk>.atom", article_feed, name="article_feed"),
    path("feeds/contradictions.atom", contradictions_feed, name="contradictions_feed"),
    path("feeds/corrections.atom", corrections_feed, name="corrections_feed"),
    path("claims/<int:pk>.jsonld", claim_jsonld, name="claim_jsonld"),
    path("claims/<int:pk>.csl.json", claim_csl, name="claim_csl"),
    path("claims/<int:pk>.bib", claim_bib, name="claim_bib"),
    path("articles/<int:pk>/v<int:number>.txt", version_text, name="version_text"),
    path("oembed", oembed, name="oembed"),
    path("admin/", include("editorial.urls")),
    path("admin/", admin.site.urls),
]

# The bare address is the permalink; LocaleMiddleware redirects it to the language asked for.
urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("claims/", claim_list, name="claims"),
    path("claims/<int:pk>/", claim_detail),
    path("claims/<int:pk>/verify/", claim_verify, name="claim_verify"),
    path("claims/<int:pk>/card/", claim_card, name="claim_card"),
    path("claims/<int:pk>/report/", claim_report, name="claim_report"),
    path("claims/<int:pk>/<slug:slug>/", claim_detail, name="claim"),
    path("actors/", actor_list, name="actors"),
    path("actors/<slug:slug>/", actor_detail, name="actor"),
    path("events/", event_list, name="events"),
    path("events/<slug:slug>/", event_detail, name="event"),
    path("articles/", article_list, name="articles"),
    path("articles/<int:pk>/", article_detail),
    path("articles/<int:pk>/<slug:slug>/", article_detail, name="article"),
    path("articles/<int:pk>/<slug:slug>/v<int:number>/", article_detail, name="article_version"),
    path(
        "articles/<int:pk>/<slug:slug>/v<int:number>/changes/",
        article_changes,
        name="article_changes",
    ),
    path("tags/<slug:slug>/", tag_detail, name="tag"),
    path("search/", search_page, name="search"),
    path("search/words/", search_words, name="completions"),
    path("searches/", saved_searches, name="saved_searches"),
    path("searches/<int:pk>/seen/", saved_search_seen, name="saved_search_seen"),
    path("searches/<int:pk>/delete/", saved_search_delete, name="saved_search_delete"),
    path("contradictions/", contradiction_list, name="contradictions"),
    path("corrections/", corrections, name="corrections"),
    path("about/", about, name="about"),
    path("imprint/", imprint, name="imprint"),
    path("privacy/", privacy, name="privacy"),
)
