"""An address is read in one way, and written in one way."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from editorial.importing.fetching import PUBLIC, FetchError
from editorial.importing.fetching.errors import Rule, one_line
from editorial.importing.fetching.targets import target_of

HOSTS = st.text(
    alphabet=st.sampled_from("aZ0179.。xXüßẞς①⑦１-_[]:%@/\\?#é\u0301ⓐ…ﬁ א"), max_size=20
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://news.example", "http://news.example/"),
        ("HTTPS://NEWS.Example./A", "https://news.example/A"),
        ("https://news.example:443/", "https://news.example/"),
        ("http://news.example:/", "http://news.example/"),
        ("http://news.example:443/", "http://news.example:443/"),
        ("https://news.example:00443/", "https://news.example/"),
        ("https://news.example?a=1", "https://news.example/?a=1"),
        ("https://news.example/a b/ü?q=ß&r=%C3%9f#x", "https://news.example/a%20b/%C3%BC?q=%C3%9F&r=%C3%9f"),
        ("https://news.example/@me/a,b;c=(d)!~'*", "https://news.example/@me/a,b;c=(d)!~'*"),
        ('https://news.example/"<>^`{|}', "https://news.example/%22%3C%3E%5E%60%7B%7C%7D"),
        ("https://news.example/%2e%2E/%", "https://news.example/%2e%2E/%"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://bu\u0308cher.example/", "https://xn--bcher-kva.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://fußball.example/", "https://xn--fuball-cta.example/"),
        ("https://FUẞBALL.example/", "https://xn--fuball-cta.example/"),
        ("https://βόλος.example/", "https://xn--nxasmm1c.example/"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://пример.испытание/", "https://xn--e1afmkfd.xn--80akhbyknj4f/"),
        ("https://☃.example/", "https://xn--n3h.example/"),
        ("https://ⓝⓔⓦⓢ.example/", "https://news.example/"),
        ("https://a_b.news-1.example/", "https://a_b.news-1.example/"),
        ("https://127.0.0.1.example/", "https://127.0.0.1.example/"),
        ("https://0x7f.example/", "https://0x7f.example/"),
        ("https://1.1.1.1/", "https://1.1.1.1/"),
        ("https://[2606:4700:0:0::1111]/", "https://[2606:4700::1111]/"),
    ],
)  # fmt: skip
def test_it_reads_addresses(written: str, read: str) -> None:
    target = target_of(written, PUBLIC)
    assert target.address == read
    assert target_of(read, PUBLIC) == target


@given(HOSTS)
@example("①②⑦.0.0.1")
@example("[::ffff:127.0.0.1]")
def test_whatever_is_read_is_a_plain_name_or_a_number(host: str) -> None:
    try:
        target = target_of(f"http://{host}/", PUBLIC)
    except FetchError:
        return
    assert target_of(target.address, PUBLIC) == target
    assert target.authority.isascii()
    if isinstance(target.host, str):
        assert not set(target.host) - set("abcdefghijklmnopqrstuvwxyz0123456789.-_")
        assert not target.host.split(".")[-1].isdigit()
    else:
        assert isinstance(target.host, (IPv4Address, IPv6Address))


@given(st.text(max_size=60), st.sampled_from(["http://news.example/", "https://news.example?", ""]))
def test_a_request_holds_one_line(text: str, start: str) -> None:
    try:
        target = target_of(start + text, PUBLIC)
    except FetchError:
        return
    assert target.path.isascii()
    assert target.path.isprintable()
    assert " " not in target.path
    assert target.path.startswith("/")
    assert target_of(target.address, PUBLIC) == target


@given(st.text(max_size=300))
def test_whatever_is_shown_is_one_short_line(text: str) -> None:
    line = one_line(text)
    assert line.isprintable()
    assert len(line) < 120


def test_an_address_that_is_too_long_only_when_it_is_encoded_is_refused() -> None:
    with pytest.raises(FetchError) as refusal:
        target_of(f"https://news.example/{'ü' * 900}", PUBLIC)
    assert refusal.value.rule is Rule.LENGTH
