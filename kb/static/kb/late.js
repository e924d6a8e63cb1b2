// Fetches htmx when somebody is about to use it; a page that is only read goes without its 15 KB.
// Until it is there, and without this file, links are links.
const { late } = document.currentScript.dataset;
const INTENTS = ["pointerover", "focusin"];

const fetchLate = (event) => {
  if (!event.target.closest?.("[data-hx-get]")) return;
  for (const intent of INTENTS) document.removeEventListener(intent, fetchLate);
  const script = document.createElement("script");
  script.src = late;
  document.head.append(script);
};

for (const intent of INTENTS) document.addEventListener(intent, fetchLate);
