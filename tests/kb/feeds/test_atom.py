"""What identifies an entry, and what XML can hold."""

import pytest
from django.test import RequestFactory
from lxml import etree

from kb.feeds.atom import identifier, serializable


@pytest.mark.parametrize("host", ["kb.example", "kb.example:8443"])
def test_an_identifier_knows_no_port(rf: RequestFactory, host: str) -> None:
    request = rf.get("/feeds/claims.atom", headers={"Host": host}, secure=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.ALLOWED_HOSTS", ["kb.example"])
        assert identifier(request, "claims/1", "2026-11-23") == "tag:kb.example,2026-11-23:claims/1"


def test_whatever_is_left_can_be_written_and_read() -> None:
    everything = "".join(map(chr, range(0x300))) + "\ufffe\uffff\ud7ff\ue000"
    kept = serializable(everything)
    element = etree.Element("text")
    element.text = kept
    assert etree.fromstring(etree.tostring(element)).text == kept
    assert len(kept) == len(everything)
    assert serializable("Grüße,\tZeile\n zwei – „“") == "Grüße,\tZeile\n zwei – „“"
