// The receipt page: what a voter saved is held against the published list in this browser, and
// without a network against the keys that the page has kept. Words are the template's.
import { attachAll, fill, grouped } from "../attach";
import { NoAnswer } from "./box";
import type { Bytes } from "./bytes";
import { Fault } from "./fault";
import { type Receipt, checkedOffline, receiptOf } from "./receipts";

/** Manifests are public, and alike for everybody: one kept here says nothing of a vote. */
const MANIFESTS = "veche-manifests";

class Page {
  private proof = "";

  constructor(private readonly root: HTMLElement) {
    const input = this.part<HTMLInputElement>("files");
    input?.addEventListener("change", () => void this.checkFiles([...(input.files ?? [])]));
    this.part("check")?.addEventListener("click", () => {
      const text = this.part<HTMLTextAreaElement>("text")?.value ?? "";
      void this.check([text.replace(/\r\n/g, "\n")]);
    });
    this.part("save")?.addEventListener("click", () => this.save());
    void this.keepManifest();
  }

  private get box(): string {
    return this.root.dataset["secretReceipt"] ?? "";
  }

  private part<T extends HTMLElement>(name: string): T | null {
    return this.root.querySelector<T>(`[data-receipt-${name}]`);
  }

  private text(name: string): string {
    return this.root.getAttribute(`data-text-${name}`) ?? "";
  }

  private async keepManifest(): Promise<void> {
    const address = `${this.box}/manifest`;
    const kept = await globalThis.caches?.open(MANIFESTS).catch(() => undefined);
    if (!kept || (await kept.match(address))) return;
    const anonymous = { credentials: "omit", referrerPolicy: "no-referrer" } as const;
    await kept.add(new Request(address, anonymous)).catch(() => undefined);
  }

  private async keptManifest(): Promise<Bytes | undefined> {
    const found = await globalThis.caches?.match(`${this.box}/manifest`);
    return found && new Uint8Array(await found.arrayBuffer());
  }

  private async checkFiles(files: readonly File[]): Promise<void> {
    await this.check(await Promise.all(files.map((file) => file.text())));
  }

  private async check(texts: readonly string[]): Promise<void> {
    this.say("checking");
    try {
      this.tell(await receiptOf(this.box, texts), false);
    } catch (trouble) {
      if (trouble instanceof NoAnswer) await this.checkOffline(texts);
      else this.refuse(trouble);
    }
  }

  private async checkOffline(texts: readonly string[]): Promise<void> {
    const manifest = await this.keptManifest();
    if (!manifest) return this.say("no-line");
    try {
      this.tell(checkedOffline(manifest, texts), true);
    } catch (trouble) {
      this.refuse(trouble);
    }
  }

  private tell(receipt: Receipt, isOffline: boolean): void {
    this.proof = receipt.proof;
    const { hash, includeBy, leaf } = receipt;
    const numbers = { n: grouped(receipt.index), size: grouped(receipt.size) };
    this.say(isOffline ? `${receipt.state}-offline` : receipt.state, {
      ...numbers,
      hash,
      leaf,
      due: new Date(includeBy).toLocaleString(document.documentElement.lang || undefined),
    });
    const save = this.part("save");
    if (save) save.hidden = !this.proof;
  }

  private refuse(trouble: unknown): void {
    const code = trouble instanceof Fault ? trouble.code : "failed";
    this.say("wrong", { code });
  }

  private say(name: string, values: Record<string, string | number> = {}): void {
    const said = this.part("said");
    if (!said) return;
    said.textContent = fill(this.text(name), values);
    said.dataset["state"] = name;
    said.hidden = false;
  }

  /** The proof, which any program that knows c2sp.org/tlog-proof@v1 reads. */
  private save(): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.proof], { type: "text/plain" }));
    link.download = this.part("save")?.dataset["name"] ?? "ballot.tlog-proof";
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

attachAll(document, [["[data-secret-receipt]", (element) => void new Page(element)]]);
