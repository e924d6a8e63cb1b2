// What the server answers: saved, refused, or no answer at all. Nothing typed is lost by any of it.
"use strict";
{
  const { back, changed, emptyAdding, emptyClaim, emptyNaming, isTyped, release } = window.Desk;
  const byId = (id) => document.getElementById(id);
  const desk = byId("desk_form");
  const said = byId("said");
  const text = byId("id_text");

  // From the moment something is sent until its answer is shown and the form is empty again.
  let isSent = false;
  let sentText = "";

  // --- Sent ---

  desk.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== desk) return;
    if (isSent) return event.preventDefault();
    isSent = true;
    sentText = text.value;
    for (const field of desk.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  });

  desk.addEventListener("htmx:afterRequest", (event) => {
    if (event.target === desk && event.detail.xhr.status !== 200) isSent = false;
  });

  // --- Not saved ---

  /** A suggestion that does not come is not missed; something that is not saved is. */
  const trouble = (event, reason) => {
    if ((event.detail.requestConfig?.elt ?? event.target) !== desk) return;
    isSent = false;
    said.textContent = said.dataset[reason];
    said.focus();
  };

  // Who logs in again in another window saves with the token of that session (keep.js).
  const isLoggedOut = () => !document.cookie.includes("csrftoken="); // gone with the session

  document.addEventListener("htmx:sendError", (event) => trouble(event, "offline"));
  document.addEventListener("htmx:responseError", (event) => {
    const isRefused = event.detail.xhr.status === 403;
    trouble(event, !isRefused ? "failed" : isLoggedOut() ? "login" : "refused");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // Somebody who was logged out is led to the login; that is no part of this page.
    if (new URL(event.detail.xhr.responseURL).pathname === location.pathname) return;
    event.detail.shouldSwap = false;
    trouble(event, "login");
  });

  // What is wrong is marked, and one is led to the first of it.
  said.addEventListener("htmx:afterSwap", () => {
    const wrong = [...said.querySelectorAll("[data-field]")];
    if (!wrong.length) return;
    const fields = wrong.map((each) => desk.elements[each.dataset.field]).filter((field) => field?.setAttribute);
    for (const field of fields) field.setAttribute("aria-invalid", "true");
    (fields[0] ?? said).focus();
  });

  // --- Saved ---

  document.addEventListener("desk:done", (event) => {
    const { did, next } = event.detail;
    isSent = false;
    if (did === "_name") {
      emptyNaming();
      return changed();
    }
    if (did === "_add") emptyAdding();
    // A claim that somebody has begun to write stays, with all its fields, until it is saved itself.
    const isSaved = did === "_draft" || did === "_submit";
    if (isSaved ? text.value === sentText : !isTyped()) emptyClaim();
    release();
    back(next);
  });

  addEventListener("beforeunload", (event) => {
    if (isTyped()) event.preventDefault();
  });
}
