"""Files, directories and archives: what is taken, what is refused and why."""

import stat
import zipfile
from pathlib import Path

import pytest

from editorial.importing.articles import collecting
from editorial.importing.articles.collecting import collect
from editorial.importing.errors import Rejection


def outcomes(*paths: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Contents by name, and reasons by name; names without the directory they were made in."""
    contents, reasons = {}, {}
    for found in collect(paths):
        if isinstance(found, Rejection):
            reasons[Path(found.place.file).name] = found.reason
        else:
            contents[Path(found[0]).name] = found[1]
    return contents, reasons


def archive(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in entries:
            opened.writestr(name, content)
    return path


def test_a_directory_is_walked_in_order_and_what_is_hidden_is_passed_by(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "sub/c.json", ".hidden.txt", ".git/d.txt", "sub/.e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    found = [item if isinstance(item, Rejection) else item[0] for item in collect([tmp_path])]
    assert found == [str(tmp_path / name) for name in ("a.html", "b.txt", "sub/c.json")]


def test_an_unknown_kind_is_refused_with_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF")
    contents, reasons = outcomes(tmp_path)
    assert not contents
    assert reasons["report.pdf"].startswith(
        "of a kind that cannot be read; known are plain text (.txt)"
    )


def test_a_file_named_by_hand_may_have_any_ending(tmp_path: Path) -> None:
    (tmp_path / "article").write_text("Ein Satz.")
    assert outcomes(tmp_path / "article") == ({"article": b"Ein Satz."}, {})


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert outcomes(tmp_path / "x.txt")[1] == {"x.txt": "cannot be read: No such file or directory"}


def test_a_file_that_is_too_large_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(10_000_001)
    (tmp_path / "b.txt").write_text("Ein Satz.")
    contents, reasons = outcomes(tmp_path)
    assert contents == {"b.txt": b"Ein Satz."}
    assert reasons == {"a.txt": "has 10000001 bytes, at most 10000000 are read; divide it"}


def test_a_link_that_leads_out_is_refused_and_one_within_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("Geheim.")
    home = tmp_path / "home"
    home.mkdir()
    (home / "a.txt").write_text("Ein Satz.")
    (home / "b.txt").symlink_to(home / "a.txt")
    (home / "c.txt").symlink_to(outside)
    (home / "d").symlink_to(tmp_path)
    contents, reasons = outcomes(home)
    assert sorted(contents) == ["a.txt", "b.txt"]
    assert sorted(reasons) == ["c.txt", "d"]
    assert reasons["c.txt"].startswith("a link that leads out of")


def test_an_archives_entries_are_named_by_their_way_into_it(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.zip",
        ("z.txt", b"Z."),
        ("in/it.html", b"<p>"),
        (".x.txt", b"."),
        ("__MACOSX/z.txt", b"."),
    )
    assert list(collect([path])) == [(f"{path}/in/it.html", b"<p>"), (f"{path}/z.txt", b"Z.")]


@pytest.mark.parametrize(
    "name", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "C:/x.txt", "..\\x.txt"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    (found,) = collect([archive(tmp_path / "a.zip", (name, b"Text."))])
    assert isinstance(found, Rejection)
    assert found.reason == "its name leads out of the archive"


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("link.txt")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    reasons = outcomes(archive(tmp_path / "a.zip", (entry, b"/etc/passwd")))[1]
    assert reasons == {"link.txt": "a link; an archive must hold the file itself"}


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    reasons = outcomes(archive(tmp_path / "a.zip", ("b.zip", b"PK")))[1]
    assert reasons == {"b.zip": "an archive in an archive; unpack it first"}


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", ("a.txt", b"Text."))
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag in the entry's own header, and in the directory at the end
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert outcomes(path)[1] == {"a.txt": "encrypted; unpack it with its password first"}


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.zip",
        ("bomb.txt", b"a" * 9_000_000),
        ("large.txt", b"\0" * 10_000_001),
        ("ok.txt", b"Text."),
    )
    contents, reasons = outcomes(path)
    assert contents == {"ok.txt": b"Text."}
    assert reasons["bomb.txt"].endswith("times its size, as no text does")
    assert reasons["large.txt"] == "has 10000001 bytes, at most 10000000 are read; divide it"


def test_an_entry_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", ("a.txt", b"Ein Satz. " * 50_000))
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    contents, reasons = outcomes(path)
    assert not contents
    assert reasons["a.txt"].startswith("cannot be unpacked: ")


def test_too_many_entries_or_bytes_end_the_unpacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path / "a.zip", *((f"{n}.txt", b"Ein Satz.") for n in range(5)))
    monkeypatch.setattr(collecting, "ENTRIES_LIMIT", 4)
    assert outcomes(path) == ({}, {"a.zip": "holds 5 files, at most 4 are unpacked; divide it"})
    monkeypatch.setattr(collecting, "ENTRIES_LIMIT", 5)
    monkeypatch.setattr(collecting, "UNPACKED_LIMIT_BYTES", 20)
    contents, reasons = outcomes(path)
    assert sorted(contents) == ["0.txt", "1.txt"]
    assert reasons == {"a.zip": "unpacks to more than 20 bytes; divide it"}


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"no archive at all", b"PK\x05\x06" + b"\xff" * 18]
)
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert outcomes(tmp_path / "a.zip")[1]["a.zip"].startswith(
        "cannot be opened as a zip archive: "
    )
