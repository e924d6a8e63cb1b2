from kb.templatetags.pieces import marked
from kb.views.passages import Piece


def test_a_text_stands_as_it_is_and_what_is_marked_in_marks() -> None:
    pieces = [Piece("a < b", False), Piece("<b> & c", True), Piece(" ", False)]
    assert marked(pieces) == "a &lt; b<mark>&lt;b&gt; &amp; c</mark> "
    assert marked([]) == ""
