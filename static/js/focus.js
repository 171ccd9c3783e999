/* What arrives late never pushes the place with the focus out of the window. */
(() => {
  const inView = (place) => {
    const box = place.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  let kept = null;

  document.addEventListener("htmx:beforeSwap", () => {
    const place = document.activeElement;
    kept = place !== document.body && inView(place) ? place : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (kept?.isConnected && kept === document.activeElement && !inView(kept)) kept.scrollIntoView({ block: "nearest" });
  });
})();

/* After a dialog was stored the page loads anew: the focus returns to the link that opened it, else to what the page says. */
(() => {
  const KEPT = "opened-the-dialog";
  const address = (link) => link.getAttribute("data-hx-get") ?? link.getAttribute("href");
  let opener = null;

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target } = event.detail;
    if (target?.id === "editor" && !target.contains(elt)) opener = address(elt);
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, target } = event.detail;
    const leaves = xhr.getResponseHeader("HX-Refresh") || xhr.getResponseHeader("HX-Redirect");
    if (target?.id === "editor" && leaves && opener) sessionStorage.setItem(KEPT, opener);
  });

  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (!kept) return;
  const links = [...document.querySelectorAll("main a[data-hx-get]")];
  const place = links.find((link) => address(link) === kept) ?? document.querySelector("main .messages");
  if (place && !place.matches("a")) place.tabIndex = -1;
  place?.focus();
})();
