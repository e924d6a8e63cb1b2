// Sentences: where one is, what is picked, and which part of it.
"use strict";
{
  const { moved, partOf, valueOf, wordsOf, clausesOf } = window.Desk;
  const byId = (id) => document.getElementById(id);
  const list = byId("lines");
  const text = byId("id_text");

  // --- Where one is ---

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

  const step = (count) => go(neighbour(here, count));

  const goToOpen = () => {
    const open = [...list.querySelectorAll(".look-open")];
    const after = open.find((line) => line.value > lineOf(here).value);
    go(boxOf(after ?? open[0]));
  };

  /** Back to the sentences; where one was may have been swapped. */
  const back = (number) => {
    here = byId(here.id);
    go(byId(`pick${number}`) ?? here);
  };

  // --- What is picked ---

  const labelOf = (box) => byId(`t${lineOf(box).value}`);
  const textOf = (box) => labelOf(box).textContent;

  /** What the claim's text was begun with; while it is no other, nobody has typed. */
  let proposed = text.value;
  const isTyped = () => text.value !== proposed;

  const setPart = (box, [start, end]) => {
    const label = labelOf(box);
    const words = label.textContent;
    box.value = valueOf(words, lineOf(box).value, [start, end]);
    if (!box.value.includes(":")) {
      label.textContent = words;
      return;
    }
    const mark = document.createElement("mark");
    mark.textContent = words.slice(start, end);
    label.replaceChildren(words.slice(0, start), mark, words.slice(end));
  };

  const changed = () => {
    const boxes = picked();
    byId("picked").textContent = boxes.map((box) => box.value).join(", ");
    if (!isTyped()) {
      text.value = boxes.map((box) => textOf(box).slice(...partOf(textOf(box), box.value))).join(" ");
      proposed = text.value; // as the browser writes line ends
    }
    window.htmx.trigger("#suggestions", "desk:picked");
  };

  const pick = (box, isPicked) => {
    box.checked = isPicked;
    if (!isPicked) setPart(box, [0, Infinity]);
    changed();
  };

  const pickPart = (box, part) => {
    setPart(box, part);
    pick(box, true);
  };

  /** Something picked, if only the sentence where one is. */
  const pickSome = () => {
    if (!picked().length) pick(here, true);
  };

  /** Nothing picked, and the text of the claim empty but for what somebody typed. */
  const release = () => {
    for (const box of picked()) {
      box.checked = false;
      setPart(box, [0, Infinity]);
    }
    changed();
  };

  /** The text of the claim empty, whoever wrote it. */
  const clearText = () => {
    text.value = proposed = "";
  };

  const extend = (count) => {
    if (!here.checked) return pick(here, true);
    const next = neighbour(here, count);
    if (!next) return;
    // Going back over what is picked takes it away again.
    if (next.checked) pick(here, false);
    else pick(next, true);
    go(next);
  };

  /** Moves an edge of the part by a word or a clause; the words left are never none. */
  const narrow = (edge, count, isByClause) => {
    const words = textOf(here);
    const places = isByClause ? clausesOf(words) : wordsOf(words);
    const part = moved(words, partOf(words, here.value), places, edge, count);
    if (part) pickPart(here, part);
  };

  // --- With the mouse ---

  /** The words of one sentence that are selected, or null. */
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
    return words && { box: boxOf(label.closest(".line")), part: [start, start + words.length], words };
  };

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
    const found = selected();
    if (!found) return;
    stay(found.box);
    pickPart(found.box, found.part);
  });

  list.addEventListener("focusin", (event) => {
    if (event.target.name === "pick") stay(event.target);
  });

  list.addEventListener("change", (event) => {
    if (event.target.name === "pick") pick(event.target, event.target.checked);
  });

  // --- To begin with ---

  for (const box of list.querySelectorAll("[name=pick]")) {
    box.tabIndex = -1;
    if (box.checked) setPart(box, partOf(textOf(box), box.value));
  }

  const start = () => {
    const asked = byId(location.hash.replace("#s", "pick"));
    go(asked ?? (picked().length ? here : boxOf(list.querySelector(".look-open")) ?? here));
  };

  const ways = { back, changed, clearText, extend, goToOpen, isTyped, narrow };
  Object.assign(window.Desk, ways, { pickSome, release, selected, start, step });
}
