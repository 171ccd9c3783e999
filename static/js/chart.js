/* Puts a chart to explore in the place of the drawn one: on wide screens with a mouse when it comes into view, elsewhere
   when it is touched. Colours are read from the style sheet, so the chart follows light and dark. */
(() => {
  const isJapanese = document.documentElement.lang === "ja";
  const roles = ["actual", "previous", "target", "superseded", "forecast", "grid"];

  const load = (src) => new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
  });

  const colour = (token) => {
    const probe = document.createElement("span");
    probe.style.color = `var(--${token})`;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };

  const painted = ({ data, layout }, height) => {
    const palette = Object.fromEntries(roles.map((role) => [role, colour(`chart-${role}`)]));
    const lines = { gridcolor: palette.grid, linecolor: palette.superseded };
    return [
      data.map((trace) => {
        const color = palette[trace.meta.role];
        return { ...trace, line: { ...trace.line, color }, marker: { ...trace.marker, color } };
      }),
      {
        ...layout,
        height,
        showlegend: false, // the key below the chart says it
        font: { color: colour("text") },
        xaxis: { ...layout.xaxis, ...lines },
        yaxis: { ...layout.yaxis, ...lines },
      },
    ];
  };

  const show = async (frame) => {
    const place = frame.querySelector("[data-chart]");
    const [answer] = await Promise.all([fetch(frame.dataset.figure), load(frame.dataset.plotly)]);
    if (!answer.ok) return;
    if (isJapanese) await load(frame.dataset.locale);
    const figure = await answer.json();
    const height = place.offsetHeight; // the same as before, so that nothing on the page moves
    const canvas = document.createElement("div");
    const config = { locale: isJapanese ? "ja" : "en-US", displaylogo: false, responsive: true };
    const draw = () => window.Plotly.react(canvas, ...painted(figure, height), config);
    place.replaceChildren(canvas);
    await draw();
    document.addEventListener("themechange", draw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  };

  const whenWanted = (frame) => {
    const once = () => show(frame).catch(() => { /* the drawn chart stays */ });
    if (!matchMedia("(min-width: 48rem) and (hover: hover)").matches) {
      frame.querySelector("[data-chart]").addEventListener("pointerdown", once, { once: true });
      return;
    }
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      once();
    }).observe(frame);
  };

  document.querySelectorAll("[data-figure]").forEach(whenWanted);
})();
