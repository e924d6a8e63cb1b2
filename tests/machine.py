"""What the tests need of the machine they run on, and how they get it."""

import os
import platform
import shutil
import subprocess
import sys


class MissingProgram(Exception):
    """A program is not there and could not be fetched; the message says what to install."""


def is_debian_root() -> bool:
    """Whether we may install Debian's packages. Not on Ubuntu: its Chromium needs a running snapd."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    return platform.freedesktop_os_release().get("ID") == "debian"


def apt_install(package: str) -> bool:
    """Install one of Debian's packages; False where that fails."""
    print(f"Installing Debian's package {package}", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", package]
    for command in (["apt-get", "-qq", "update"], install):
        subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
    return shutil.which("dpkg") is not None and is_installed(package)


def is_installed(package: str) -> bool:
    answer = subprocess.run(["dpkg", "-s", package], capture_output=True, text=True)
    return "Status: install ok installed" in answer.stdout
