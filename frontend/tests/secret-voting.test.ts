// A press that is cut off anywhere is finished by the next one: nothing is lost, nothing doubled.
import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Choice, readBallot } from "../src/secret/ballot";
import { type Bytes, concat, fromBase64, fromHex, toBase64, toHex } from "../src/secret/bytes";
import { Fault, Refusal } from "../src/secret/fault";
import { leafHash } from "../src/secret/merkle";
import { promiseName, promiseText } from "../src/secret/note";
import { alone, leased, readKept } from "../src/secret/shelf";
import { type Options, Voting } from "../src/secret/voting";
import { LOG_SEED, type Made, ORIGIN, POLL, PROMISE_SEED, makePoll, noteOf } from "./secret-poll";

const CHOICE: Choice = [
  [[0, 1]],
  [[0, 1]],
  [
    [0, 2],
    [2, 1],
  ],
  [[1, 7]],
  [],
];
const OTHER: Choice = [[[1, 1]], [], [[3, 1]], [[0, 1]], []];
const BOX = `https://box.example/p/${POLL}`;
const TOKEN = "https://town.example/token";

/** Box and registrar together, as far as one voter meets them; `broken` says what goes wrong. */
class Town {
  readonly issued = new Map<string, Bytes>();
  readonly ballots = new Map<string, Bytes>();
  readonly requests: string[] = [];
  /** "before": the request never arrives; "after": its answer is lost. By name of the address. */
  readonly broken = new Map<string, ("before" | "after")[]>();
  closed = false;
  isSignedIn = true;
  refusal: Response | undefined;

  constructor(readonly made: Made) {
    globalThis.fetch = (async (address: string, init: RequestInit = {}) => {
      const name =
        address === TOKEN ? "token" : (address.slice(BOX.length + 1).split("?")[0] ?? "");
      this.requests.push(name);
      const wrong = this.broken.get(name)?.shift();
      if (wrong === "before") throw new TypeError("no line");
      const answer = await this.answer(name, address, init);
      if (wrong === "after") throw new TypeError("no line");
      return answer;
    }) as typeof fetch;
  }

  private async answer(name: string, address: string, init: RequestInit): Promise<Response> {
    const { manifest, data } = this.made;
    const first = leafHash(concat(Uint8Array.of(1), manifest.hash));
    if (name === "manifest") return new Response(data);
    if (name === "checkpoint")
      return new Response(noteOf(`${ORIGIN}\n1\n${toBase64(first)}\n`, ORIGIN, LOG_SEED));
    if (name === "tile/0/000.p/1") return new Response(first);
    if (name === "token") return this.token(init);
    assert.equal(init.credentials, "omit");
    assert.equal(init.referrerPolicy, "no-referrer");
    if (name === "seq") {
      const voter = address.split("voter=")[1] ?? "";
      const numbers = [...this.ballots.keys()].filter((one) => one.startsWith(voter));
      return Response.json({
        seq: Math.max(0, ...numbers.map((one) => Number(one.split("/")[1]))),
      });
    }
    return this.cast(init.body as Bytes);
  }

  private async token(init: RequestInit): Promise<Response> {
    if (!this.isSignedIn) return new Response(null, { status: 302, headers: { Location: "/" } });
    if (this.refusal) return this.refusal.clone();
    assert.equal(new Headers(init.headers).get("X-CSRFToken"), "csrf");
    const { stratum, blinded } = JSON.parse(init.body as string) as Record<string, string>;
    assert.equal(stratum, 1);
    const known = this.issued.get("person");
    const message = fromBase64(blinded ?? "", "x");
    if (known && toHex(known) !== toHex(message))
      return Response.json({ code: "already-issued" }, { status: 409 });
    this.issued.set("person", message);
    return Response.json({ blind_sig: toBase64(await this.made.blindSign(message)) });
  }

  private cast(entry: Bytes): Response {
    const refuse = (code: string): Response =>
      Response.json({ code, message: "" }, { status: 409 });
    if (this.closed) return refuse("poll-closed");
    const ballot = readBallot(this.made.manifest, entry);
    const name = `${toHex(ballot.key)}/${ballot.seq}`;
    const known = this.ballots.get(name);
    if (known && toHex(known) !== toHex(entry)) return refuse("ballot-differs");
    this.ballots.set(name, entry);
    const text = promiseText(ORIGIN, leafHash(entry));
    return new Response(noteOf(text, promiseName(ORIGIN), PROMISE_SEED));
  }

  /** The marks that count: those of the highest number. */
  counted(): Choice[] {
    const last = new Map<string, { seq: number; choice: Choice }>();
    for (const entry of this.ballots.values()) {
      const { key, seq, choice } = readBallot(this.made.manifest, entry);
      if (seq > (last.get(toHex(key))?.seq ?? 0)) last.set(toHex(key), { seq, choice });
    }
    return [...last.values()].map(({ choice }) => choice);
  }
}

