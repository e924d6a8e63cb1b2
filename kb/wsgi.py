"""The WSGI application; the server calls `application`."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")

handle = get_wsgi_application()
CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers a request, whatever charset it names, as one in UTF-8.

    Django would read even the address in it, and breaks where it is none of text ("hex").
    """
    environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE") or "")
    return handle(environ, start_response)


if settings.TRUSTED_PROXIES:
    # The client's address (for the login throttle) and scheme, believed from these machines only.
    application = wrap_wsgi_with_proxy_headers(application, settings.TRUSTED_PROXIES)
