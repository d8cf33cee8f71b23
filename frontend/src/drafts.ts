// A form with data-draft="key" keeps what was typed in localStorage until a page says
// data-draft-done="key".
// Codes, passwords, files and hidden fields are never kept (hidden: unless data-draft-keep).
// data-draft-bound on the form: the server has just shown the person's own input, which is newer.

import { forgetWaiting } from "./waiting";

const PREFIX = "draft:";
const DAYS_KEPT = 14;

export type Values = Record<string, string[]>;

interface Kept {
  at: number;
  path: string;
  values: Values;
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Whether a draft may hold this field. */
export function isKept(field: {
  type: string;
  name: string;
  autocomplete?: string;
  dataset: DOMStringMap;
}): boolean {
  if (!field.name || field.name === "csrfmiddlewaretoken") return false;
  if (["password", "file", "submit", "button", "image", "reset"].includes(field.type)) return false;
  if (field.autocomplete === "one-time-code") return false;
  return field.type !== "hidden" || "draftKeep" in field.dataset;
}

/** What is kept of a draft's text, or null when it is too old or not ours. */
export function parseDraft(text: string | null, now: number): Values | null {
  if (!text) return null;
  try {
    const kept = JSON.parse(text) as Partial<Kept>;
    if (typeof kept.at !== "number" || now - kept.at > DAYS_KEPT * 86_400_000) return null;
    return kept.values && typeof kept.values === "object" ? kept.values : null;
  } catch {
    return null;
  }
}

function fields(form: HTMLFormElement): Field[] {
  return ([...form.elements] as Field[]).filter((field) => "type" in field && isKept(field));
}

function read(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const field of fields(form)) {
    const list = (values[field.name] ??= []);
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
      if (field.checked) list.push(field.value);
    } else if (field instanceof HTMLSelectElement && field.multiple) {
      list.push(...[...field.selectedOptions].map((option) => option.value));
    } else list.push(field.value);
  }
  return values;
}

function write(form: HTMLFormElement, values: Values): boolean {
  let changed = false;
  const texts = new Map<string, number>();
  for (const field of fields(form)) {
    const list = values[field.name];
    if (!list) continue;
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
      const wanted = list.includes(field.value);
      changed ||= wanted !== field.checked;
      field.checked = wanted;
    } else if (field instanceof HTMLSelectElement && field.multiple) {
      for (const option of field.options) option.selected = list.includes(option.value);
    } else {
      const place = texts.get(field.name) ?? 0;
      texts.set(field.name, place + 1);
      const wanted = list[place];
      if (wanted === undefined) continue;
      changed ||= wanted !== field.value;
      field.value = wanted;
    }
  }
  return changed;
}

function store(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off by the person: then there are no drafts
  }
}

/** Whether something typed on the page of this address waits on the device. */
export function hasDraft(path: string): boolean {
  const kept = store();
  return Object.entries(kept ?? {}).some(
    ([name, text]) => name.startsWith(PREFIX) && isAt(String(text), path, Date.now()),
  );
}

/** data-typed: shown where something typed on the page of this address waits on the device. */
export function showTyped(element: HTMLElement): void {
  element.hidden = !hasDraft(location.pathname);
}

/** Whether a draft's text is of the page at this address, and not too old. */
export function isAt(text: string, path: string, now: number): boolean {
  return parseDraft(text, now) !== null && (JSON.parse(text) as Partial<Kept>).path === path;
}

function restore(form: HTMLFormElement, key: string): void {
  if ("draftBound" in form.dataset) return;
  const values = parseDraft(store()?.getItem(PREFIX + key) ?? null, Date.now());
  if (!values || !write(form, values)) return;
  const note = form.querySelector<HTMLElement>("[data-draft-note]");
  if (note) note.hidden = false;
  for (const field of fields(form)) field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Keep and restore one form. */
export function attachDraft(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const key = form.dataset["draft"];
  if (!key) return;
  restore(form, key);
  let timer = 0;
  const keep = (): void => {
    const kept: Kept = { at: Date.now(), path: location.pathname, values: read(form) };
    try {
      store()?.setItem(PREFIX + key, JSON.stringify(kept));
    } catch {
      // No room left: the form itself still holds everything.
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 300);
  });
  form.addEventListener("submit", keep);
  form.querySelector("[data-draft-clear]")?.addEventListener("click", () => {
    window.clearTimeout(timer);
    store()?.removeItem(PREFIX + key);
    window.location.reload();
  });
}

/** The server says a draft was received; "*" forgets all of them, as at signing out. */
export function forgetDraft(element: HTMLElement): void {
  const done = element.dataset["draftDone"] ?? "";
  const kept = store();
  // At signing out nothing of a person stays on the device.
  if (done === "*") void forgetWaiting();
  if (!kept || !done) return;
  const keys = Object.keys(kept).filter((name) => name.startsWith(PREFIX));
  for (const name of keys) if (done === "*" || name === PREFIX + done) kept.removeItem(name);
}