let persons = 0;

async function begin(changes: Record<string, never> | { change_allowed: boolean } = {}) {
  const town = new Town(await makePoll(changes));
  const key = `person ${persons++}`;
  const steps: string[] = [];
  const options: Options = {
    box: BOX,
    token: TOKEN,
    csrf: () => "csrf",
    key,
    stratum: 1,
    patience: 0,
    tell: (step) => void steps.push(step),
    now: () => Date.parse("2026-12-02T00:00:00Z"),
  };
  const tab = (more: Partial<Options> = {}) => new Voting({ ...options, ...more });
  return { town, key, steps, tab };
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => "",
    (fault: unknown) => (fault instanceof Fault ? fault.code : String(fault)),
  );
}

test("one press casts one ballot; what links it goes with it", async () => {
  const { town, key, steps, tab } = await begin({ change_allowed: false });
  const { isNew, promise } = await tab().vote(CHOICE);
  assert.ok(isNew && promise.startsWith("veche-promise/v1\n"));
  assert.deepEqual(steps, ["loading", "blank", "sealing", "dropping", "dropped"]);
  assert.deepEqual(town.counted(), [CHOICE]);
  assert.deepEqual(Object.keys((await readKept(key)) ?? {}).sort(), ["hash", "key", "stage"]);
  assert.equal((await tab().vote(OTHER)).isNew, false);
  assert.equal(await codeOf(tab().vote(OTHER, true)), "change-barred");
  assert.deepEqual(town.counted(), [CHOICE]);
});

test("a vote is changed by the same key and the next number", async () => {
  const { town, key, tab } = await begin();
  await tab().vote(CHOICE);
  const kept = await readKept(key);
  assert.deepEqual(Object.keys(kept ?? {}).sort(), [
    "hash",
    "key",
    "seed",
    "seq",
    "stage",
    "stratum",
    "token",
  ]);
  assert.equal((await tab().vote(OTHER)).isNew, false);
  assert.ok((await tab().vote(OTHER, true, true)).isNew);
  assert.deepEqual(town.counted(), [OTHER]);
  assert.deepEqual(
    [town.ballots.size, town.requests.filter((one) => one === "token").length],
    [2, 1],
  );
  assert.ok((await readKept(key))?.promise);
  assert.equal((await readKept(key))?.choice, undefined);
  await tab({ now: () => Date.parse("3000-01-01T00:00:00Z") }).tidy();
  assert.deepEqual(Object.keys((await readKept(key)) ?? {}).sort(), [
    "hash",
    "key",
    "promise",
    "stage",
  ]);
});

for (const name of ["manifest", "checkpoint", "tile/0/000.p/1", "token", "cast"])
  for (const wrong of ["before", "after"] as const)
    for (const isChangeable of [true, false])
      for (const [again, says] of [
        [CHOICE, "the same"],
        [OTHER, "other"],
      ] as const)
        test(`${name} cut off ${wrong}, ${says} marks; changeable: ${isChangeable}`, async () => {
          const { town, tab } = await begin({ change_allowed: isChangeable });
          town.broken.set(name, [wrong]);
          assert.equal(await codeOf(tab().vote(CHOICE)), "no-answer");
          assert.equal(
            await tab().state(),
            name === "token" || name === "cast" ? "unfinished" : "new",
          );
          await tab().vote(again);
          const isFirst = name === "cast" && wrong === "after" && !isChangeable;
          assert.deepEqual(town.counted(), [isFirst ? CHOICE : again]);
          assert.equal(town.issued.size, 1);
          assert.equal(await tab().state(), "cast");
        });

test("a closed tab is finished with the marks of its press", async () => {
  const { town, tab } = await begin();
  town.broken.set("token", ["after"]);
  await codeOf(tab().vote(CHOICE));
  assert.ok((await tab().finish()).isNew);
  assert.deepEqual(town.counted(), [CHOICE]);
  assert.equal(
    await codeOf(
      new Voting({ box: BOX, token: TOKEN, csrf: () => "", key: "nobody", stratum: 1 }).finish(),
    ),
    "nothing-begun",
  );
});

test("a line that comes back in the middle is waited for", async () => {
  const { town, steps, tab } = await begin();
  town.broken.set("cast", ["before", "after", "before"]);
  const pauses: number[] = [];
  const sleep = async (pause: number) => void pauses.push(pause);
  assert.ok((await tab({ patience: 60_000, sleep }).vote(CHOICE)).isNew);
  assert.deepEqual(pauses, [1000, 2000, 4000]);
  assert.equal(steps.filter((one) => one === "waiting").length, 3);
  assert.equal(town.ballots.size, 1);
});

test("double taps and two tabs cast one ballot", async () => {
  const { town, tab } = await begin();
  const both = await Promise.all([tab().vote(CHOICE), tab().vote(CHOICE), tab().vote(CHOICE)]);
  assert.deepEqual(both.map((one) => one.isNew).sort(), [false, false, true]);
  assert.deepEqual([town.ballots.size, town.issued.size], [1, 1]);
});

