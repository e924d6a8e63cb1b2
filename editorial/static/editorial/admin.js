// Names for what Django's admin leaves without: fields in table rows, and select2's boxes.
"use strict";
{
  const nameOf = (field) => {
    const cell = field.closest(".tabular td");
    const source = cell
      ? cell.closest("table").tHead.rows[0].cells[cell.cellIndex]
      : field.labels?.[0];
    return source?.textContent.trim().replace(/:$/, "");
  };
  const label = (root) => {
    for (const field of root.querySelectorAll("input, select, textarea")) {
      const name = nameOf(field);
      if (!name) continue;
      if (field.closest(".tabular")) field.ariaLabel = name;
      if (!field.matches(".admin-autocomplete")) continue;
      const box = field.parentElement.querySelectorAll("[role$=box], .select2-search__field");
      for (const part of box) part.ariaLabel = name;
    }
    for (const icon of root.querySelectorAll(".search-label-icon")) icon.role = "img";
  };
  const labelAll = () => label(document);
  window.django?.jQuery?.(labelAll); // after select2, which waits for the same
  addEventListener("load", labelAll);
  document.addEventListener("formset:added", (event) => label(event.target));
  // A step that takes longer than a browser waits: begun by a person, it goes on by itself.
  document.querySelector("form[data-goes-on]")?.requestSubmit();
}
