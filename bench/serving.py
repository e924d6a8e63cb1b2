"""The site on a base of its own, for what is measured in a browser."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

from bench.commands import ROOT

__all__ = ["served"]


@contextmanager
def served(base: Path) -> Iterator[str]:
    """The site on that base, by Django's own server."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "manage.py", "runserver", str(port), "--noreload"]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{base}"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(150):
            try:
                urlopen(f"{url}/healthz").close()
                break
            except URLError:
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait()
