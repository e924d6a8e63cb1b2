// Keys: letters while one is at the sentences, Ctrl and Esc everywhere.
"use strict";
{
  const { back, extend, goToOpen, narrow, offered, pickSome, reach, search } = window.Desk;
  const { showTaken, start, step, take, turn, turnStance } = window.Desk;
  const byId = (id) => document.getElementById(id);
  const desk = byId("desk_form");
  const $ = window.django.jQuery;

  /** By a click: htmx sends the button that was clicked, whatever submitted the form. */
  const save = (button) => {
    pickSome();
    desk.querySelector(`[name=${button}]`)?.click();
  };

  const help = () => byId("keys").showModal();

  const shifted = {
    ArrowDown: () => extend(1),
    ArrowUp: () => extend(-1),
    ArrowLeft: (isByClause) => narrow("end", -1, isByClause),
    ArrowRight: (isByClause) => narrow("end", 1, isByClause),
    S: () => save("_submit"),
    "?": help,
  };

  const plain = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    ArrowRight: (isByClause) => narrow("start", 1, isByClause),
    ArrowLeft: (isByClause) => narrow("start", -1, isByClause),
    j: () => step(1),
    k: () => step(-1),
    o: goToOpen,
    n: () => reach("id_text"),
    a: () => reach("id_q"),
    x: () => reach("id_reason"),
    t: () => turn("id_kind"),
    m: () => turn("id_mode"),
    d: turnStance,
    w: () => search("id_speaker"),
    b: () => search("id_about_actors"),
    e: () => search("id_about_events"),
    g: () => search("id_its_tags"),
    s: () => save("_draft"),
    "?": help,
  };

  /** The digit of a key, with or without Shift, wherever the keyboard has its signs. */
  const digitOf = (event) => event.code.match(/^Digit([1-9])$/)?.[1] ?? event.key.match(/^[1-9]$/)?.[0];

  byId("lines").addEventListener("keydown", (event) => {
    if (event.target.name !== "pick") return;
    const isByClause = event.ctrlKey || event.altKey; // Option where the system has Ctrl and arrows for itself
    if (event.metaKey || (isByClause && !/^Arrow(Left|Right)$/.test(event.key))) return;
    if (event.repeat && "sS".includes(event.key)) return event.preventDefault(); // held down, it saves once
    const digit = digitOf(event);
    const link = digit && offered(digit, event.shiftKey);
    const does = link ? () => take(link) : (event.shiftKey ? shifted : plain)[event.key];
    if (!does) return;
    event.preventDefault();
    does(isByClause);
  });

  // --- In a field ---

  /** The button of the part of the form that one is in; else the claim's. */
  const buttonAt = (field) => {
    if (field.closest("#similar")) return byId("similar").querySelector("[type=submit]");
    return (field.closest("#side .module") ?? desk).querySelector("[type=submit]:not(#similar *)");
  };

  /** Enter presses the button of its own part; in the search it leads on to what was found. */
  desk.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || !field.matches("input:not([type=submit], .select2-search__field)")) return;
    event.preventDefault();
    if (field.id === "id_q") byId("found").querySelector("[name=claim]")?.focus();
    else buttonAt(field)?.click();
  });

  // --- Everywhere, in an open search too ---

  const closeSearches = () => {
    for (const select of desk.querySelectorAll("select.select2-hidden-accessible")) $(select).select2("close");
  };

  document.addEventListener(
    "keydown",
    (event) => {
      if (byId("keys").open) return;
      const isSearching = document.querySelector(".select2-container--open");
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        event.stopPropagation();
        if (event.repeat) return;
        const part = event.target.closest("#side .module:not(.claim-fields)");
        if (isSearching) {
          closeSearches();
          // Else the letting go of the key, in its field, would open it again.
          event.target.blur();
        }
        if (part && !event.shiftKey) buttonAt(event.target)?.click();
        else save(event.shiftKey ? "_submit" : "_draft");
      } else if (event.key === "Escape" && !isSearching) {
        back();
      }
    },
    { capture: true },
  );

  showTaken();
  $(() => start()); // no key is heard before autocomplete.js has made the searches
}
