// Several answers: no more than data-limit of them; an answer with data-alone clears the others
// and is cleared by them.

/** Keep a set of checkboxes within what the question allows. */
export function attachLimit(element: HTMLElement): void {
  const boxes = [...element.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
  if (!boxes.length) return;
  const limit = Number(element.dataset["limit"]) || Infinity;
  const closed = new Set(boxes.filter((box) => box.disabled));
  const settle = (): void => {
    const full = boxes.filter((box) => box.checked).length >= limit;
    for (const box of boxes) {
      const lone = "alone" in box.dataset;
      box.disabled = closed.has(box) || (full && !box.checked && !lone);
    }
  };
  element.addEventListener("change", (event) => {
    const pressed = event.target as HTMLInputElement;
    if (pressed.checked) {
      const lone = "alone" in pressed.dataset;
      for (const box of boxes) {
        if (box !== pressed && (lone || "alone" in box.dataset)) box.checked = false;
      }
    }
    settle();
  });
  settle();
}
