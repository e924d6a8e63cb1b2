"""Two ways to enter a claim with the keyboard: at the desk, and in the plain admin form."""

from bench.desk_work import Entry, Spot
from bench.hands import Hands, Lost

__all__ = ["at_the_desk", "in_the_form", "open_desk", "open_form"]

KINDS = ("report", "assessment", "prediction", "demand", "promise")
# Where the next mark between clauses is, which a person sees in the sentence.
AHEAD = """([number, edge, step]) => {
    const text = document.getElementById(`t${number}`).textContent;
    const part = Desk.partOf(text, document.getElementById(`pick${number}`).value);
    const ahead = Desk.moved(text, part, Desk.clausesOf(text), edge, step);
    return Desk.valueOf(text, number, ahead ?? part);
}"""
MODES = ("direct", "indirect", "free_indirect", "reported", "author")


def open_desk(hands: Hands, article: int) -> None:
    hands.page.goto(f"/admin/kb/article/{article}/desk/")
    hands.page.wait_for_selector("[name=pick]:focus")


def at_the_desk(hands: Hands, entry: Entry, *, in_own_words: bool) -> None:
    """From wherever the last claim left the focus to the next claim saved."""
    for spot in entry.spots:
        _pick(hands, spot)
    _settled(hands)
    _take_suggestions(hands, entry)
    _turn(hands, "t", "#id_kind", KINDS, entry.kind)
    _events(hands, entry)
    if in_own_words:
        hands.press("n")  # which selects the text that is there
        hands.write(entry.text)
        hands.press("Control+Enter")
    else:
        hands.press("s")
    hands.page.wait_for_selector(".done")
    hands.page.wait_for_function("!document.querySelector('#lines :checked')")
    hands.page.wait_for_function("document.activeElement.name === 'pick'")
    hands.page.evaluate("document.querySelector('.done')?.remove()")


def _pick(hands: Hands, spot: Spot) -> None:
    page = hands.page
    here = page.evaluate("document.activeElement.closest('.line')?.value")
    if here is None:
        raise Lost("no sentence has the focus")
    steps = spot.position - here
    neighbour = page.locator(f"#pick{here}").is_checked() and steps == 1
    if neighbour:
        hands.press("Shift+ArrowDown")
    else:
        hands.press("j" if steps > 0 else "k", abs(steps))
    if not spot.is_whole:
        _narrow(hands, spot)
    elif not page.locator(f"#pick{spot.position}").is_checked():
        hands.press("Space")


def _narrow(hands: Hands, spot: Spot) -> None:
    """By clauses as far as one sees that they lead, the last of the way by words."""
    part = _part(spot, hands.page.locator(f"#pick{spot.position}").input_value())
    while part[0] < spot.start:
        ahead = _part(spot, hands.page.evaluate(AHEAD, [spot.position, "start", 1]))
        is_far = part[0] < ahead[0] <= spot.start
        part = _moved(hands, spot, part, "Control+ArrowRight" if is_far else "ArrowRight")
    while part[1] > spot.end:
        ahead = _part(spot, hands.page.evaluate(AHEAD, [spot.position, "end", -1]))
        is_far = part[1] > ahead[1] >= spot.end
        part = _moved(hands, spot, part, "Control+Shift+ArrowLeft" if is_far else "Shift+ArrowLeft")
    if part != (spot.start, spot.end):
        raise Lost(f"{spot.words!r} is not reached by clauses and words: {part}")


def _moved(hands: Hands, spot: Spot, part: tuple[int, int], key: str) -> tuple[int, int]:
    """The part after `key`, which has to change it."""
    hands.press(key)
    now = _part(spot, hands.page.locator(f"#pick{spot.position}").input_value())
    if now == part:
        raise Lost(f"{key} does not change the part {part} of sentence {spot.position}")
    return now


def _part(spot: Spot, value: str) -> tuple[int, int]:
    """The part of its sentence that the value of a pick names."""
    _, _, place = value.partition(":")
    start, _, end = place.partition("-")
    return int(start or 0), int(end or len(spot.text))


def _settled(hands: Hands) -> None:
    hands.page.wait_for_function("!document.querySelector('.htmx-request')")


