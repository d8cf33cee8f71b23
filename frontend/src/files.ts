// Chosen photos are shown at once, small, from the device itself.

/** data-files around a file input. */
export function attachFiles(frame: HTMLElement): void {
  const input = frame.querySelector<HTMLInputElement>('input[type="file"]');
  if (!input) return;
  const thumbs = document.createElement("div");
  thumbs.className = "thumbs";
  frame.append(thumbs);
  input.addEventListener("change", () => {
    const pictures = [...(input.files ?? [])].filter((file) =>
      /^image\/(jpeg|png|webp)$/.test(file.type),
    );
    thumbs.replaceChildren(
      ...pictures.slice(0, 10).map((file) => {
        const picture = new Image();
        picture.alt = file.name;
        picture.src = URL.createObjectURL(file);
        picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
        return picture;
      }),
    );
  });
}
