// What the pages cannot do without: words where htmx would stay silent. Everything works without this file.

// An answer that is not a part (404, 410, 500) has a page of its own: show that.
document.addEventListener("htmx:responseError", (event) => {
  location.assign(event.detail.pathInfo.finalRequestPath);
});

const trouble = () => document.getElementById("trouble");

document.addEventListener("htmx:sendError", () => {
  trouble().hidden = false;
});

document.addEventListener("htmx:afterOnLoad", () => {
  trouble().hidden = true;
});

// Who does not see that a part has changed hears it.
document.addEventListener("htmx:afterSettle", (event) => {
  document.getElementById("status").textContent = event.target.dataset.spoken ?? "";
});

// A click on a marked sentence is a click on its number, unless somebody is selecting words.
document.addEventListener("click", (event) => {
  const sentence = event.target.closest(".sentence[data-number]");
  if (sentence && !event.target.closest("a") && getSelection().isCollapsed) {
    document.getElementById(sentence.dataset.number).click();
  }
});
