// Paper ballots typed in on a tablet without a network. Each sheet lies in IndexedDB until the
// server has said that it keeps it; it travels under a key of its own, so that a sheet sent twice
// comes once. Loaded by the tablet's page alone.
import { fill } from "./attach";
import { within as kept } from "./indexed";
import { type Answer, type Sheet, batches, digitsOf, settle } from "./sheets";

const DATABASE = "veche-counter";
const STORE = "sheets";
const AGAIN_MS = 5_000;

function within<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T> | void,
): Promise<T | undefined> {
  return kept(DATABASE, STORE, mode, act);
}

async function sheetsOf(poll: string): Promise<Sheet[]> {
  const all = (await within("readonly", (store) => store.getAll())) as Sheet[] | undefined;
  return (all ?? []).filter((sheet) => sheet.poll === poll);
}

class Tablet {
  private readonly poll: string;
  private readonly form: HTMLFormElement;
  private readonly number: HTMLInputElement;
  private isSending = false;

  constructor(private readonly root: HTMLElement) {
    this.poll = root.dataset["tablet"] ?? "";
    this.form = root.querySelector("form") as HTMLFormElement;
    this.number = this.form.elements.namedItem("number") as HTMLInputElement;
    this.blank();
    root.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.keep(event.submitter as HTMLButtonElement | null);
    });
    window.addEventListener("online", () => void this.send());
    window.setInterval(() => void this.send(), AGAIN_MS);
    root.querySelector("[data-send]")?.addEventListener("click", () => void this.send());
    void this.tell();
    void this.send();
    void navigator.storage?.persist?.();
  }

  private text(name: string): string {
    return this.root.dataset[`text${name}`] ?? "";
  }

  /** An empty paper for the next sheet. */
  private blank(): void {
    const place = this.root.querySelector<HTMLElement>("[data-paper]") as HTMLElement;
    const pattern = this.root.querySelector("template") as HTMLTemplateElement;
    place.replaceChildren(pattern.content.cloneNode(true));
    place.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
    this.number.value = "";
    this.number.focus();
  }

  private complain(text: string): void {
    const line = this.root.querySelector<HTMLElement>("[data-complaint]") as HTMLElement;
    line.textContent = text;
    line.hidden = !text;
    this.number.setAttribute("aria-invalid", String(Boolean(text)));
  }

  private async keep(button: HTMLButtonElement | null): Promise<void> {
    const number = digitsOf(this.number.value);
    const known = await sheetsOf(this.poll);
    if (number.length !== 12) return this.complain(this.text("Short"));
    if (known.some((sheet) => sheet.number === number)) return this.complain(this.text("Twice"));
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form))
      if (typeof value === "string" && name !== "number") body.append(name, value);
    body.append("then", button?.value ?? "save");
    const sheet: Sheet = {
      key: crypto.randomUUID(),
      poll: this.poll,
      clerk: this.root.dataset["clerk"] ?? "",
      number,
      body: body.toString(),
      at: Date.now(),
      why: "",
    };
    try {
      await within("readwrite", (store) => store.add(sheet));
    } catch {
      return this.complain(this.text("Full"));
    }
    this.complain("");
    this.blank();
    await this.tell();
    void this.send();
  }

  /** Send what waits, batch by batch; whatever breaks is sent again under the same keys. */
  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      const clerk = this.root.dataset["clerk"];
      const waiting = (await sheetsOf(this.poll)).filter((sheet) => !sheet.why);
      const own = waiting.filter((sheet) => sheet.clerk === clerk);
      if (!own.length) return;
      const token = await this.token();
      let said = "";
      for (const batch of batches(own)) said = (await this.deliver(batch, token)) || said;
      this.trouble(said);
    } catch {
      // No network, or the session is over: the sheets lie where they lay.
    } finally {
      this.isSending = false;
      await this.tell();
    }
  }

  /** The token of the session; says aloud when it is over or another clerk's. */
  private async token(): Promise<string> {
    const answer = await fetch(this.root.dataset["sync"] ?? "", { redirect: "manual" });
    const told = answer.ok ? ((await answer.json()) as { token: string; clerk: string }) : null;
    if (told?.clerk === this.root.dataset["clerk"]) return told?.token ?? "";
    this.trouble(this.text(told ? "Other" : "SignIn"));
    throw new Error("not this clerk's session");
  }

  private trouble(text: string): void {
    const line = this.root.querySelector<HTMLElement>("[data-trouble]") as HTMLElement;
    // The same words again would be read aloud at each try.
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !text;
  }

  /** What to say when the server turned the whole batch down; a broken server is asked again. */
  private async deliver(batch: Sheet[], token: string): Promise<string> {
    const answer = await fetch(this.root.dataset["sync"] ?? "", {
      method: "POST",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({
        sheets: batch.map(({ key, number, body }) => ({ key, number, body })),
      }),
    });
    if (answer.status >= 400 && answer.status < 500)
      return fill(this.text("Turned"), { n: answer.status });
    if (!answer.ok) throw new Error(String(answer.status));
    const { results } = (await answer.json()) as { results: Answer[] };
    const { kept, refused } = settle(batch, results);
    await within("readwrite", (store) => {
      for (const key of kept) store.delete(key);
      for (const sheet of refused) store.put(sheet);
    });
    await this.tell();
    return "";
  }

  /** Say how many sheets wait, and list those the server refused. */
  private async tell(): Promise<void> {
    const all = await sheetsOf(this.poll);
    const refused = all.filter((sheet) => sheet.why);
    const waiting = all.length - refused.length;
    const line = this.root.querySelector<HTMLElement>("[data-state]") as HTMLElement;
    line.textContent = waiting
      ? fill(this.text("Waiting"), { n: waiting })
      : this.text("Sent");
    const list = this.root.querySelector<HTMLElement>("[data-refused]") as HTMLElement;
    list.replaceChildren(...refused.map((sheet) => this.row(sheet)));
    (this.root.querySelector("[data-refused-box]") as HTMLElement).hidden = !refused.length;
  }

  private row(sheet: Sheet): HTMLElement {
    const row = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = `${sheet.number.replace(/(\d{4})(?=\d)/g, "$1 ")}: ${sheet.why}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button second small";
    button.textContent = this.text("Retype");
    button.addEventListener("click", () => void this.retype(sheet));
    row.append(words, " ", button);
    return row;
  }

  private async retype(sheet: Sheet): Promise<void> {
    await within("readwrite", (store) => store.delete(sheet.key));
    this.blank();
    this.number.value = sheet.number;
    await this.tell();
  }
}

/** Let the page open without a network next time. */
async function stay(root: HTMLElement): Promise<void> {
  const { worker, scope } = root.dataset;
  if (!("serviceWorker" in navigator) || !worker || !scope) return;
  await navigator.serviceWorker.register(worker, { scope });
  const ready = await navigator.serviceWorker.ready;
  const files = performance
    .getEntriesByType("resource")
    .map((entry) => entry.name)
    .filter((name) => name.startsWith(`${location.origin}/static/`));
  const told = new MessageChannel();
  told.port1.onmessage = () => {
    for (const line of root.querySelectorAll<HTMLElement>("[data-ready]")) line.hidden = false;
  };
  ready.active?.postMessage({ page: location.pathname, files }, [told.port2]);
}

const root = document.querySelector<HTMLElement>("[data-tablet]");
if (root) {
  new Tablet(root);
  stay(root).catch(() => undefined);
}
