// The box as a browser sees it: no cookie goes there, no address of the page, nothing is kept.
import { BALLOT, MANIFEST } from "./ballot";
import { type Bytes, concat, equal, fromUtf8, toHex } from "./bytes";
import { objectOf, readJson } from "./canonical";
import { Fault, Refusal, demand } from "./fault";
import { type Manifest, readManifest } from "./manifest";
import { leafHash, verifyInclusion } from "./merkle";
import { type Checkpoint, verifyCheckpoint } from "./note";
import { Tiles } from "./tiles";

const SLOW_MS = 20_000;
/** What the box answers when the same may be sent again. */
const PASSING = ["busy", "unknown", "internal", "cut-off"];

/** No answer, or none that says what became of it: the very same may be sent again. */
export class NoAnswer extends Error {}

/** One request that says nothing of who asks; an answer that never comes counts as none. */
export async function ask(address: string, init: RequestInit = {}): Promise<Response> {
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), SLOW_MS);
  try {
    const answer = await fetch(address, { ...init, signal: slow.signal });
    // The whole body, too, within that time.
    const body = answer.status === 204 || !answer.status ? null : await answer.arrayBuffer();
    const { status, headers } = answer;
    return answer.type === "opaqueredirect" ? answer : new Response(body, { status, headers });
  } catch {
    throw new NoAnswer();
  } finally {
    clearTimeout(timer);
  }
}

const ANONYMOUS: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer" };

/** A refusal in JSON: with the code that the server gave, else the one given here. */
export async function refusalOf(answer: Response, code: string): Promise<Refusal> {
  try {
    const told = (await answer.json()) as { code?: string; message?: string; advice?: string };
    const said = [told.message, told.advice].filter(Boolean).map((one) => one?.replace(/\.$/, ""));
    return new Refusal(told.code || code, said.length ? `${said.join(". ")}.` : "");
  } catch {
    return new Refusal(code, "");
  }
}

export class Box {
  /** `address` is that of the poll in the box, without a stroke at its end. */
  constructor(readonly address: string) {}

  async bytes(path: string, init: RequestInit = {}): Promise<Bytes> {
    const answer = await ask(`${this.address}/${path}`, { ...ANONYMOUS, ...init });
    if (!answer.ok) throw await this.refused(answer);
    return new Uint8Array(await answer.arrayBuffer());
  }

  private async refused(answer: Response): Promise<Error> {
    const fault = await refusalOf(answer, "box-answer");
    // Its words are for programs, not for people.
    if (answer.status >= 500 || PASSING.includes(fault.code)) return new NoAnswer();
    return new Fault(fault.code, fault.said);
  }

  async checkpoint(manifest: Manifest): Promise<{ text: string; checkpoint: Checkpoint }> {
    const data = await this.bytes("checkpoint", { cache: "no-store" });
    const text = fromUtf8(data, "note-form");
    return { text, checkpoint: verifyCheckpoint(text, manifest.log) };
  }

  tiles(size: number): Tiles {
    return new Tiles(size, (path) => this.bytes(path));
  }

  /**
   * The manifest, once it is the one that the log begins with. `expected` is its hash as others
   * say it, in hexadecimal; `mirrors` are addresses of the same poll elsewhere. Whoever is shown
   * another manifest than the rest learns it as `manifest-differs`.
   */
  async manifest(expected = "", mirrors: readonly string[] = []): Promise<Manifest> {
    const data = await this.bytes("manifest");
    const manifest = readManifest(data);
    const differs = "manifest-differs";
    const isPolls = this.address.endsWith(`/p/${manifest.poll}`);
    demand(isPolls, differs, "the manifest of another poll");
    const hash = toHex(manifest.hash);
    demand(!expected || expected === hash, differs, `${hash} instead of ${expected}`);
    const { checkpoint } = await this.checkpoint(manifest);
    const tiles = this.tiles(checkpoint.size);
    const first = leafHash(concat(Uint8Array.of(MANIFEST), manifest.hash));
    const [found] = await tiles.hashes(0, 0);
    demand(found !== undefined && equal(found, first), differs, "not the one in entry 0");
    const path = await tiles.inclusionProof(0);
    verifyInclusion(first, 0, checkpoint.size, path, checkpoint.root);
    await Promise.all(mirrors.map((mirror) => checkMirror(mirror, data)));
    return manifest;
  }

  /** The last number of the ballots of this key; 0 when there is none. */
  async lastSeq(key: Bytes): Promise<number> {
    const data = await this.bytes(`seq?voter=${toHex(key)}`, { cache: "no-store" });
    const seq = objectOf(readJson(data, "seq-form"), "seq-form")["seq"];
    demand(typeof seq === "number" && seq >= 0, "seq-form", "no number");
    return seq;
  }

  /** Drop a ballot; the promise as it came. The same ballot again gets the same answer. */
  async cast(entry: Bytes): Promise<string> {
    demand(entry[0] === BALLOT, "entry-type", "no ballot");
    const data = await this.bytes("cast", {
      method: "POST",
      body: entry,
      cache: "no-store",
      headers: { "Content-Type": "application/octet-stream" },
    });
    return fromUtf8(data, "note-form");
  }
}

/** A mirror that cannot be reached says nothing; one that shows another manifest says much. */
async function checkMirror(mirror: string, data: Bytes): Promise<void> {
  const other = await new Box(mirror).bytes("manifest").catch(() => undefined);
  const isSame = other === undefined || equal(other, data);
  demand(isSame, "manifest-differs", `${mirror} shows another one`);
}
