/* A ratio as its parts are typed. The database computes what is stored; without this file the line says nothing. */
(() => {
  const digits = (text) => text.normalize("NFKC").replace(/[,\s]/g, "");
  const amount = (field) => (/^-?\d+(\.\d+)?$/.test(digits(field.value)) ? Number(digits(field.value)) : NaN);

  const show = (output) => {
    const [over, under] = ["numerator", "denominator"].map((name) => amount(output.form.elements[name]));
    const ratio = (over / under) * Number(output.dataset.factor);
    output.textContent = Number.isFinite(ratio) ? `${ratio.toFixed(Number(output.dataset.decimals))}${output.dataset.unit}` : "–";
  };
  const showAll = (within) => within.querySelectorAll("output[data-ratio]").forEach(show);

  document.addEventListener("input", (event) => event.target.form && showAll(event.target.form));
  document.addEventListener("htmx:afterSwap", (event) => showAll(event.target));
  showAll(document);
})();
