/* Shortcuts only: every page works without this file. */

const typing = (element) => element.matches("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(null);
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const field = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!field) return;
  event.preventDefault();
  field.focus();
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

async function copy(button) {
  const words = button.querySelector("[aria-live]");
  await navigator.clipboard.writeText(button.dataset.copy);
  words.textContent = "Copied";
  setTimeout(() => { words.textContent = "Copy"; }, 2000);
}

/* The clipboard needs a safe address; where there is none the button stays away. */
function showCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
}

showCopyButtons(document);
document.addEventListener("htmx:load", (event) => showCopyButtons(event.detail.elt));

/* A part of the page that could not be loaded says so. */
for (const problem of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(problem, () => {
    const note = document.createElement("p");
    note.className = "notice tone-bad";
    note.textContent = "That did not work. Reload the page and try again.";
    document.getElementById("flash").replaceChildren(note);
  });
}
