// The phone of the official's wizard follows the form: data-preview-from="name" takes that field's
// words, data-preview-each="option-" repeats its <template> for every filled field whose name
// begins and ends so (data-preview-ends="-title").

function valueOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLSelectElement) return field.selectedOptions[0]?.textContent ?? "";
  if (field instanceof RadioNodeList) {
    const chosen = [...field].find((one) => (one as HTMLInputElement).checked);
    return (chosen as HTMLElement | undefined)?.closest("label")?.textContent?.trim() ?? "";
  }
  return (field as HTMLInputElement | null)?.value.trim() ?? "";
}

function repeat(form: HTMLFormElement, place: HTMLElement): void {
  const row = place.querySelector("template");
  if (!row) return;
  const begins = place.dataset["previewEach"] ?? "";
  const ends = place.dataset["previewEnds"] ?? "";
  const texts = ([...form.elements] as HTMLInputElement[])
    .filter((field) => field.name?.startsWith(begins) && field.name.endsWith(ends))
    .map((field) => field.value?.trim())
    .filter(Boolean);
  for (const old of [...place.children]) if (old !== row) old.remove();
  for (const text of texts) {
    const made = row.content.cloneNode(true) as DocumentFragment;
    const words = made.querySelector("[data-preview-words]");
    if (words) words.textContent = text;
    place.append(made);
  }
}

/** data-preview="id of the form" on the phone. */
export function attachPreview(phone: HTMLElement): void {
  const form = document.getElementById(phone.dataset["preview"] ?? "");
  if (!(form instanceof HTMLFormElement)) return;
  const initial = new Map<HTMLElement, string>();
  const tell = (): void => {
    for (const place of phone.querySelectorAll<HTMLElement>("[data-preview-from]")) {
      if (!initial.has(place)) initial.set(place, place.textContent ?? "");
      const text = valueOf(form, place.dataset["previewFrom"] ?? "");
      place.textContent = text || (initial.get(place) ?? "");
    }
    for (const place of phone.querySelectorAll<HTMLElement>("[data-preview-each]"))
      repeat(form, place);
  };
  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  tell();
}
