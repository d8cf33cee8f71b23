// A small secret poll for the tests: its manifest, its keys, and a registrar who signs blindly.
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { type Bytes, concat, random, toBase64, utf8 } from "../src/secret/bytes";
import { type Json, writeJson } from "../src/secret/canonical";
import { publicKeyOf, sign } from "../src/secret/ed25519";
import { type Manifest, readManifest } from "../src/secret/manifest";
import { vkeyOf } from "../src/secret/note";

export const POLL = "6f1c2c5e-90a1-4e1b-8a57-2d3a0f4b9c11";
export const ORIGIN = `vote.example/p/${POLL}`;
export const LOG_SEED = random(32);
export const PROMISE_SEED = random(32);
const PLAIN = {
  alone: [],
  budget: 0,
  costs: [],
  max: 1,
  max_each: 0,
  min: 1,
  required: true,
  rivals: [],
  text: "",
  total: 0,
};
export const QUESTIONS = [
  { ...PLAIN, id: "yard", kind: "one", options: ["yes", "no", "unsure"] },
  {
    ...PLAIN,
    id: "what",
    kind: "several",
    max: 2,
    options: ["trees", "benches", "swings"],
    required: false,
    costs: [60, 50, 40],
    budget: 100,
    rivals: [[1, 2]],
  },
  {
    ...PLAIN,
    id: "order",
    kind: "ranking",
    min: 2,
    max: 3,
    options: ["a", "b", "c", "unsure"],
    alone: [3],
  },
  {
    ...PLAIN,
    id: "share",
    kind: "points",
    max: 2,
    total: 10,
    max_each: 8,
    options: ["road", "park"],
  },
  { ...PLAIN, id: "mark", kind: "scale", options: ["-1", "0", "5"], required: false },
];

export interface Made {
  manifest: Manifest;
  data: Bytes;
  blindSign(blinded: Bytes): Promise<Bytes>;
}

export function noteOf(text: string, name: string, seed: Bytes): string {
  const vkey = vkeyOf({ name, key: publicKeyOf(seed) });
  const id = Uint8Array.from((vkey.split("+")[1] ?? "").match(/../g) ?? [], (one) =>
    parseInt(one, 16),
  );
  return `${text}\n— ${name} ${toBase64(concat(id, sign(seed, utf8(text))))}\n`;
}

// One key for each run: making one takes long.
const made = crypto.subtle.generateKey(
  { name: "RSA-PSS", hash: "SHA-384", modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
  true,
  ["sign", "verify"],
);

export async function makePoll(changes: Record<string, Json> = {}): Promise<Made> {
  const keys = await made;
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey));
  const data = writeJson({
    body_len: 53 + 5 * 2 + 6 * 9,
    change_allowed: true,
    client_sha384: [],
    closes: "2999-12-08T18:00:00Z",
    epoch: { min_ballots: 50, seconds: 3600 },
    include_by: "2999-12-08T20:00:00Z",
    log_vkey: vkeyOf({ name: ORIGIN, key: publicKeyOf(LOG_SEED) }),
    opens: "2026-12-01T06:00:00Z",
    origin: ORIGIN,
    poll: POLL,
    promise_vkey: vkeyOf({ name: `${ORIGIN}/promise`, key: publicKeyOf(PROMISE_SEED) }),
    publish: "at_close",
    questions: QUESTIONS,
    roll_root: toBase64(new Uint8Array(32)),
    strata: [{ eligible: 100, id: 1, key: toBase64(spki), label: "district 1" }],
    tally_rule: "veche-tally/v1",
    v: "veche-manifest/v1",
    ...changes,
  });
  const suite = RSABSSA.SHA384.PSS.Randomized();
  return {
    manifest: readManifest(data),
    data,
    blindSign: async (blinded) => (await suite.blindSign(keys.privateKey, blinded)) as Bytes,
  };
}
