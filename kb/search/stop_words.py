"""Words that say nothing by themselves: a question does without them."""

from kb.search.analysis import fold

__all__ = ["STOP_WORDS"]

GERMAN = """
ab aber als am an auch auf aus bei beim bis da dann das dass dem den denn der des dessen die dies
diese diesem diesen dieser dieses doch du durch ein eine einem einen einer eines er es etwa für
gegen hat hatte hätte ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in ins ist ja kann man
mehr mit nach nicht noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so
über um und uns unter vom von vor war waren warum was weil wenn wer wie wieder wir wird wo worden wurde
wurden zu zum zur zwischen
"""
ENGLISH = """
a about after all also an and any are as at be been before but by can did do does for from had has
have he her his how i if in into is it its more no not of on or our she so some than that the
their them then there these they this to was we were what when where which who why will with would
you your
"""

STOP_WORDS = frozenset(fold(word) for word in (GERMAN + ENGLISH).split())
