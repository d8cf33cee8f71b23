// One press: a blank ballot is taken, sealed on the device, and dropped into the box. Each step is
// on the disk before anything is sent, so whatever breaks off is finished by the next press.
import { type Choice, signBallot, writeBody, writeToken } from "./ballot";
import { type BlindKey, blind, chanceOf, finalize, prepare, readPublicKey } from "./blind";
import { Box, NoAnswer, ask, refusalOf } from "./box";
import { type Bytes, fromBase64, random, toBase64, toHex } from "./bytes";
import { publicKeyOf } from "./ed25519";
import { Fault, demand } from "./fault";
import { type Manifest, SEQ_MAX } from "./manifest";
import { leafHash } from "./merkle";
import { verifyPromise } from "./note";
import { type Kept, alone, forgetKept, readKept, writeKept } from "./shelf";

export type Step = "loading" | "blank" | "sealing" | "dropping" | "waiting" | "dropped";
/** What the page begins with: nothing yet, something to be finished, or a vote that is cast. */
export type State = "new" | "unfinished" | "cast";

export interface Options {
  /** Address of the poll in the box. */
  box: string;
  /** Where the registrar gives out blanks, and the token against forged requests. */
  token: string;
  csrf: () => string;
  /** Names poll and person on a device that several share. */
  key: string;
  stratum: number;
  /** Hash of the manifest in hexadecimal as the registrar says it; "" for none. */
  expected?: string;
  mirrors?: readonly string[];
  tell?: (step: Step) => void;
  /** How long to go on asking a server that does not answer, in milliseconds. */
  patience?: number;
  sleep?: (milliseconds: number) => Promise<void>;
  now?: () => number;
}

export interface Dropped {
  /** False when the ballot had been dropped before this press. */
  isNew: boolean;
  /** The promise, which is the receipt; "" when it is not known any more. */
  promise: string;
  /** Another ballot of the same key has its number: one of another device, or of a lost tab. */
  isOther?: boolean;
}

const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;
const PAUSE_MAX_MS = 10_000;
const RENUMBERED_MAX = 3;
/** Refusals of a ballot of which an earlier copy, or another with its number, may have arrived. */
const STOPPED = ["ballot-differs", "poll-closed"];

export class Voting {
  readonly box: Box;
  private loaded: Promise<Manifest> | undefined;

  constructor(private readonly options: Options) {
    this.box = new Box(options.box);
  }

  /** The manifest, checked; once it is known it does not change any more. */
  load(): Promise<Manifest> {
    const { expected, mirrors } = this.options;
    this.loaded ??= this.patiently(() => this.box.manifest(expected, mirrors)).then((manifest) => {
      demand(manifest.mode === "secret", "poll-mode", "this poll is held in the other mode");
      return manifest;
    });
    this.loaded.catch(() => (this.loaded = undefined));
    return this.loaded;
  }

  async state(): Promise<State> {
    const kept = await readKept(this.options.key);
    if (!kept || (kept.stage === "begun" && kept.isJoined)) return "new";
    return kept.stage === "cast" || kept.stage === "done" ? "cast" : "unfinished";
  }

  /** What this device keeps; its seed is for another device of the same person. */
  kept(): Promise<Kept | undefined> {
    return readKept(this.options.key);
  }

  /** Cast these marks. `isChange`: the page had said that a vote is cast already. */
  vote(choice: Choice, isChange = false, wantsReceipt = false): Promise<Dropped> {
    return alone(this.options.key, () => this.press(choice, isChange, wantsReceipt));
  }

  /** Go on with the marks of a press that was cut off. */
  finish(wantsReceipt = false): Promise<Dropped> {
    return alone(this.options.key, async () => {
      const kept = await readKept(this.options.key);
      const choice = kept?.choice;
      if (!choice) throw new Fault("nothing-begun", "no vote was begun on this device");
      return this.press(choice, false, wantsReceipt);
    });
  }

  /** Take over the seed of another device; a vote begun or cast here is not thrown away for it. */
  join(seed: Bytes): Promise<void> {
    demand(seed.length === 32, "seed-form", "32 bytes are expected");
    return alone(this.options.key, async () => {
      const { hash } = await this.load();
      const kept = await readKept(this.options.key);
      if (kept?.seed && toHex(kept.seed) === toHex(seed)) return;
      demand(!kept?.seed || kept.isJoined === true, "seed-differs", "a vote was begun here");
      const { key, stratum } = this.options;
      await writeKept({ key, hash: toHex(hash), stage: "begun", seed, stratum, isJoined: true });
    });
  }

