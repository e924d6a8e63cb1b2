// The form beside the sentences: what is offered is taken, fields are reached, and emptied after a save.
"use strict";
{
  const { back, clearText, pickSome, selected } = window.Desk;
  const byId = (id) => document.getElementById(id);
  const desk = byId("desk_form");
  const said = byId("said");
  const $ = window.django.jQuery;

  const say = (words) => {
    said.textContent = words;
  };

  // --- What is offered ---

  const SEVERAL = { about: "id_about_actors", event: "id_about_events", tag: "id_its_tags" };

  const optionOf = (id, value) => [...byId(id).options].find((option) => option.value === value);

  const choose = (id, value, name, isChosen = true) => {
    const option = optionOf(id, value) ?? byId(id).appendChild(new Option(name, value));
    option.selected = isChosen;
    $(byId(id)).trigger("change");
  };

  const isTaken = ({ dataset }) => {
    const kind = Object.keys(SEVERAL).find((each) => each in dataset);
    return Boolean(kind && optionOf(SEVERAL[kind], dataset[kind])?.selected);
  };

  /** Takes what is offered; one of several that was taken before is taken away. */
  const take = (link) => {
    const { speaker, mode, name } = link.dataset;
    const isOn = !isTaken(link);
    for (const [kind, id] of Object.entries(SEVERAL)) {
      if (kind in link.dataset) choose(id, link.dataset[kind], name, isOn);
    }
    if (speaker) choose("id_speaker", speaker, name);
    if (mode) {
      byId("id_mode").value = mode;
      $("#id_mode").trigger("change");
      link.setAttribute("aria-pressed", "true");
    }
    const words = link.ariaLabel ?? link.textContent;
    say(isOn ? words : `${words}: ${said.dataset.gone}`);
  };

  const showTaken = () => {
    for (const link of desk.querySelectorAll(".take:is([data-about], [data-event], [data-tag])")) {
      link.setAttribute("aria-pressed", isTaken(link));
    }
  };
  $(desk).on("change", "select[multiple]", showTaken);
  byId("side").addEventListener("htmx:afterSwap", showTaken);
  document.addEventListener("htmx:oobAfterSwap", showTaken);

  /** The n-th of what is suggested for the picked sentences, or of what the article named last. */
  const offered = (n, isLast) => desk.querySelectorAll(isLast ? "#used .take" : "#suggestions .take")[n - 1];

  // --- Fields ---

  const reach = (id) => {
    const field = byId(id);
    if (!field) return; // of a part of the form that not everybody has
    pickSome();
    for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    field.focus();
    field.select?.();
  };

  /**
   * Opens a field that is searched in; once something is found, one is back at the sentences.
   * Both ways at once, as select2 is not: a key may come before a timer does.
   */
  const search = (id) => {
    pickSome();
    const select = $(byId(id));
    select.one("select2:close", () => back());
    select.select2("open");
    document.querySelector(".select2-container--open .select2-search__field")?.focus();
  };

  /** Steps through the values of a field without going there, and says the new one. */
  const turn = (id) => {
    const select = byId(id);
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    $(select).trigger("change");
    say(`${select.labels[0].textContent} ${select.selectedOptions[0].textContent}`);
  };

  const turnStance = () => {
    const stances = [...desk.querySelectorAll("[name=stance]")];
    const next = stances[(stances.findIndex((stance) => stance.checked) + 1) % stances.length];
    next.checked = true;
    say(next.labels[0].textContent.trim());
  };

  // --- Emptied ---

  const empty = (...ids) => {
    for (const field of ids.map(byId)) {
      if (!field) continue;
      if (field.matches("select")) $(field).val(null).trigger("change");
      else if ("value" in field) field.value = "";
      else field.replaceChildren();
    }
  };

  const emptyStance = () => {
    desk.querySelector("[name=stance][value=supports]").checked = true;
  };

  /** What belongs to one claim goes; kind, events and tags are mostly those of the next one too. */
  const emptyClaim = () => {
    const hops = [...desk.querySelectorAll(".hop :is(textarea, select[id$=actor])")].map((field) => field.id);
    empty("id_cue", "id_said_on", "id_speaker", "id_about_actors", "similar", ...hops);
    byId("id_mode").value = "author";
    emptyStance();
    clearText();
  };

  const emptyAdding = () => {
    empty("id_q", "found", "similar");
    emptyStance();
  };
  const emptyNaming = () => empty("id_name", "id_named", "id_new_kind");

  // --- With the mouse ---

  desk.addEventListener("click", (event) => {
    const link = event.target.closest(".take");
    if (link) {
      event.preventDefault();
      take(link);
    }
    const cue = event.target.closest("[data-cue]");
    const found = cue && selected();
    if (found) byId(cue.dataset.cue).value = found.words;
    if (event.target.closest("[data-help]")) byId("keys").showModal();
  });

  // A button must not take the selection away that it is about.
  desk.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-cue]")) event.preventDefault();
  });
  for (const button of desk.querySelectorAll("[data-cue]")) button.hidden = false;

  // select2 tells only jQuery.
  $(desk).on("change", "#id_speaker, #id_mode, .hop select", () => window.htmx.trigger(desk, "desk:speech"));

  const ways = { emptyAdding, emptyClaim, emptyNaming, offered, reach, search };
  Object.assign(window.Desk, ways, { showTaken, take, turn, turnStance });
}
