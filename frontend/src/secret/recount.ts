// The recount of a poll from its published files, written apart from `tools/recount/recount.py` and
// from the box: three programs must come to one result. The log is read once, bundle by bundle; of
// a ballot only its key's last number and choice stay in memory.
import {
  BALLOT,
  CLOSE,
  COUNTS,
  type Choice,
  MANIFEST,
  OPEN,
  OPEN_HEAD,
  readBallot,
  readBody,
} from "./ballot";
import { type BlindKey, isSigned, readPublicKey } from "./blind";
import { type Bytes, concat, equal, fromBase64, fromUtf8, toHex, viewOf } from "./bytes";
import { type Json, type JsonObject, objectOf, readJson } from "./canonical";
import type { Count } from "./counted";
import { type Tally, addChoice, emptyTally } from "./counting";
import { isSignedSoon } from "./ed25519";
import { Fault, demand } from "./fault";
import { ASSISTED, type Manifest, readManifest } from "./manifest";
import { Frontier, leafHash, rootOf, verifyInclusion } from "./merkle";
import {
  type Checkpoint,
  GROUP_HEAD,
  readGroupPromise,
  verifyCheckpoint,
  verifyNote,
  vkeyOf,
} from "./note";
import { HEAD as PROOF_HEAD, parseProof } from "./proof";
import { type Read, type Tile, WIDTH, pathOf, readBundle, tileAt } from "./tiles";

/** A checkpoint, promise or receipt that somebody kept: the log must agree with it. */
export interface Saved {
  readonly name: string;
  readonly text: string;
}

export type Progress = (done: number, total: number) => void;

interface Expected {
  readonly code: string;
  isOf(leaf: Uint8Array, at: number): boolean;
}

interface Last {
  stratum: number;
  seq: number;
  choice: number;
}

