// A report written without a network. It lies in IndexedDB with its photos until the server has
// given it a number; it travels under its key, so that sent twice it comes once.
import { fill } from "./attach";
import { type Told, askWho, listUnsent, sendWaiting } from "./delivering";
import { type Waiting, dropWaiting, keepWaiting, listWaiting } from "./waiting";

const AGAIN_MS = 5_000;
const PAGES = "pages";
const ASSETS = "assets";

class Later {
  private readonly form: HTMLFormElement;
  /** What was turned away and is being written anew: it goes once the new one is kept. */
  private retyped = "";

  constructor(private readonly root: HTMLElement) {
    this.form = root.querySelector("form") as HTMLFormElement;
    root.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.keep();
    });
    this.form.addEventListener("change", () => this.askFirst());
    this.part("locate").addEventListener("click", () => this.locate());
    window.addEventListener("online", () => void this.send());
    window.setInterval(() => void this.send(), AGAIN_MS);
    this.askFirst();
    void this.tell();
    void this.send();
    void this.greet();
    void navigator.storage?.persist?.();
  }

  private part(name: string): HTMLElement {
    return this.root.querySelector(`[data-${name}]`) as HTMLElement;
  }

  private text(name: string): string {
    return this.root.dataset[`text${name}`] ?? "";
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  /** A category with a question shows it: a danger is for 112. One may ask for a photo. */
  private askFirst(): void {
    const list = this.form.elements.namedItem("category") as HTMLSelectElement;
    const { question = "", advice = "", photo } = list.selectedOptions[0]?.dataset ?? {};
    this.part("photo-asked").hidden = photo === undefined;
    this.part("photo-optional").hidden = photo !== undefined;
    this.part("stop").hidden = !question;
    this.part("stop-question").textContent = question;
    this.part("stop-advice").textContent = advice;
  }

  private locate(): void {
    const said = this.part("place");
    said.textContent = this.text("Locating");
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        this.field("latitude").value = coords.latitude.toFixed(6);
        this.field("longitude").value = coords.longitude.toFixed(6);
        said.textContent = this.text("Located");
      },
      () => (said.textContent = this.text("Lost")),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  }

  private missing(): string {
    if (!this.field("text").value.trim()) return this.text("NoText");
    if (!this.field("category").value) return this.text("NoCategory");
    const isAsked = !this.part("stop").hidden;
    if (isAsked && !this.field("is_advised").checked) return this.text("NoAnswer");
    const lacksPhoto = !this.field("photos").files?.length;
    if (!this.part("photo-asked").hidden && lacksPhoto) return this.text("NoPhoto");
    if (!this.field("latitude").value && !this.field("spot").value.trim())
      return this.text("NoPlace");
    return "";
  }

  private complain(text: string): void {
    const line = this.part("complaint");
    line.textContent = text;
    line.hidden = !text;
    if (text) line.scrollIntoView({ block: "nearest" });
  }

  private async keep(): Promise<void> {
    const missing = this.missing();
    if (missing) return this.complain(missing);
    const given = [...new FormData(this.form)];
    const one: Waiting = {
      key: crypto.randomUUID(),
      at: Date.now(),
      fields: given.filter((pair): pair is [string, string] => typeof pair[1] === "string"),
      photos: given
        .map(([, value]) => value)
        .filter((value): value is File => value instanceof File && value.size > 0),
      send: this.root.dataset["send"] ?? "",
      turned: this.text("Turned"),
      asks: false,
      why: "",
      number: "",
      url: "",
    };
    try {
      await keepWaiting(one);
      if (this.retyped) await dropWaiting(this.retyped);
    } catch {
      return this.complain(this.text("Full"));
    }
    this.complain("");
    this.retyped = "";
    this.blank();
    await this.tell();
    void this.send();
  }

  private blank(): void {
    this.form.reset();
    // A reset does not touch hidden fields.
    this.field("latitude").value = this.field("longitude").value = "";
    this.part("place").textContent = "";
    this.form.querySelectorAll(".thumbs").forEach((one) => one.replaceChildren());
    this.askFirst();
  }

  private async send(): Promise<void> {
    this.point(await sendWaiting(() => this.tell()));
    await this.tell();
  }

  /** What nobody claims goes by no try: ask once who has come. */
  private async greet(): Promise<void> {
    const one = (await listUnsent()).find(({ asks }) => asks);
    if (one) this.point(await askWho(one.send).catch(() => undefined));
  }

  /** The way to what is missing: to sign in, or a contact. */
  private point(told: Told | undefined): void {
    const isStopped = told !== undefined && !told.isKnown;
    this.part("sign-in").hidden = !isStopped || told.isSignedIn;
    this.part("contact").hidden = !isStopped || !told.isSignedIn;
  }

  /** Say plainly what waits, what was sent, what was not taken. */
  private async tell(): Promise<void> {
    const all = await listWaiting();
    const unsent = all.filter((one) => !one.number);
    const isStuck = unsent.some((one) => one.why || one.asks);
    const line = this.part("state");
    const said = unsent.length
      ? fill(this.text(isStuck ? "Unsent" : "Waiting"), { n: unsent.length })
      : this.text(all.length ? "Sent" : "Nothing");
    // The same words again would be read aloud at each try.
    if (line.textContent !== said) line.textContent = said;
    const rows = this.part("rows");
    rows.replaceChildren(...all.map((one) => this.row(one)));
    rows.hidden = !all.length;
  }

  private row(one: Waiting): HTMLElement {
    const row = document.createElement("li");
    row.className = "card whole";
    const text = one.fields.find(([name]) => name === "text")?.[1] ?? "";
    const title = document.createElement("p");
    title.textContent = text.length > 90 ? `${text.slice(0, 90)}…` : text;
    const state = document.createElement("p");
    state.className = one.why ? "error" : "muted";
    const open = one.asks ? "RowAsks" : "RowWaits";
    state.textContent = one.why || this.text(one.number ? "RowSent" : open);
    row.append(title, state);
    if (one.number) {
      const link = document.createElement("a");
      link.href = one.url;
      link.textContent = `№ ${one.number}`;
      state.append(" ", link);
    }
    if (one.why) row.append(this.button("Again", async () => this.retype(one)));
    else if (one.asks) row.append(this.button("Send", async () => this.claim(one)));
    if (one.number || one.why || one.asks)
      row.append(this.button("Drop", async () => dropWaiting(one.key)));
    return row;
  }

  private button(name: string, act: () => Promise<void>): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button link small";
    button.textContent = this.text(name);
    button.addEventListener("click", () => void act().then(() => this.tell()));
    return button;
  }

  /** Whoever presses says that it is theirs; where something is missing, it leads there. */
  private async claim(one: Waiting): Promise<void> {
    await keepWaiting({ ...one, asks: false });
    await this.send();
    for (const name of ["sign-in", "contact"])
      if (!this.part(name).hidden) this.part(name).querySelector("a")?.click();
  }

  /** Back into the form, under a new key: it is another report now. */
  private async retype(one: Waiting): Promise<void> {
    for (const [name, value] of one.fields) {
      const field = this.form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
      else if (field && "value" in field) field.value = value;
    }
    const kept = new DataTransfer();
    for (const photo of one.photos) kept.items.add(photo);
    this.field("photos").files = kept.files;
    this.askFirst();
    this.retyped = one.key;
  }
}

