from django.template import Context, Template

from kb.pictures.lettering import width

CAPTION = (
    "{% load i18n pictures %}{% blocktranslate asvar above with name=name %}Von {{ name }}"
    "{% endblocktranslate %}{{ above|shortened:200 }}"
)


def test_a_caption_fits_and_is_escaped_once() -> None:
    shown = Template(CAPTION).render(Context({"name": "Meier & O'Hara & Söhne " * 5}))
    assert shown == "Von Meier &amp; O&#x27;Hara &amp; Söhn…"
    assert width("Von Meier & O'Hara & Söhn…") <= 200