test("tabs wait for each other, with locks and without", async () => {
  for (const lock of [alone, leased]) {
    let [inside, most] = [0, 0];
    const act = async () => {
      most = Math.max(most, ++inside);
      await new Promise((done) => setTimeout(done, 20));
      inside -= 1;
    };
    await Promise.all([lock("one", act), lock("one", act), lock("one", act)]);
    assert.equal(most, 1);
  }
});

test("another device joins by the seed: the same blank, the next number", async () => {
  const { town, key, tab } = await begin();
  await tab().vote(CHOICE);
  const seed = (await readKept(key))?.seed as Bytes;
  const other = tab({ key: `${key} elsewhere` });
  await other.join(seed);
  assert.equal(await other.state(), "new");
  assert.ok((await other.vote(OTHER)).isNew);
  assert.deepEqual([town.ballots.size, town.counted()], [2, [OTHER]]);
  const stranger = tab({ key: `${key} stranger` });
  assert.equal(await codeOf(stranger.vote(CHOICE)), "already-issued");
  // Nothing stands in the way of the seed that has the blank.
  assert.equal(await stranger.state(), "new");
  await stranger.join(seed);
  assert.ok((await stranger.vote(CHOICE)).isNew);
  assert.deepEqual(town.counted(), [CHOICE]);
  await tab().join(seed);
  assert.equal(await codeOf(tab().join(fromHex("00".repeat(32)))), "seed-differs");
});

test("two devices with one seed at once: the later press is the one that counts", async () => {
  const { town, key, tab } = await begin();
  town.broken.set("cast", ["before"]);
  await codeOf(tab().vote(CHOICE));
  const other = tab({ key: `${key} elsewhere` });
  await other.join((await readKept(key))?.seed as Bytes);
  await other.vote(OTHER);
  assert.deepEqual(town.counted(), [OTHER]);
  assert.ok((await tab().vote(CHOICE)).isNew);
  assert.deepEqual([town.counted(), town.ballots.size], [[CHOICE], 2]);
});

test("a client that is shown another manifest notices", async () => {
  const { town, tab } = await begin();
  const expected = toHex(town.made.manifest.hash);
  const other = await makePoll({ opens: "2026-12-01T06:00:01Z" });
  assert.ok((await tab({ expected }).load()).changeAllowed);
  assert.equal(await codeOf(tab({ expected: "00" }).load()), "manifest-differs");
  town.made.data.set(other.data);
  assert.equal(await codeOf(tab({ expected }).load()), "manifest-differs");
  assert.equal(await codeOf(tab().load()), "manifest-differs");
});

test("refusals are told by name and keep what was begun", async () => {
  const { town, tab } = await begin();
  town.isSignedIn = false;
  assert.equal(await codeOf(tab().vote(CHOICE)), "signed-out");
  town.isSignedIn = true;
  const gone = { code: "keys-gone", message: "Keys are gone", advice: "Ask." };
  town.refusal = Response.json(gone, { status: 503 });
  const refused = await tab()
    .vote(CHOICE)
    .catch((fault: unknown) => fault);
  assert.ok(refused instanceof Refusal);
  assert.deepEqual([refused.code, refused.said], ["keys-gone", "Keys are gone. Ask."]);
  town.refusal = new Response("<h1>Bad gateway</h1>", { status: 502 });
  assert.equal(await codeOf(tab().vote(CHOICE)), "no-answer");
  town.refusal = undefined;
  assert.equal(await codeOf(tab().vote([[], [], [], [], []])), "body-marks");
  town.broken.set("cast", ["after"]);
  assert.equal(await codeOf(tab().vote(CHOICE)), "no-answer");
  town.closed = true;
  // It had arrived before the close, though the promise was lost.
  assert.deepEqual(await tab().vote(CHOICE), { isNew: false, promise: "", isOther: false });
  const late = await begin();
  late.town.closed = true;
  assert.equal(await codeOf(late.tab().vote(CHOICE)), "poll-closed");
  assert.equal(await late.tab().state(), "unfinished");
});

test("a promise of another ballot is no promise", async () => {
  const { town, tab } = await begin();
  const real = globalThis.fetch;
  globalThis.fetch = (async (address: string, init: RequestInit) => {
    const answer = await real(address, init);
    if (!address.endsWith("/cast")) return answer;
    const text = promiseText(ORIGIN, leafHash(Uint8Array.of(1)));
    return new Response(noteOf(text, promiseName(ORIGIN), PROMISE_SEED));
  }) as typeof fetch;
  assert.equal(await codeOf(tab().vote(CHOICE)), "promise-text");
  globalThis.fetch = real;
  assert.ok((await tab().vote(CHOICE)).isNew);
  assert.equal(town.ballots.size, 1);
});
