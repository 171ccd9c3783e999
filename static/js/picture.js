/* Turns the SVG of a chart into a PNG to keep. The button shows only where this runs. */
(() => {
  const SCALE = 2;

  const loaded = (src) => new Promise((done, failed) => {
    const image = new Image();
    Object.assign(image, { onload: () => done(image), onerror: failed, src });
  });

  const painted = (image) => {
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  };

  const save = (blob, download) => {
    const href = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href, download }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  };

  document.querySelectorAll("[data-picture]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const image = await loaded(button.dataset.picture);
      save(await painted(image), button.dataset.name);
    });
  });
})();
