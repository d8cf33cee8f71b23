// The page of a secret ballot: the form is not posted, its marks are sealed here and dropped.
// Words and addresses are the template's: see «A secret ballot» in the README of the front end.
import { fill } from "../attach";
import { type Trouble, troubleHere } from "./browsers";
import { toHex } from "./bytes";
import { Fault, Refusal } from "./fault";
import { fragmentFor, seedIn } from "./fragment";
import type * as Joining from "./joining";
import { type Field, PaperFault, choiceOf } from "./paper";
import { type Dropped, type Options, type Step, Voting } from "./voting";

/** Parts of the page that are shown one at a time, in the place of the paper or above it. */
type Part = "paper" | "unfinished" | "done" | "elsewhere" | Exclude<Trouble, "">;
const PARTS: readonly Part[] = [
  "paper",
  "unfinished",
  "done",
  "elsewhere",
  "in-app",
  "forgets",
  "too-old",
];

class Page {
  private readonly root: ParentNode;
  private readonly voting: Voting;
  private isBusy = false;
  private isChange = false;
  /** The line went in the middle of a press: it goes on by itself once it is back. */
  private isWaiting = false;
  private promise = "";

  constructor(private readonly form: HTMLFormElement) {
    this.root = form.closest("[data-secret-page]") ?? document;
    this.voting = new Voting(this.options());
    // Before the form's own listeners, which would post it.
    document.addEventListener("submit", (event) => this.submitted(event), true);
    form.addEventListener("input", () => void this.voting.load().catch(() => undefined), {
      once: true,
    });
    window.addEventListener("online", () => this.isWaiting && void this.finish());
    window.addEventListener("pageshow", (event) => event.persisted && void this.open());
    window.addEventListener("beforeunload", (event) => this.isBusy && event.preventDefault());
    this.on("anyway", () => this.show("paper"));
    this.on("finish", () => void this.finish());
    this.on("change", () => this.change());
    this.on("save", () => this.save());
    this.on("other-device", () => void this.showSeed());
    this.on("restore", () => void this.restore());
    // Until now a press would have sent the marks to the town.
    const submit = this.part("submit");
    if (submit instanceof HTMLButtonElement) submit.disabled = false;
    void this.open();
  }

  private options(): Options {
    const { box = "", token = "", stratum, voter = "", manifest, mirrors } = this.form.dataset;
    const csrf = () => String(new FormData(this.form).get("csrfmiddlewaretoken") ?? "");
    return {
      box,
      token,
      csrf,
      key: `${box.split("/").pop()}/${voter}`,
      stratum: Number(stratum),
      expected: manifest ?? "",
      mirrors: mirrors?.split(" ").filter(Boolean) ?? [],
      tell: (step) => this.tell(step),
    };
  }