  /** After the close nothing can be changed: what ties the device to a ballot goes. */
  async tidy(): Promise<void> {
    const { key } = this.options;
    const stage = (await readKept(key))?.stage;
    // Whoever keeps nothing here asks the box nothing.
    if (!stage || stage === "done") return;
    const { closes } = await this.load();
    if (this.now() < Date.parse(closes)) return;
    await alone(key, async () => {
      const kept = await readKept(key);
      if (kept?.stage === "cast") await writeKept(doneOf(kept));
      if (kept?.stage === "begun" || kept?.stage === "blank") await forgetKept(kept.key);
    });
  }

  private async press(choice: Choice, isChange: boolean, wants: boolean): Promise<Dropped> {
    this.tell("loading");
    const manifest = await this.load();
    // Marks that the box would refuse cost no blank.
    writeBody(manifest, 1, choice);
    const kept = (await readKept(this.options.key)) ?? this.begun(manifest);
    const isSame = kept.hash === toHex(manifest.hash);
    demand(isSame, "manifest-differs", "another manifest was shown before");
    if (kept.entry) {
      const settled = await this.settle(manifest, kept, choice, wants);
      if (settled) return settled;
    }
    if (kept.stage === "cast" || kept.stage === "done") {
      if (!isChange) return { isNew: false, promise: kept.promise ?? "" };
      demand(kept.stage === "cast", "change-barred", "a vote cannot be changed from here");
    }
    return this.send(manifest, kept, choice, wants);
  }

  private async send(
    manifest: Manifest,
    kept: Kept,
    choice: Choice,
    wants: boolean,
  ): Promise<Dropped> {
    const { seed, stratum } = kept;
    demand(seed !== undefined && stratum !== undefined, "seed-form", "the seed was lost");
    kept.choice = choice;
    if (!kept.token) {
      await writeKept(kept);
      this.tell("blank");
      kept.token = await this.takeToken(manifest, seed, stratum).catch(async (fault: unknown) => {
        // Another blank was issued: this seed will never get one, and stands in the other's way.
        if (fault instanceof Fault && fault.code === "already-issued") await forgetKept(kept.key);
        throw fault;
      });
      kept.stage = "blank";
      await writeKept(kept);
    }
    this.tell("sealing");
    const prepared = this.prepared(manifest, seed, stratum);
    for (let attempt = 1; ; attempt++) {
      kept.seq = await this.nextSeq(manifest, kept, seed);
      kept.entry = signBallot(prepared, kept.token, writeBody(manifest, kept.seq, choice), seed);
      kept.stage = "casting";
      await writeKept(kept);
      const dropped = await this.drop(manifest, kept, wants);
      if (!isOvertaken(manifest, dropped) || attempt === RENUMBERED_MAX) return dropped;
    }
  }

  private begun({ hash }: Manifest): Kept {
    const { key, stratum } = this.options;
    return { key, hash: toHex(hash), stage: "begun", seed: random(32), stratum };
  }

  private prepared(manifest: Manifest, seed: Bytes, stratum: number): Bytes {
    const chance = chanceOf(seed, manifest.hash, stratum);
    return prepare(writeToken(manifest, stratum, publicKeyOf(seed)), chance);
  }

  /** A ballot was sent and nothing heard of it: it is sent again, unless it never arrived. */
  private async settle(
    manifest: Manifest,
    kept: Kept,
    choice: Choice,
    wants: boolean,
  ): Promise<Dropped | undefined> {
    const isSame = JSON.stringify(kept.choice) === JSON.stringify(choice);
    if (isSame || (await this.hasArrived(kept))) {
      const dropped = await this.drop(manifest, kept, wants);
      const isRight = isSame ? !isOvertaken(manifest, dropped) : !manifest.changeAllowed;
      if (isRight) return { ...dropped, isNew: isSame && dropped.isNew };
      // The marks of this press come as a change of what had arrived.
      kept.stage = "blank";
    }
    delete kept.entry;
    return undefined;
  }

  private async nextSeq(manifest: Manifest, kept: Kept, seed: Bytes): Promise<number> {
    if (!kept.isJoined && kept.seq === undefined) return 1;
    const key = publicKeyOf(seed);
    const last = await this.patiently(() => this.box.lastSeq(key));
    demand(last === 0 || manifest.changeAllowed, "change-barred", "this poll allows no change");
    demand(last < SEQ_MAX, "body-seq", "more changes than this poll allows");
    return last + 1;
  }