def _take_suggestions(hands: Hands, entry: Entry) -> None:
    """Takes by its number what is right, then what was named before, and searches for the rest."""
    about = list(entry.about)
    is_voiced = False
    for number, take in enumerate(hands.page.query_selector_all("#suggestions .take")[:9], start=1):
        name, mode = take.get_attribute("data-name"), take.get_attribute("data-mode")
        fits = mode == entry.mode and name in (None, entry.speaker)
        if mode and fits and not is_voiced:
            hands.press(str(number))
            is_voiced = name == entry.speaker
        elif take.get_attribute("data-about") and name in about:
            hands.press(str(number))
            about.remove(name)
    _turn(hands, "m", "#id_mode", MODES, entry.mode)
    if entry.speaker and not is_voiced:
        _search(hands, "w", entry.speaker)
    for name in about:
        if not _offered(hands, "about", name):
            _search(hands, "b", name)


def _offered(hands: Hands, kind: str, name: str) -> bool:
    """Takes by its number what the article named last, or takes it away; says whether it is there."""
    for number, take in enumerate(hands.page.query_selector_all("#used .take"), start=1):
        if take.get_attribute(f"data-{kind}") and take.get_attribute("data-name") == name:
            hands.press(f"Shift+{number}")
            return True
    return False


def _search(hands: Hands, key: str, name: str) -> None:
    """Finds somebody in the field behind `key`; then one is back at the sentence."""
    hands.press(key)
    hands.page.wait_for_selector(".select2-container--open")
    hands.find(name)
    hands.page.wait_for_function("document.activeElement.name === 'pick'")


def _turn(hands: Hands, key: str, selector: str, values: tuple[str, ...], wanted: str) -> None:
    now = hands.page.locator(selector).input_value()
    hands.press(key, (values.index(wanted) - values.index(now)) % len(values))


def _events(hands: Hands, entry: Entry) -> None:
    """The events of the last claim are still there; what is not meant goes."""
    there = hands.page.locator("#id_about_events option:checked").all_inner_texts()
    for title in sorted({*there} ^ {*entry.events}):
        # What was chosen before is taken away by choosing it again.
        if not _offered(hands, "event", title):
            _search(hands, "e", title)


def open_form(hands: Hands, article: int) -> None:
    hands.page.goto("/admin/kb/claim/add/")


def in_the_form(hands: Hands, entry: Entry, title: str) -> None:
    """The same in Django's form; from the page of a new claim to the page of the next."""
    hands.press("Tab")
    hands.press("Enter")  # past the head of the page
    _choose(hands, "id_article", title)
    hands.tab_to("#id_text")
    hands.write(entry.text)
    hands.tab_to("#id_kind")
    hands.press(*_option(hands, "#id_kind", entry.kind))
    if entry.speaker:
        _choose(hands, "id_speaker", entry.speaker)
        hands.tab_to("#id_mode")
        hands.press(*_option(hands, "#id_mode", entry.mode))
    for name in entry.about:
        _choose(hands, "id_about_actors", name)
    for event in entry.events:
        _choose(hands, "id_about_events", event)
    for n, spot in enumerate(entry.spots):
        if n:
            hands.tab_to("#evidence-group .add-row a")
            hands.press("Enter")
            hands.tab_to(_searchable(f"id_evidence-{n}-sentence"), by="Shift+Tab")
        _choose(hands, f"id_evidence-{n}-sentence", spot.text)
        if not spot.is_whole:
            hands.tab_to(f"#id_evidence-{n}-quote")
            hands.write(spot.words)
        hands.tab_to(f"#id_evidence-{n}-stance")
        hands.press("ArrowDown")
    hands.tab_to("[name=_addanother]")
    with hands.page.expect_navigation():
        hands.press("Enter")
    if hands.page.locator(".errornote").count():
        raise Lost(hands.page.locator(".errornote, .errorlist").all_inner_texts())


def _searchable(field: str) -> str:
    """Where the keyboard is when it is in a field that is searched in."""
    box = f"#{field} + .select2"
    return f"{box} .select2-selection[tabindex='0'], {box} .select2-search__field"


def _choose(hands: Hands, field: str, name: str) -> None:
    hands.tab_to(_searchable(field))
    if hands.page.evaluate("document.activeElement.matches('.select2-selection')"):
        hands.press("Enter")
        hands.page.wait_for_selector(".select2-container--open")
    hands.find(name)
    # On a busy machine the focus comes back late; Tab would begin at the head of the page.
    hands.page.wait_for_selector(".select2-container--open", state="detached")
    hands.page.wait_for_function("document.activeElement !== document.body")


def _option(hands: Hands, selector: str, value: str) -> tuple[str, int]:
    values = hands.page.locator(f"{selector} option").evaluate_all("all => all.map(o => o.value)")
    now = hands.page.locator(selector).input_value()
    steps = values.index(value) - values.index(now)
    return ("ArrowDown" if steps > 0 else "ArrowUp"), abs(steps)
