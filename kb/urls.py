"""The composition root: every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from kb.views.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
]

# The bare address is the permalink; LocaleMiddleware redirects it to the language asked for.
urlpatterns += i18n_patterns()
