"""The WSGI application; the server calls `application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")

application = get_wsgi_application()
if settings.TRUSTED_PROXIES:
    # The client's address (for the login throttle) and scheme, believed from these machines only.
    application = wrap_wsgi_with_proxy_headers(application, settings.TRUSTED_PROXIES)
