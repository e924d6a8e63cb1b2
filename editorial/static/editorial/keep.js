// What was typed outlives a session that ends: it waits in this tab, and goes back through the server,
// which lays it onto what stands by then. And whoever logged in again in another window is not refused
// for the token of the old session.
"use strict";
{
  const place = `kept:${location.pathname}`;
  const read = () => JSON.parse(sessionStorage.getItem(place) ?? "null");

  // --- The token of the session that is, not of the one that was ---

  const token = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1];
  addEventListener("submit", (event) => {
    const field = event.target.elements?.csrfmiddlewaretoken;
    if (field && token()) field.value = token();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get" && token()) event.detail.parameters.csrfmiddlewaretoken = token();
  });

  // --- The form: kept when it is sent, offered again after a login ---

  const notice = document.getElementById("kept");
  const form = notice?.closest("form");

  const keep = () => {
    const entries = [...new FormData(form)].filter(
      ([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string",
    );
    const kept = { person: notice.dataset.person, entries, isLoggedOut: false };
    try {
      sessionStorage.setItem(place, JSON.stringify(kept));
    } catch {
      sessionStorage.removeItem(place); // too much to be kept: the answer shows the words to be copied
    }
  };

  const putBack = () => {
    const again = document.createElement("form");
    again.method = "post";
    again.hidden = true;
    const add = (name, value) => {
      const field = document.createElement("textarea");
      [field.name, field.value] = [name, value];
      again.append(field);
    };
    for (const [name, value] of read().entries) add(name, value);
    add("csrfmiddlewaretoken", token() ?? form.elements.csrfmiddlewaretoken.value);
    add("_compare", "1"); // to look at; it saves nothing
    sessionStorage.removeItem(place);
    document.body.append(again);
    again.submit();
  };

  if (form) {
    const kept = read();
    if (kept?.isLoggedOut && kept.person === notice.dataset.person) notice.hidden = false;
    else sessionStorage.removeItem(place); // it was answered
    form.addEventListener("submit", keep);
    notice.addEventListener("click", (event) => {
      if (event.target.dataset.kept === "back") putBack();
      if (event.target.dataset.kept !== "away") return;
      sessionStorage.removeItem(place);
      notice.hidden = true;
    });
  }

  // --- The answer to somebody who is no longer logged in ---

  if (document.querySelector("[data-logged-out]")) {
    const kept = read();
    if (kept) sessionStorage.setItem(place, JSON.stringify({ ...kept, isLoggedOut: true }));
    for (const line of document.querySelectorAll("[data-kept]")) {
      line.hidden = (line.dataset.kept === "here") !== Boolean(kept);
    }
  }
}