  private part(name: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-secret-${name}]`);
  }

  private on(name: string, act: () => void): void {
    this.part(name)?.addEventListener("click", act);
  }

  private text(name: string): string {
    return this.form.getAttribute(`data-text-${name}`)?.trim() ?? "";
  }

  private show(shown: Part, words = ""): void {
    for (const name of PARTS) {
      const isShown = name === shown || (name === "paper" && shown === "unfinished");
      for (const part of this.root.querySelectorAll<HTMLElement>(`[data-secret-${name}]`))
        part.hidden = !isShown;
    }
    const said = this.part(`${shown}-words`);
    if (said && words) said.textContent = words;
  }

  /** What the page begins with; again, when the browser brings it back as it was left. */
  private async open(): Promise<void> {
    const trouble = await troubleHere();
    if (trouble === "too-old") return this.show(trouble);
    if (await this.takeSeed()) return;
    await this.voting.tidy().catch(() => undefined);
    const state = trouble === "forgets" ? "new" : await this.voting.state();
    if (state === "cast") await this.showDone(this.text("already"));
    else if (state === "unfinished") this.show("unfinished");
    else if (trouble) this.show(trouble);
    else this.show("issued" in this.form.dataset ? "elsewhere" : "paper");
  }

  private submitted(event: Event): void {
    if (event.target !== this.form) return;
    event.preventDefault();
    event.stopPropagation();
    const paper = JSON.parse(this.form.dataset["paper"] ?? "[]") as Field[];
    const filled = new FormData(this.form);
    void this.press(async () => {
      const choice = choiceOf(await this.voting.load(), paper, filled);
      return this.voting.vote(choice, this.isChange, this.wantsReceipt());
    });
  }

  private wantsReceipt(): boolean {
    const box = this.part("keep");
    return box instanceof HTMLInputElement && box.checked;
  }

  private finish(): Promise<void> {
    return this.press(() => this.voting.finish(this.wantsReceipt()));
  }

  private async press(act: () => Promise<Dropped>): Promise<void> {
    if (this.isBusy) return;
    this.busy(true);
    this.complain("");
    this.isWaiting = false;
    void navigator.storage?.persist?.().catch(() => false);
    try {
      const dropped = await act();
      this.promise = dropped.promise;
      const words = this.isChange ? "changed" : dropped.isNew ? "dropped" : "already";
      this.form.reset();
      this.isChange = false;
      await this.showDone(this.text(words));
    } catch (trouble) {
      this.refused(trouble);
    } finally {
      this.busy(false);
    }
  }

  private busy(isBusy: boolean): void {
    this.isBusy = isBusy;
    const steps = this.part("steps");
    if (steps) steps.hidden = !isBusy;
    const step = this.part("step");
    if (step && !isBusy) step.textContent = "";
    for (const button of this.root.querySelectorAll<HTMLButtonElement>(
      "[data-secret-page] button[type=submit], [data-secret-finish]",
    ))
      button.setAttribute("aria-disabled", String(isBusy));
  }

  /** Each step in its words; in a list of steps the one that is under way. */
  private tell(step: Step): void {
    const said = this.part("step");
    if (said) said.textContent = this.text(`step-${step}`);
    let isPast = true;
    for (const item of this.part("steps")?.querySelectorAll<HTMLElement>("[data-step]") ?? []) {
      if (item.dataset["step"] === step) isPast = false;
      if (step === "waiting") continue;
      const isNow = item.dataset["step"] === step;
      item.dataset["state"] = isNow ? "now" : isPast ? "done" : "";
    }
  }

  private refused(trouble: unknown): void {
    const code = trouble instanceof Fault ? trouble.code : "failed";
    if (code === "already-issued") return this.show("elsewhere");
    this.isWaiting = code === "no-answer";
    const said = trouble instanceof Refusal ? trouble.said : "";
    const words = this.text(`fault-${code}`) || said || this.text("failed");
    this.complain(fill(words, { code }), trouble instanceof PaperFault ? trouble.field : "");
    if (!(trouble instanceof PaperFault))
      void this.voting.state().then(
        (state) => state === "unfinished" && this.show("unfinished"),
        () => undefined,
      );
  }

  /** Say what is wrong, and where on the paper. */
  private complain(words: string, field = ""): void {
    const said = this.part("fault");
    if (!said) return;
    said.hidden = !words;
    const question = field ? document.getElementById(`q-${field}`) : null;
    if (question) {
      const link = document.createElement("a");
      link.href = `#q-${field}`;
      link.textContent = question.querySelector("legend")?.textContent?.trim() ?? "";
      said.replaceChildren(link, ` ${words}`);
    } else said.textContent = words;
    if (words) said.scrollIntoView({ block: "nearest" });
  }

  private async showDone(words: string): Promise<void> {
    const kept = await this.voting.kept();
    this.promise ||= kept?.promise ?? "";
    this.show("done", words);
    const save = this.part("save");
    if (save) save.hidden = !this.promise;
    for (const name of ["change", "other-device"]) {
      const part = this.part(name);
      if (part) part.hidden = !kept?.seed;
    }
    this.part("done")?.querySelector<HTMLElement>("[tabindex]")?.focus();
  }

  private change(): void {
    this.isChange = true;
    this.show("paper");
    this.form.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }

  /** The promise as a file: whoever has it proves that a ballot was taken. */
  private save(): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.promise], { type: "text/plain" }));
    link.download = this.part("save")?.dataset["name"] ?? "receipt.txt";
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /** A seed that came in the address; it leaves the address at once. */
  private async takeSeed(): Promise<boolean> {
    const found = seedIn(location.hash, this.form.dataset["voter"] ?? "");
    if (!found) return false;
    history.replaceState(null, "", location.pathname + location.search);
    await this.join(found);
    return true;
  }

  private async join(seed: ReturnType<typeof seedIn>): Promise<void> {
    try {
      if (!seed || seed === "of-another") throw new Fault("seed-person", "another person's");
      await this.voting.join(seed);
      this.show("paper");
      this.complain(this.text("joined"));
    } catch (trouble) {
      this.show("elsewhere");
      this.refused(trouble);
    }
  }

  /** The seed for another device of the same person: a picture, and words for whoever asks. */
  private async showSeed(): Promise<void> {
    const kept = await this.voting.kept();
    if (!kept?.seed) return;
    const { drawn, wordsOf } = await this.joining();
    const address = new URL(location.href);
    address.hash = fragmentFor(kept.seed, this.form.dataset["voter"] ?? "");
    this.part("qr")?.replaceChildren(drawn(address.href, this.text("qr")));
    const items = wordsOf(kept.seed).map((word) => {
      const item = document.createElement("li");
      item.textContent = word;
      return item;
    });
    this.part("words")?.replaceChildren(...items);
    const part = this.part("seed");
    if (part) part.hidden = false;
  }

  /** The words of another device, typed in here. */
  private async restore(): Promise<void> {
    const field = this.part("words-in") as HTMLTextAreaElement | null;
    try {
      const { seedOf } = await this.joining();
      const seed = seedOf(field?.value ?? "");
      if (!seed) throw new Fault("seed-words", "no 24 words that belong together");
      if (field) field.value = "";
      await this.join(seed);
    } catch (trouble) {
      this.refused(trouble);
    }
  }

  /** What few people need lies in a script of its own. */
  private async joining(): Promise<typeof Joining> {
    return (await import(this.form.dataset["joining"] ?? "")) as typeof Joining;
  }
}

/** form[data-secret] */
export function attachSecret(form: HTMLElement): void {
  void new Page(form as HTMLFormElement);
}

/** [data-secret-tidy="box address"] on pages of a poll: its key leaves the device at the close. */
export function attachTidy(element: HTMLElement): void {
  const { secretTidy: box = "", voter = "" } = element.dataset;
  const key = `${box.split("/").pop()}/${voter}`;
  const voting = new Voting({ box, token: "", csrf: () => "", key, stratum: 0 });
  void voting.tidy().catch(() => undefined);
}

/** [data-secret-hash]: the hash that this browser was shown, for people to compare. */
export function attachHash(element: HTMLElement): void {
  const voting = new Voting({
    box: element.dataset["secretHash"] ?? "",
    token: "",
    csrf: () => "",
    key: "",
    stratum: 0,
  });
  voting.load().then(
    ({ hash }) => (element.textContent = toHex(hash).replace(/.{8}(?=.)/g, "$& ")),
    () => undefined,
  );
}
