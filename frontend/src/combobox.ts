// Suggestions for a text field (ARIA 1.2 combobox with a listbox). It stays an ordinary field:
// whatever is typed is sent, and the hidden twin `<name>_id` carries the chosen one's id.
import { fill } from "./attach";

export interface Suggestion {
  id: string;
  text: string;
}

/** Suggestions out of an answer: a list, or an object with `items`. Anything else is none. */
export function suggestionsOf(answer: unknown): Suggestion[] {
  const list = Array.isArray(answer) ? answer : (answer as { items?: unknown } | null)?.items;
  if (!Array.isArray(list)) return [];
  return (list as Record<string, unknown>[])
    .filter((one) => typeof one?.["text"] === "string")
    .map((one) => ({ id: String(one["id"] ?? ""), text: String(one["text"]) }));
}

let count = 0;

class Combobox {
  private readonly list = document.createElement("ul");
  private found: Suggestion[] = [];
  private at = -1;
  private timer = 0;
  private request: AbortController | null = null;

  constructor(
    private readonly frame: HTMLElement,
    private readonly input: HTMLInputElement,
    private readonly hidden: HTMLInputElement | null,
    private readonly said: HTMLElement,
  ) {
    this.list.id = `suggestions-${++count}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
    this.list.hidden = true;
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.setAttribute("aria-controls", this.list.id);
    frame.append(this.list, said);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = (event.target as Element).closest("li[role=option]");
      if (item) this.choose([...this.list.children].indexOf(item));
    });
  }

  private typed(): void {
    if (this.hidden) this.hidden.value = "";
    window.clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (text.length < 2) return this.close();
    this.timer = window.setTimeout(() => void this.ask(text), 200);
  }

  private async ask(text: string): Promise<void> {
    this.request?.abort();
    this.request = new AbortController();
    const address = new URL(this.frame.dataset["source"] ?? "", document.baseURI);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, {
        signal: this.request.signal,
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show(suggestionsOf(await answer.json()));
    } catch (error) {
      if ((error as Error).name === "AbortError") return;
      this.close();
      this.said.textContent = this.frame.dataset["textFailed"] ?? "";
    }
  }

  private show(found: Suggestion[]): void {
    this.found = found;
    this.at = -1;
    const rows = found.map(({ text }, number) => {
      const row = document.createElement("li");
      row.id = `${this.list.id}-${number}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.textContent = text;
      return row;
    });
    const many = fill(this.frame.dataset["textCount"], { n: found.length });
    this.said.textContent = found.length ? many : (this.frame.dataset["textNone"] ?? "");
    this.said.classList.toggle("visually-hidden", found.length > 0);
    this.list.replaceChildren(...rows);
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      return this.close();
    }
    if (this.list.hidden || !this.found.length) return;
    if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.at =
      (this.at + step + this.found.length + (this.at < 0 && step < 0 ? 1 : 0)) % this.found.length;
    [...this.list.children].forEach((row, number) => {
      row.setAttribute("aria-selected", String(number === this.at));
      if (number === this.at) row.scrollIntoView({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
  }

  private choose(number: number): void {
    const chosen = this.found[number];
    if (!chosen) return;
    this.input.value = chosen.text;
    if (this.hidden) this.hidden.value = chosen.id;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.frame.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: chosen }));
  }

  private close(): void {
    this.request?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

/** Take over one address field. */
export function attachCombobox(frame: HTMLElement): void {
  const input = frame.querySelector<HTMLInputElement>('input[type="text"]');
  if (!input || !frame.dataset["source"]) return;
  const said = document.createElement("p");
  said.className = "hint visually-hidden";
  said.setAttribute("role", "status");
  new Combobox(frame, input, frame.querySelector('input[type="hidden"]'), said);
}
