/* Puts a chart to explore in the place of the drawn one: on wide screens with a mouse when it comes into view, elsewhere
   when it is touched. Colours are read from the style sheet, so the chart follows light and dark. */
(() => {
  const isJapanese = document.documentElement.lang === "ja";

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

  const byRole = (role) => colour(role === "expected" ? "text" : `chart-${role}`);

  const repaintedTrace = (trace) => {
    const color = byRole(trace.meta.role);
    const { pattern } = trace.marker;
    const marker = pattern
      ? { ...trace.marker, line: { ...trace.marker.line, color }, pattern: { ...pattern, fgcolor: color } }
      : { ...trace.marker, color };
    const errors = trace.error_y ? { error_y: { ...trace.error_y, color: trace.meta.role === "trend" ? color : colour("text") } } : {};
    return { ...trace, ...errors, marker, ...(trace.line ? { line: { ...trace.line, color } } : {}) };
  };

  const repaintedNote = (note) => (note.name === "inside"
    ? { ...note, bgcolor: byRole("actual"), font: { color: colour("surface") } }
    : { ...note, font: { color: colour(note.name === "value" ? "text" : "text-muted") } });

  const thinned = ({ tickvals, ticktext }, room) => {
    const every = Math.max(1, Math.ceil((tickvals.length * 34) / room));
    const kept = (_, index) => (tickvals.length - 1 - index) % every === 0;
    return { tickvals: tickvals.filter(kept), ticktext: ticktext.filter(kept) };
  };

  const painted = ({ data, layout }, width, height) => {
    const isNarrow = width < 600;
    const margin = isNarrow ? { ...layout.margin, r: 14 } : layout.margin;
    const notes = layout.annotations || [];
    return [
      data.map(repaintedTrace),
      {
        ...layout,
        width: undefined,
        height,
        margin,
        font: { color: colour("text") },
        annotations: notes.filter(({ name }) => !(isNarrow && name === "end")).map(repaintedNote),
        xaxis: { ...layout.xaxis, ...thinned(layout.xaxis, width - margin.l - margin.r), linecolor: colour("border-control") },
        yaxis: { ...layout.yaxis, gridcolor: byRole("grid"), zerolinecolor: colour("border-control") },
        hoverlabel: { bgcolor: colour("surface"), bordercolor: colour("border-strong"), font: { color: colour("text") } },
      },
    ];
  };

  const show = async (frame) => {
    const place = frame.querySelector("[data-chart]");
    const [answer] = await Promise.all([fetch(frame.dataset.figure), load(frame.dataset.plotly)]);
    if (!answer.ok) return;
    if (isJapanese) await load(frame.dataset.locale);
    const figure = await answer.json();
    const { height, width } = place.getBoundingClientRect(); // as before, so that nothing on the page moves
    const canvas = document.createElement("div");
    const config = { locale: isJapanese ? "ja" : "en-US", displaylogo: false, displayModeBar: false, responsive: true };
    const draw = () => window.Plotly.react(canvas, ...painted(figure, width, height), config);
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
