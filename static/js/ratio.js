/* A ratio as its parts are typed. The database computes what is stored; without this file the line stays empty. */
(() => {
  const digits = (text) => text.normalize("NFKC").replace(/[,\s]/g, "");
  const amount = (field) => (/^-?\d+(\.\d+)?$/.test(digits(field.value)) ? Number(digits(field.value)) : NaN);

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    const output = form && form.querySelector("[data-ratio]");
    if (!output) return;
    const [over, under] = ["numerator", "denominator"].map((name) => amount(form.elements[name]));
    const ratio = (over / under) * Number(output.dataset.factor);
    output.textContent = Number.isFinite(ratio) ? `${ratio.toFixed(Number(output.dataset.decimals))} ${output.dataset.unit}` : "–";
  });
})();
