/* Edit pages open in a dialog above the page they were asked from. Without this file they are pages of their own. */
(() => {
  const dialog = document.getElementById("editor");
  if (!dialog) return;

  const say = (text) => {
    const said = dialog.querySelector(".dialog__refused") ?? document.createElement("p");
    said.className = "notice notice--danger dialog__refused";
    said.setAttribute("role", "alert");
    said.textContent = text;
    dialog.querySelector(".dialog__head").after(said);
    dialog.scrollTop = 0;
  };

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== dialog) return;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    if (event.detail.target !== dialog) return;
    if (dialog.open) say(dialog.dataset.refused);
    else location.assign(event.detail.pathInfo.requestPath);
  });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    if (dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close(); // Esc asks the same way
  });
  dialog.addEventListener("close", () => dialog.replaceChildren());
})();