class Recount {
  private readonly frontier = new Frontier();
  private readonly last = new Map<string, Last>();
  /** Choices alike are kept once, under a number. */
  private readonly choices: Choice[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly counts: JsonObject[] = [];
  private close: JsonObject | undefined;
  private others: [number, number][] = [];
  private readonly rows: Bytes[][] = [];
  private readonly checkedTiles: number[] = [];
  /** The first tile of the upper levels that is wrong; told once the entries are those signed. */
  private wrongTile: Fault | undefined;
  private readonly roots = new Map<number, Uint8Array>();
  /** Promises and receipts whose leaf has not gone by yet. */
  private readonly awaited = new Map<string, Expected>();

  constructor(
    private readonly manifest: Manifest,
    private readonly keys: ReadonlyMap<number, BlindKey>,
    private readonly size: number,
    private readonly read: Read,
  ) {}

  /** What was kept is read before the log, which goes by once. */
  expect(saved: readonly Saved[], newest: Checkpoint): Checkpoint[] {
    const checkpoints = [newest];
    const { origin, promise, log } = this.manifest;
    for (const { name, text } of saved) {
      if (text.startsWith("veche-promise/v1\n")) {
        const [, found, leaf = ""] = verifyNote(text, promise).split("\n");
        demand(found === origin, "note-origin", name);
        const told = fromBase64(leaf, "promise-form");
        this.awaited.set(name, { code: "promise-broken", isOf: (one) => equal(one, told) });
        continue;
      }
      if (text.startsWith(GROUP_HEAD)) {
        const { index, size, path, root } = readGroupPromise(text, origin, promise);
        const isOf = (leaf: Uint8Array): boolean => leads(leaf, index, size, path, root);
        this.awaited.set(name, { code: "promise-broken", isOf });
        continue;
      }
      const proof = text.startsWith(PROOF_HEAD) ? parseProof(text) : undefined;
      const checkpoint = verifyCheckpoint(proof?.checkpoint ?? text, log);
      demand(checkpoint.size <= this.size, "checkpoint-size", name);
      checkpoints.push(checkpoint);
      if (!proof) continue;
      const { index, path, entry } = proof;
      const isOf = (leaf: Uint8Array, at: number): boolean =>
        at === index &&
        leads(leaf, index, checkpoint.size, path, checkpoint.root) &&
        (!entry.length || equal(leafHash(entry), leaf));
      this.awaited.set(name, { code: "proof-broken", isOf });
    }
    for (const { size } of checkpoints) this.roots.set(size, new Uint8Array());
    if (this.roots.has(0)) this.roots.set(0, this.frontier.root());
    return checkpoints;
  }

  async addBundle(tile: Tile, data: Bytes): Promise<void> {
    const path = pathOf(tile);
    const entries = readBundle(tile, data);
    const start = tile.number * WIDTH;
    const leaves = entries.map(leafHash);
    const where = (at: number): string => `entry ${start + at} in ${path}`;
    if (start === 0) {
      const first = concat(Uint8Array.of(MANIFEST), this.manifest.hash);
      demand(equal(entries[0] as Bytes, first), "manifest-hash", "not the one in entry 0");
    }
    await Promise.all(entries.map((entry, at) => this.addEntry(entry, start + at, where(at))));
    leaves.forEach((leaf, at) => {
      this.frontier.append(leaf);
      for (const [name, { isOf }] of this.awaited)
        if (isOf(leaf, start + at)) this.awaited.delete(name);
      if (this.roots.has(this.frontier.size))
        this.roots.set(this.frontier.size, this.frontier.root());
    });
    await this.addHashes(0, leaves);
  }

  private async addEntry(entry: Bytes, at: number, where: string): Promise<void> {
    const kind = entry[0];
    // In the order of the log, before anything is waited for: of equal numbers the first counts.
    if (this.manifest.mode === "secret" && kind === BALLOT) await this.addSecret(entry, where);
    else if (this.manifest.mode === "open" && kind === OPEN) this.addOpen(entry, where);
    else {
      this.others.push([at, kind ?? 0]);
      if (kind === COUNTS) this.counts.push(issuedOf(entry));
      if (kind === CLOSE && at === this.size - 1) this.close = closeOf(entry);
    }
  }

  private async addSecret(entry: Bytes, where: string): Promise<void> {
    const ballot = located(where, () => readBallot(this.manifest, entry));
    this.keep(`${ballot.stratum}/${latin(ballot.key)}`, ballot.stratum, ballot.seq, ballot.choice);
    const key = this.keys.get(ballot.stratum) as BlindKey;
    const holds = await isSigned(key, ballot.prepared, ballot.token);
    demand(holds, "token-signature", where);
    const isTheirs = await isSignedSoon(ballot.key, ballot.body, ballot.signature);
    demand(isTheirs, "ballot-signature", where);
  }

  private addOpen(entry: Bytes, where: string): void {
    const { bodyLength, strata } = this.manifest;
    demand(entry.length === OPEN_HEAD + bodyLength, "ballot-length", where);
    const stratum = viewOf(entry).getUint16(33);
    demand(
      strata.some((one) => one.id === stratum),
      "pass-stratum",
      where,
    );
    const body = entry.subarray(OPEN_HEAD);
    const { seq, choice } = located(where, () => readBody(this.manifest, body));
    this.keep(latin(entry.subarray(1, 33)), stratum, seq, choice);
  }

  /** By owner the highest number; of equal ones the first. */
  private keep(owner: string, stratum: number, seq: number, choice: Choice): void {
    const known = this.last.get(owner);
    demand(!known || this.manifest.changeAllowed, "ballot-changed", "changes are barred");
    if (known && known.seq >= seq) return;
    this.last.set(owner, { stratum, seq, choice: this.numberOf(choice) });
  }

  private numberOf(choice: Choice): number {
    const text = JSON.stringify(choice);
    const known = this.numbers.get(text) ?? this.choices.push(choice) - 1;
    this.numbers.set(text, known);
    return known;
  }

  /** Hold the hashes of a level against its tiles as they fill, and those above likewise. */
  private async addHashes(level: number, hashes: readonly Bytes[]): Promise<void> {
    const row = (this.rows[level] ??= []);
    for (const hash of hashes) {
      row.push(hash);
      if (row.length < WIDTH) continue;
      await this.checkTile(level, row);
      await this.addHashes(level + 1, [rootOf(row) as Bytes]);
      row.length = 0;
    }
  }

  private async checkTile(level: number, row: readonly Bytes[]): Promise<void> {
    const number = this.checkedTiles[level] ?? 0;
    this.checkedTiles[level] = number + 1;
    const tile = tileAt(level, number, this.size);
    const path = pathOf(tile);
    try {
      demand(equal(await this.read(path), concat(...row)), "tile-hash", path);
    } catch (fault) {
      if (!(fault instanceof Fault) || level === 0) throw fault;
      this.wrongTile ??= fault;
    }
  }

  async finish(checkpoints: readonly Checkpoint[]): Promise<Count> {
    for (const { size, root } of checkpoints) {
      const found = this.roots.get(size);
      demand(found !== undefined && equal(found, root), "checkpoint-root", `of size ${size}`);
    }
    for (const [name, { code }] of this.awaited) throw new Fault(code, name);
    for (const [level, row] of this.rows.entries())
      if (row.length) await this.checkTile(level, row);
    if (this.wrongTile) throw this.wrongTile;
    for (const [at, kind] of this.others) {
      const expected = at === 0 ? MANIFEST : at === this.size - 1 ? CLOSE : COUNTS;
      demand(kind === expected, "entry-type", `entry ${at}`);
    }
    const close = this.close;
    if (!close) throw new Fault("close-missing", "the last entry closes nothing");
    return this.compared(close);
  }

  private compared(close: JsonObject): Count {
    const { manifest, last } = this;
    const ballots = new Map<number, number>();
    const times = new Map<number, number>();
    for (const { stratum, choice } of last.values()) {
      ballots.set(stratum, (ballots.get(stratum) ?? 0) + 1);
      times.set(choice, (times.get(choice) ?? 0) + 1);
    }
    const tally = emptyTally(manifest);
    for (const [choice, number] of times)
      addChoice(tally, manifest, this.choices[choice] as Choice, number);
    const strata = this.comparedStrata(close, ballots);
    return {
      origin: manifest.origin,
      hash: toHex(manifest.hash),
      logKey: vkeyOf(manifest.log),
      size: this.size,
      voters: last.size,
      strata,
      questions: this.comparedTally(objectOf(close["tally"] as Json, "close-form"), tally),
    };
  }

  private comparedStrata(close: JsonObject, ballots: ReadonlyMap<number, number>): Count["strata"] {
    const { strata, mode } = this.manifest;
    const said = objectOf(close["issued"] as Json, "close-form");
    const told = objectOf(close["ballots"] as Json, "close-form");
    const found = strata.map(({ id, label, eligible }) => {
      const issued = wholeOf(said, id);
      const counted = ballots.get(id) ?? 0;
      const isGrown = this.counts.every((one) => wholeOf(one, id) <= issued);
      demand(isGrown, "counts-differ", label);
      demand(counted <= issued, "ballots-more-than-issued", label);
      demand(issued <= eligible, "issued-more-than-eligible", label);
      demand(wholeOf(told, id) === counted, "close-ballots", label);
      return { label, ballots: counted, issued, eligible };
    });
    // Those of the assisted lane are eligible elsewhere.
    const apart = strata.filter((one) => mode === "open" || one.id !== ASSISTED);
    const eligible = apart.reduce((sum, one) => sum + one.eligible, 0);
    const issued = found.reduce((sum, one) => sum + one.issued, 0);
    demand(issued <= eligible, "issued-more-than-eligible", "all together");
    return found;
  }

  private comparedTally(said: JsonObject, tally: Tally): Count["questions"] {
    return this.manifest.questions.map(({ id, options }, at) => {
      const lines = tally[at] as [number, number][];
      demand(JSON.stringify(said[id]) === JSON.stringify(lines), "close-tally", id);
      return {
        id,
        options: options.map((option, place) => {
          const [votes, points] = lines[place] as [number, number];
          return { option, votes, points };
        }),
      };
    });
  }
}

/**
 * Count the poll whose files `read` gives by their paths under its address. Fault with the first
 * thing that is wrong, by the same names as `recount.py` where both have one.
 */
export async function recount(
  read: Read,
  saved: readonly Saved[] = [],
  progress: Progress = () => undefined,
): Promise<Count> {
  const manifest = readManifest(await read("manifest"));
  const keys = new Map<number, BlindKey>();
  if (manifest.mode === "secret")
    for (const { id, key } of manifest.strata) keys.set(id, await readPublicKey(key));
  const note = fromUtf8(await read("checkpoint"), "note-form");
  const newest = verifyCheckpoint(note, manifest.log);
  const { size } = newest;
  demand(size > 0, "checkpoint-size", "an empty log");
  const count = new Recount(manifest, keys, size, read);
  const checkpoints = count.expect(saved, newest);
  const total = Math.ceil(size / WIDTH);
  const ask = (number: number): Promise<Bytes> => {
    const data = read(pathOf(tileAt("entries", number, size)));
    // Expected in its turn; until then its failure is nobody's.
    data.catch(() => undefined);
    return data;
  };
  // The next file is fetched while this one is counted.
  let next = ask(0);
  for (let number = 0; number < total; number++) {
    const data = await next;
    if (number + 1 < total) next = ask(number + 1);
    await count.addBundle(tileAt("entries", number, size), data);
    progress(Math.min(size, (number + 1) * WIDTH), size);
  }
  return count.finish(checkpoints);
}

function located<T>(where: string, act: () => T): T {
  try {
    return act();
  } catch (fault) {
    throw fault instanceof Fault ? new Fault(fault.code, where) : fault;
  }
}

/** Whether this is the leaf at that index under the root. */
function leads(...proof: Parameters<typeof verifyInclusion>): boolean {
  try {
    verifyInclusion(...proof);
    return true;
  } catch {
    return false;
  }
}

function latin(data: Uint8Array): string {
  return String.fromCharCode(...data);
}

function issuedOf(entry: Bytes): JsonObject {
  const raw = objectOf(readJson(entry.subarray(1), "counts-form"), "counts-form");
  return objectOf(raw["issued"] as Json, "counts-form");
}

function closeOf(entry: Bytes): JsonObject {
  return objectOf(readJson(entry.subarray(1), "close-form"), "close-form");
}

function wholeOf(numbers: JsonObject, stratum: number): number {
  const number = numbers[String(stratum)] ?? 0;
  demand(typeof number === "number" && number >= 0, "close-form", "no number");
  return number;
}
