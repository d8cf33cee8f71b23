// What of a list is marked in a form: its pin and its ground on the map bear a tick.

/** Whether any field of this item says that it is chosen. */
export function isChosen(item: ParentNode | null): boolean {
  const fields = [...(item?.querySelectorAll<HTMLInputElement>("input") ?? [])];
  return fields.some((one) => (one.type === "number" ? Number(one.value) > 0 : one.checked));
}

interface Part {
  item: Element | null;
  sign: () => Element | null | undefined;
  /** Puts it over the others, or back among them. */
  lift?: (chosen: boolean) => void;
}

/** Show the choice on each part of the map now, and after every change of the page's forms. */
export function followChoice(parts: readonly Part[]): void {
  const marked = parts.filter(({ item }) => item?.querySelector("input"));
  if (!marked.length) return;
  const show = (): void => {
    for (const { item, sign, lift } of marked) {
      const chosen = isChosen(item);
      sign()?.classList.toggle("chosen", chosen);
      lift?.(chosen);
    }
  };
  // After whoever unmarks a rival has done so.
  const soon = (): void => void window.setTimeout(show);
  document.addEventListener("change", soon);
  document.addEventListener("input", soon);
  soon();
}
