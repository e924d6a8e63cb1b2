// The desk by mouse and keyboard. All it does ends in the page's one form; without this file that form
// works too, with whole sentences only. Offsets in the form count code points, the browser counts UTF-16.
"use strict";
{
  const byId = (id) => document.getElementById(id);
  const desk = byId("desk_form");
  const list = byId("lines");
  const said = byId("said");
  const text = byId("id_text");
  const $ = window.django.jQuery;

  // --- Sentences: where one is, and what is picked ---

  let here = list.querySelector(":checked") ?? list.querySelector("[name=pick]");
  const lineOf = (box) => box.closest(".line");
  const boxOf = (line) => line?.querySelector("[name=pick]");
  const neighbour = (box, step) =>
    boxOf(step > 0 ? lineOf(box).nextElementSibling : lineOf(box).previousElementSibling);
  const picked = () => [...list.querySelectorAll("[name=pick]:checked")];

  const stay = (box) => {
    here.tabIndex = -1;
    here = box;
    here.tabIndex = 0;
  };

  const go = (box) => {
    if (!box) return;
    stay(box);
    box.focus({ preventScroll: true });
    lineOf(box).scrollIntoView({ block: "nearest" });
  };

  const nextOpen = () => {
    const open = [...list.querySelectorAll(".look-open")];
    const after = open.find((line) => line.value > lineOf(here).value);
    return boxOf(after ?? open[0]);
  };

  // --- Parts of a sentence ---

  const wordsOf = (box) => byId(`t${lineOf(box).value}`);
  const points = (string) => [...string].length;
  const units = (string, count) => [...string].slice(0, count).join("").length;

  /** Where the picked part begins and ends, in the browser's own units. */
  const partOf = (box) => {
    const words = wordsOf(box).textContent;
    const [, start, end] = box.value.match(/:(\d+)-(\d+)$/) ?? [];
    return end ? [units(words, start), units(words, end)] : [0, words.length];
  };

  const setPart = (box, start, end) => {
    const label = wordsOf(box);
    const words = label.textContent;
    const number = lineOf(box).value;
    const isWhole = start <= 0 && end >= words.length;
    box.value = isWhole ? number : `${number}:${points(words.slice(0, start))}-${points(words.slice(0, end))}`;
    if (isWhole) {
      label.textContent = words;
      return;
    }
    const mark = document.createElement("mark");
    mark.textContent = words.slice(start, end);
    label.replaceChildren(words.slice(0, start), mark, words.slice(end));
  };

  // A word with its combining marks and soft hyphens; a mark; a flag or an emoji with all it is joined from.
  const WORD =
    /[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*(?:[-.’'][\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*)*|\p{RI}{2}|[^\s\p{L}\p{M}\p{N}\p{Cf}](?:[\p{M}\p{Emoji_Modifier}]|\u200d.)*/gu;

  /** Moves an edge of the part by a word or mark; the words left are never none. */
  const narrow = (box, edge, step) => {
    const words = [...wordsOf(box).textContent.matchAll(WORD)];
    const starts = words.map((word) => word.index);
    const ends = words.map((word) => word.index + word[0].length);
    let [start, end] = partOf(box);
    if (edge === "start") {
      const found = step > 0 ? starts.find((place) => place > start) : starts.findLast((place) => place < start);
      start = found ?? start;
    } else {
      const found = step > 0 ? ends.find((place) => place > end) : ends.findLast((place) => place < end);
      end = found ?? end;
    }
    if (start >= end) return;
    setPart(box, start, end);
    pick(box, true);
  };

  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const label = (range.startContainer.parentElement ?? range.startContainer).closest?.(".line .t");
    if (!label || !label.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(label, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const raw = range.toString();
    const start = before.toString().length + raw.length - raw.trimStart().length;
    const words = raw.trim();
    return words && { box: boxOf(label.closest(".line")), start, end: start + words.length, words };
  };

  // --- Picking ---

  let proposed = text.value;

  const pick = (box, isPicked) => {
    box.checked = isPicked;
    if (!isPicked) setPart(box, 0, Infinity);
    changed();
  };

  const changed = () => {
    const boxes = picked();
    byId("picked").textContent = boxes.map((box) => box.value).join(", ");
    if (text.value === proposed) {
      const parts = boxes.map((box) => wordsOf(box).textContent.slice(...partOf(box)));
      text.value = parts.join(" ");
      proposed = text.value; // as the browser writes line ends
    }
    window.htmx.trigger("#suggestions", "desk:picked");
  };

  const extend = (step) => {
    if (!here.checked) return pick(here, true);
    const next = neighbour(here, step);
    if (!next) return;
    // Going back over what is picked takes it away again.
    if (next.checked) pick(here, false);
    else pick(next, true);
    go(next);
  };

  list.addEventListener("focusin", (event) => {
    if (event.target.name === "pick") stay(event.target);
  });

  list.addEventListener("change", (event) => {
    if (event.target.name === "pick") pick(event.target, event.target.checked);
  });

  let anchor = here;
  list.addEventListener("click", (event) => {
    if (event.target.closest(".t") && selected()) return event.preventDefault();
    if (event.target.name !== "pick") return;
    if (event.shiftKey) {
      const [from, to] = [lineOf(anchor).value, lineOf(event.target).value].sort((a, b) => a - b);
      for (let n = from; n <= to; n += 1) byId(`pick${n}`).checked = true;
      changed();
    }
    anchor = event.target;
  });

  list.addEventListener("mouseup", () => {
    const part = selected();
    if (!part) return;
    setPart(part.box, part.start, part.end);
    stay(part.box);
    pick(part.box, true);
  });

  // --- The form ---

  const choose = (id, value, name) => {
    const select = byId(id);
    const known = [...select.options].find((option) => option.value === value);
    (known ?? select.appendChild(new Option(name, value))).selected = true;
    $(select).trigger("change");
  };

  const take = (link) => {
    const { speaker, about, mode, cue, name } = link.dataset;
    if (speaker) choose("id_speaker", speaker, name);
    if (about) choose("id_about_actors", about, name);
    if (cue) byId("id_cue").value = cue;
    if (mode) {
      byId("id_mode").value = mode;
      $("#id_mode").trigger("change");
    }
    link.setAttribute("aria-pressed", "true");
  };

  /** What belongs to one claim goes; kind, events and tags are mostly those of the next one too. */
  const begin = () => {
    for (const box of picked()) box.checked = false;
    for (const field of desk.querySelectorAll("#id_cue, #id_said_on, #id_q, #id_name, .hop textarea")) field.value = "";
    for (const id of ["id_speaker", "id_about_actors", "id_hops-0-actor", "id_hops-1-actor", "id_hops-2-actor"]) {
      $(byId(id)).val(null).trigger("change");
    }
    byId("id_mode").value = "author";
    desk.querySelector("[name=stance][value=supports]").checked = true;
    for (const id of ["found", "similar"]) byId(id)?.replaceChildren();
    text.value = proposed = "";
    changed();
  };

  desk.addEventListener("click", (event) => {
    const link = event.target.closest(".take");
    if (link) {
      event.preventDefault();
      take(link);
    }
    const cue = event.target.closest("[data-cue]");
    const part = cue && selected();
    if (part) byId(cue.dataset.cue).value = part.words;
    if (event.target.closest("[data-help]")) byId("keys").showModal();
  });

  // A button must not take the selection away that it is about.
  desk.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-cue]")) event.preventDefault();
  });
  for (const button of desk.querySelectorAll("[data-cue]")) button.hidden = false;

  // select2 tells only jQuery.
  $(desk).on("change", "#id_speaker, #id_mode, .hop select", () => window.htmx.trigger(desk, "desk:speech"));

  // --- Keys ---

  // By a click: htmx sends the button that was clicked, whatever submitted the form.
  const save = (button) => {
    if (!picked().length) pick(here, true);
    desk.querySelector(`[name=${button}]`)?.click();
  };

  const reach = (id) => {
    const field = byId(id);
    if (!field) return; // of a part of the form that not everybody has
    if (!picked().length) pick(here, true);
    for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    field.focus();
    field.select?.();
  };

  /** Opens a field that is searched in; once something is found, one is back at the sentences. */
  const search = (id) => {
    if (!picked().length) pick(here, true);
    const select = $(byId(id));
    select.one("select2:close", () => setTimeout(() => go(here)));
    select.select2("open");
  };

  /** Steps through the values of a field without going there, and says the new one. */
  const turn = (id) => {
    const select = byId(id);
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    $(select).trigger("change");
    said.textContent = `${select.labels[0].textContent} ${select.selectedOptions[0].textContent}`;
  };

  const turnStance = () => {
    const stances = [...desk.querySelectorAll("[name=stance]")];
    const next = stances[(stances.findIndex((stance) => stance.checked) + 1) % stances.length];
    next.checked = true;
    said.textContent = next.labels[0].textContent.trim();
  };

  const shifted = {
    ArrowDown: () => extend(1),
    ArrowUp: () => extend(-1),
    ArrowLeft: () => narrow(here, "end", -1),
    ArrowRight: () => narrow(here, "end", 1),
    S: () => save("_submit"),
    "?": () => byId("keys").showModal(),
  };

  const plain = {
    ArrowDown: () => go(neighbour(here, 1)),
    ArrowUp: () => go(neighbour(here, -1)),
    ArrowRight: () => narrow(here, "start", 1),
    ArrowLeft: () => narrow(here, "start", -1),
    j: () => go(neighbour(here, 1)),
    k: () => go(neighbour(here, -1)),
    o: () => go(nextOpen()),
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
    "?": () => byId("keys").showModal(),
  };

  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.name !== "pick") return;
    const takes = /^[1-9]$/.test(event.key) && desk.querySelectorAll(".take")[event.key - 1];
    if (event.repeat && "sS".includes(event.key)) return event.preventDefault(); // held down, it saves once
    const does = takes ? () => take(takes) : (event.shiftKey ? shifted : plain)[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  desk.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!event.repeat) save(event.shiftKey ? "_submit" : "_draft");
    } else if (event.key === "Enter" && field.matches("input:not([type=submit], .select2-search__field)")) {
      // Enter presses the button of its own part of the form; in the search it leads on to what was found.
      event.preventDefault();
      const first = byId("found")?.querySelector("[name=claim]");
      if (field.id === "id_q") first?.focus();
      else if (field.closest("#similar")) byId("similar").querySelector("[type=submit]")?.click();
      else (field.closest(".module") ?? desk).querySelector("[type=submit]:not(#similar *)")?.click();
    } else if (event.key === "Escape" && !document.querySelector(".select2-container--open")) {
      go(here);
    }
  });

  // --- Answers ---

  // From the moment something is sent until its answer is shown and the form is empty again.
  let isSent = false;

  /** A suggestion that does not come is not missed; something that is not saved is. */
  const trouble = (event) => {
    if (event.target !== desk && event.detail.elt !== desk) return;
    isSent = false;
    said.textContent = said.dataset.trouble;
    said.focus();
  };
  document.addEventListener("htmx:sendError", trouble);
  document.addEventListener("htmx:responseError", trouble);
  document.addEventListener("htmx:beforeSwap", (event) => {
    // Somebody who was logged out is led to the login; that is no part of this page.
    if (new URL(event.detail.xhr.responseURL).pathname === location.pathname) return;
    event.detail.shouldSwap = false;
    trouble(event);
  });

  desk.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== desk) return;
    if (isSent) return event.preventDefault();
    isSent = true;
    for (const field of desk.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  });

  desk.addEventListener("htmx:afterRequest", (event) => {
    if (event.target === desk && event.detail.xhr.status !== 200) isSent = false;
  });

  said.addEventListener("htmx:afterSettle", () => {
    const wrong = [...said.querySelectorAll("[data-field]")];
    if (!wrong.length) return;
    const fields = wrong.map((each) => desk.elements[each.dataset.field]).filter((field) => field?.setAttribute);
    for (const field of fields) field.setAttribute("aria-invalid", "true");
    (fields[0] ?? said).focus();
  });

  document.addEventListener("desk:done", (event) => {
    here = byId(here.id); // where one was may have been swapped
    begin();
    go(byId(`pick${event.detail.next}`) ?? here);
    isSent = false;
  });
  document.addEventListener("desk:named", () => {
    isSent = false;
    changed();
  });

  addEventListener("beforeunload", (event) => {
    if (text.value !== proposed) event.preventDefault();
  });

  // --- To begin with ---

  for (const box of list.querySelectorAll("[name=pick]")) {
    box.tabIndex = -1;
    if (box.checked) setPart(box, ...partOf(box));
  }
  const asked = byId(location.hash.replace("#s", "pick"));
  go(asked ?? (picked().length ? here : boxOf(list.querySelector(".look-open")) ?? here));
}
