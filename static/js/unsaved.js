/* What was typed into the dialog is not thrown away by Esc or Cancel without a question. */
(() => {
  const dialog = document.getElementById("editor");
  if (!dialog) return;
  let asLoaded = null; // what the form held; null: it holds what was sent and not stored

  const held = () => {
    const form = dialog.querySelector("form");
    if (!form) return "";
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    return JSON.stringify(fields.map(([name, value]) => [name, value instanceof File ? value.name : value]));
  };
  const button = (text, look, act) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: look, textContent: text });
    made.addEventListener("click", act);
    return made;
  };
  const ask = () => {
    const asked = document.createElement("div");
    const back = document.activeElement;
    const keep = button(dialog.dataset.keep, "btn btn--primary", () => {
      asked.remove();
      back.focus();
    });
    const discard = button(dialog.dataset.discard, "btn", () => dialog.close());
    const text = document.createElement("p");
    text.id = "unsaved";
    text.textContent = dialog.dataset.unsaved;
    asked.className = "notice dialog__unsaved";
    asked.setAttribute("role", "alertdialog");
    asked.setAttribute("aria-labelledby", "unsaved");
    asked.append(text, keep, discard);
    dialog.querySelector(".dialog__head").after(asked);
    dialog.scrollTop = 0;
    keep.focus();
  };

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === dialog) asLoaded = event.detail.requestConfig.verb === "get" ? held() : null;
  });
  dialog.addEventListener("cancel", (event) => {
    const asked = dialog.querySelector(".dialog__unsaved");
    if (!dialog.querySelector("form") || held() === asLoaded) return;
    event.preventDefault();
    if (asked) asked.querySelector("button").click(); // Esc again: back to the form
    else ask();
  });
})();