/** data-later around the form of a report without a network. */
export function attachLater(root: HTMLElement): void {
  new Later(root);
}

/**
 * data-keep-later="address": keep that page now, so that it opens once the line is gone; and say
 * in its [data-unsent] how many still wait on this device.
 */
export function keepLater(element: HTMLElement): void {
  const tell = () => tellUnsent(element);
  const send = () => sendWaiting(tell).then(tell);
  window.addEventListener("online", () => void send());
  void send();
  const address = element.dataset["keepLater"];
  if (!address || !("caches" in window) || !navigator.onLine) return;
  window.addEventListener("load", () => void keepPage(new URL(address, location.origin).href));
}

async function tellUnsent(element: HTMLElement): Promise<void> {
  const said = element.querySelector<HTMLElement>("[data-unsent]");
  const n = (await listUnsent().catch(() => [])).length;
  if (!said) return;
  said.textContent = fill(said.dataset["text"], { n });
  said.hidden = !n;
}

async function keepPage(address: string): Promise<void> {
  try {
    const answer = await fetch(address, { headers: { "X-Offline-Copy": "1" }, redirect: "error" });
    if (answer.headers.get("X-Offline") !== "keep") return;
    const headers = new Headers(answer.headers);
    headers.delete("Content-Encoding");
    headers.set("X-Kept-At", new Date().toISOString());
    const pages = await caches.open(PAGES);
    await pages.delete(address, { ignoreVary: true });
    await pages.put(address, new Response(await answer.text(), { headers }));
    const assets = await caches.open(ASSETS);
    const used = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
    for (const { href, pathname } of used) {
      const isOurs = pathname.startsWith("/static/dist/");
      if (isOurs && !(await assets.match(href))) await assets.add(href);
    }
  } catch {
    // The line went in the middle: the page is kept at the next visit.
  }
}
