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
