"""What counts as nothing: white space, and characters that leave no mark on a page."""

__all__ = ["INVISIBLE", "WHITE_SPACE", "is_blank"]

# All for which Python's str.isspace says yes (Unicode 14 and 15 agree).
WHITE_SPACE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

# Unicode's Default_Ignorable_Code_Point within the basic plane, but for unassigned ones:
# https://www.unicode.org/Public/15.0.0/ucd/DerivedCoreProperties.txt
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f"
    "\u3164\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d"
    "\ufe0e\ufe0f\ufeff\uffa0"
)


def is_blank(text: str) -> bool:
    """Whether nobody would see anything of `text`."""
    return not text.strip(WHITE_SPACE + INVISIBLE)
