/* The plan page: opens and closes all levels in place, opens what an address points to, copies the address of a place. */
(() => {
  const levels = document.querySelector("[data-levels]");
  if (!levels) return;

  const toggleAll = (isOpen) => levels.querySelectorAll("details").forEach((level) => { level.open = isOpen; });

  const reveal = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place || !levels.contains(place)) return;
    for (let level = place.closest("details"); level; level = level.parentElement.closest("details")) level.open = true;
    place.scrollIntoView();
  };

  const copy = async (anchor) => {
    const said = document.querySelector("[data-copied]");
    await navigator.clipboard.writeText(anchor.href);
    said.textContent = said.dataset.copied;
    anchor.classList.add("is-copied");
    setTimeout(() => { anchor.classList.remove("is-copied"); said.textContent = ""; }, 2000);
  };

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-open]");
    const anchor = event.target.closest("[data-anchor]");
    if (control) {
      event.preventDefault();
      toggleAll(control.dataset.open === "all");
    }
    if (anchor && navigator.clipboard) copy(anchor).catch(() => { /* the address bar has it */ });
  });
  addEventListener("hashchange", reveal);
  reveal();
})();
