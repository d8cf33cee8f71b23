// The officials' worklist by keyboard: j and k go through the rows, x marks one, Enter opens the
// link that has the focus. Keys are heard while the focus is in the list alone, so that neither
// dictation nor a reader's own keys are taken away; without this script Tab and Space do the same.

const STEPS: Readonly<Record<string, number>> = { j: 1, о: 1, k: -1, л: -1 };
const MARK = new Set(["x", "ч"]);

/** Where a step leads from a place in a list of so many; it stops at the ends. */
export function stepped(place: number, by: number, count: number): number {
  if (place < 0) return by > 0 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, place + by));
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target.matches("textarea, select, [contenteditable]");
}

/** data-worklist on the form, data-row on each of its rows. */
export function attachWorklist(list: HTMLElement): void {
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
    const place = rows.findIndex((row) => row.contains(document.activeElement));
    const by = STEPS[key];
    if (by !== undefined) {
      rows[stepped(place, by, rows.length)]?.querySelector<HTMLElement>("a")?.focus();
    } else if (MARK.has(key) && place >= 0) {
      rows[place]?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
    } else return;
    event.preventDefault();
  });
}