  /** Send the kept entry, check what is promised, and keep no more than is still of use. */
  private async drop(manifest: Manifest, kept: Kept, wants: boolean): Promise<Dropped> {
    const entry = kept.entry as Bytes;
    this.tell("dropping");
    let promise = "";
    let isOther = false;
    try {
      promise = await this.patiently(() => this.box.cast(entry));
      verifyPromise(promise, manifest.origin, leafHash(entry), manifest.promise);
    } catch (fault) {
      const isStopped = fault instanceof Fault && STOPPED.includes(fault.code);
      if (!isStopped || !(await this.hasArrived(kept))) throw fault;
      isOther = fault.code === "ballot-differs";
    }
    const done = manifest.changeAllowed ? castOf(kept) : doneOf(kept);
    await writeKept(wants && promise ? { ...done, promise } : done);
    this.tell("dropped");
    return { isNew: promise !== "", promise, isOther };
  }

  /** Whether the box has a ballot of this key with this number or a higher one. */
  private async hasArrived({ seed, seq }: Kept): Promise<boolean> {
    const last = await this.patiently(() => this.box.lastSeq(publicKeyOf(seed as Bytes)));
    return last >= (seq ?? 1);
  }

  private async takeToken(manifest: Manifest, seed: Bytes, stratum: number): Promise<Bytes> {
    const key = await keyOf(manifest, stratum);
    const prepared = this.prepared(manifest, seed, stratum);
    const { message, inverse } = blind(key, prepared, chanceOf(seed, manifest.hash, stratum));
    const body = JSON.stringify({ stratum, blinded: toBase64(message) });
    const answer = await this.patiently(() => this.askToken(body));
    return finalize(key, prepared, fromBase64(answer, "blank-form"), inverse);
  }

  private async askToken(body: string): Promise<string> {
    const answer = await ask(this.options.token, {
      method: "POST",
      body,
      cache: "no-store",
      credentials: "same-origin",
      redirect: "manual",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": this.options.csrf(),
      },
    });
    // Led elsewhere: to the page where one signs in.
    const isLed = answer.type === "opaqueredirect" || (answer.status >= 300 && answer.status < 400);
    if (isLed || answer.status === 401) throw new Fault("signed-out", "sign in again");
    if (!answer.ok) {
      const refusal = await refusalOf(answer, "blank-refused");
      if (refusal.code === "sign-in-needed") throw new Fault("signed-out", "sign in again");
      const isPassing = answer.status >= 500 || answer.status === 429;
      throw isPassing && refusal.code !== "keys-gone" ? new NoAnswer() : refusal;
    }
    const said = (await answer.json().catch(() => ({}))) as { blind_sig?: unknown };
    demand(typeof said.blind_sig === "string", "blank-form", "no signature in the answer");
    return said.blind_sig;
  }

  /** Ask again and again while nobody answers; each act may be repeated without harm. */
  private async patiently<T>(act: () => Promise<T>): Promise<T> {
    const { patience = PATIENCE_MS, sleep = rest } = this.options;
    const until = this.now() + patience;
    for (let pause = PAUSE_MS; ; pause = Math.min(2 * pause, PAUSE_MAX_MS)) {
      try {
        return await act();
      } catch (trouble) {
        if (!(trouble instanceof NoAnswer)) throw trouble;
        if (this.now() + pause > until) throw new Fault("no-answer", "nobody answers");
        this.tell("waiting");
        await sleep(pause);
      }
    }
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private tell(step: Step): void {
    this.options.tell?.(step);
  }
}

function isOvertaken({ changeAllowed }: Manifest, { isOther }: Dropped): boolean {
  return changeAllowed && isOther === true;
}

async function keyOf(manifest: Manifest, stratum: number): Promise<BlindKey> {
  const found = manifest.strata.find((one) => one.id === stratum);
  if (!found) throw new Fault("token-stratum", "no such stratum in this poll");
  return readPublicKey(found.key);
}

/** For a change: the seed and the blank it was given; the marks and the ballot go. */
function castOf({ key, hash, seed, stratum, token, seq }: Kept): Kept {
  const kept: Kept = { key, hash, stage: "cast" };
  return Object.assign(kept, { seed, stratum, token, seq });
}

/** That a vote was cast from here, and nothing that leads to it but a receipt once asked for. */
function doneOf({ key, hash, promise }: Kept): Kept {
  return promise ? { key, hash, stage: "done", promise } : { key, hash, stage: "done" };
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    // A line that is back ends the pause.
    globalThis.addEventListener?.("online", () => (clearTimeout(timer), done()), { once: true });
  });
}
