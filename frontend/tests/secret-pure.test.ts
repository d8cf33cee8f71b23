import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  type Choice,
  checkMarks,
  readBallot,
  readBody,
  signBallot,
  writeBody,
  writeToken,
} from "../src/secret/ballot";
import * as blind from "../src/secret/blind";
import {
  type Bytes,
  concat,
  fromBase64,
  fromHex,
  random,
  toBase64,
  toHex,
  utf8,
} from "../src/secret/bytes";
import { readJson, writeJson } from "../src/secret/canonical";
import { isSigned, isSignedSoon, publicKeyOf, sign } from "../src/secret/ed25519";
import { Fault } from "../src/secret/fault";
import { readManifest } from "../src/secret/manifest";
import * as merkle from "../src/secret/merkle";
import * as note from "../src/secret/note";
import { parseProof, verifyProof, writeProof } from "../src/secret/proof";
import { Tiles, pathOf, tilesOf } from "../src/secret/tiles";
import { LOG_SEED, ORIGIN, PROMISE_SEED, QUESTIONS, makePoll, noteOf } from "./secret-poll";

function code(act: () => unknown): string {
  try {
    act();
  } catch (fault) {
    assert.ok(fault instanceof Fault, String(fault));
    return fault.code;
  }
  return "";
}

const leafOf = (at: number): Bytes => merkle.leafHash(Uint8Array.of(at));
const CHOICE: Choice = [
  [[0, 1]],
  [
    [0, 1],
    [2, 1],
  ],
  [
    [0, 2],
    [2, 1],
  ],
  [
    [0, 3],
    [1, 7],
  ],
  [[2, 1]],
];

test("JSON has one form, that of the box", () => {
  const value = { b: [1, -2], é: "я\u007f\n", "\u{1f600}": true, "\uffff": null };
  const data = writeJson(value);
  const written = '{"b":[1,-2],"é":"я\u007f\\n","\uffff":null,"\u{1f600}":true}';
  assert.equal(new TextDecoder().decode(data), written);
  assert.deepEqual(readJson(data, "x"), value);
  const wrong = [
    '{"a": 1}',
    '{"b":1,"a":1}',
    "1.0",
    "1.5",
    "1e21",
    "-0",
    '{"a":1,"a":1}',
    '"\\ud800"',
    "\ufeff1",
    "9007199254740993",
    '"\\u0041"',
    "nul",
    "[1,]",
  ];
  for (const text of wrong)
    assert.equal(
      code(() => readJson(utf8(text), "x")),
      "x",
      text,
    );
  assert.equal(
    code(() => readJson(Uint8Array.of(0x22, 0xff, 0x22), "x")),
    "x",
  );
  for (const text of ["QQ=", "QR==", "Q Q==", "QQ==\n", "QQ"])
    assert.equal(
      code(() => fromBase64(text, "x")),
      "x",
    );
  assert.deepEqual(fromBase64("QQ==", "x"), Uint8Array.of(65));
});

test("RFC 6962: root of eight leaves, and every proof up to 64", () => {
  const eight = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ];
  const root = merkle.rootOf(eight.map((one) => merkle.leafHash(fromHex(one))));
  assert.equal(toHex(root), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  const leaves = Array.from({ length: 64 }, (_, at) => leafOf(at));
  const perfect = merkle.perfectOf(leaves);
  const roots = [merkle.EMPTY_ROOT as Uint8Array];
  const frontier = new merkle.Frontier();
  for (const leaf of leaves) {
    frontier.append(leaf);
    roots.push(frontier.root());
  }
  for (let size = 1; size <= 64; size++) {
    const top = roots[size] as Bytes;
    assert.deepEqual(merkle.rangeHash(0, size, perfect), top);
    for (let index = 0; index < size; index++) {
      const proof = merkle.inclusionProof(index, size, perfect);
      merkle.verifyInclusion(leafOf(index), index, size, proof, top);
      const other = (index + 1) % size;
      if (size > 1)
        assert.equal(
          code(() => merkle.verifyInclusion(leafOf(index), other, size, proof, top)),
          "inclusion-proof",
        );
      assert.equal(
        code(() => merkle.verifyInclusion(leafOf(index), index, size, [...proof, top], top)),
        "inclusion-proof",
      );
    }
    for (let old = 0; old <= size; old++) {
      const proof = merkle.consistencyProof(old, size, perfect);
      const before = roots[old] as Bytes;
      merkle.verifyConsistency(old, size, proof, before, top);
      assert.equal(
        code(() => merkle.verifyConsistency(old, size, [...proof, top], before, top)),
        "consistency-proof",
      );
      assert.equal(
        code(() => merkle.verifyConsistency(old, size, proof, leafOf(99), top)),
        "consistency-proof",
      );
    }
  }
});

test("RFC 9474: the vector of our variant", async () => {
  const vectors = JSON.parse(
    readFileSync("../veche/ballotbox/tests/rfc9474.json", "utf8"),
  ) as Record<string, string>[];
  const vector = vectors[0] as Record<string, string>;
  assert.equal(vector["name"], "RSABSSA-SHA384-PSS-Randomized");
  const bytes = (name: string): Bytes => fromHex(vector[name] ?? "");
  const whole = (name: string): bigint => BigInt(`0x${vector[name]}`);
  const n = whole("p") * whole("q");
  const url = (data: Bytes): string =>
    toBase64(data).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const jwk = { kty: "RSA", n: url(fromHex(n.toString(16))), e: "AQAB" };
  const kind = { name: "RSA-PSS", hash: "SHA-384" };
  const key = { n, key: await crypto.subtle.importKey("jwk", jwk, kind, true, ["verify"]) };
  // The vector tells what takes its blinding off: the factor is the inverse of that.
  let [a, b, x, y] = [whole("inv"), n, 1n, 0n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  const chance = { prefix: bytes("msg_prefix"), salt: bytes("salt"), factor: ((x % n) + n) % n };
  assert.deepEqual(blind.prepare(bytes("msg"), chance), bytes("input_msg"));
  const made = blind.blind(key, bytes("input_msg"), chance);
  assert.deepEqual([made.message, made.inverse], [bytes("blinded_msg"), bytes("inv")]);
  const token = await blind.finalize(key, bytes("input_msg"), bytes("blind_sig"), bytes("inv"));
  assert.deepEqual(token, bytes("sig"));
  assert.ok(await blind.isSigned(key, bytes("input_msg"), token));
  const other = bytes("blind_sig");
  other[9] = (other[9] as number) ^ 1;
  await assert.rejects(blind.finalize(key, bytes("input_msg"), other, bytes("inv")), {
    code: "token-signature",
  });
});

test("RFC 8032: a vector, and signatures that only a looser rule takes", () => {
  const seed = fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  assert.equal(
    toHex(publicKeyOf(seed)),
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  );
  const signature = sign(seed, new Uint8Array());
  assert.equal(toHex(signature).slice(0, 16), "e5564300c360ac72");
  assert.ok(isSigned(publicKeyOf(seed), new Uint8Array(), signature));
  assert.ok(!isSigned(publicKeyOf(seed), Uint8Array.of(1), signature));
  const nought = concat(Uint8Array.of(1), new Uint8Array(31));
  assert.ok(!isSigned(nought, Uint8Array.of(1), concat(nought, new Uint8Array(32))));
});

test("notes: the example of the specification, checkpoints, promises", () => {
  const vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const text =
    "If you think cryptography is the answer to your problem,\n" +
    "then you don't know what your problem is.\n";
  const signature =
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
  const signed = `${text}\n— PeterNeumann ${signature}\n`;
  const peter = note.parseVkey(vkey);
  assert.equal(note.vkeyOf(peter), vkey);
  assert.equal(note.verifyNote(signed, peter), text);
  assert.equal(
    code(() => note.verifyNote(signed.replace("think", "thank"), peter)),
    "note-signature",
  );
  assert.equal(
    code(() => note.verifyNote(signed.replace("x08g", "x18g"), peter)),
    "note-key",
  );
  assert.equal(
    code(() => note.verifyNote(signed.slice(0, -1), peter)),
    "note-form",
  );
  const log = { name: ORIGIN, key: publicKeyOf(LOG_SEED) };
  const root = random(32);
  const checkpoint = noteOf(`${ORIGIN}\n7\n${toBase64(root)}\n`, ORIGIN, LOG_SEED);
  assert.deepEqual(note.verifyCheckpoint(checkpoint, log), { origin: ORIGIN, size: 7, root });
  const name = note.promiseName(ORIGIN);
  const promise = noteOf(note.promiseText(ORIGIN, root), name, PROMISE_SEED);
  const promiser = { name, key: publicKeyOf(PROMISE_SEED) };
  note.verifyPromise(promise, ORIGIN, root, promiser);
  assert.equal(
    code(() => note.verifyPromise(promise, ORIGIN, random(32), promiser)),
    "promise-text",
  );
  assert.equal(
    code(() => note.verifyPromise(promise, ORIGIN, root, log)),
    "promise-key",
  );
});

test("a receipt out of tiles: any flipped bit is caught", async () => {
  const entries = Array.from({ length: 300 }, (_, at) => utf8(`entry ${at}`));
  const leaves = entries.map(merkle.leafHash);
  const rows = [leaves, [merkle.rootOf(leaves.slice(0, 256))]];
  const files = new Map<string, Bytes>();
  for (const tile of tilesOf(300)) {
    const row = rows[tile.level as number] ?? [];
    files.set(
      pathOf(tile),
      concat(...row.slice(tile.number * 256, tile.number * 256 + tile.width)),
    );
  }
  assert.deepEqual([...files.keys()], ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"]);
  const tiles = new Tiles(300, async (path) => files.get(path) as Bytes);
  const root = merkle.rootOf(leaves);
  const checkpoint = noteOf(`${ORIGIN}\n300\n${toBase64(root)}\n`, ORIGIN, LOG_SEED);
  const log = { name: ORIGIN, key: publicKeyOf(LOG_SEED) };
  for (const index of [0, 255, 256, 299]) {
    const leaf = leaves[index] as Bytes;
    assert.equal(await tiles.find(leaf), index);
    const path = await tiles.inclusionProof(index);
    merkle.verifyInclusion(leaf, index, 300, path, root);
    const entry = index ? (entries[index] as Bytes) : new Uint8Array();
    const text = writeProof({ index, path, checkpoint, entry });
    assert.equal(verifyProof(parseProof(text), leaf, log).size, 300);
    const data = utf8(text);
    for (let bit = 0; bit < data.length * 8; bit += 211) {
      const changed = data.slice();
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      const read = (): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(changed);
      assert.match(
        code(() => verifyProof(parseProof(read()), leaf, log)),
        /^[a-z]+-[a-z]+$/,
      );
    }
  }
  assert.equal(await tiles.find(random(32)), -1);
});

test("a ballot: round trip, and each rule by its name", async () => {
  const { manifest, blindSign } = await makePoll();
  const key = await blind.readPublicKey(manifest.strata[0]?.key as Bytes);
  const seed = random(32);
  const chance = blind.chanceOf(seed, manifest.hash, 1);
  const prepared = blind.prepare(writeToken(manifest, 1, publicKeyOf(seed)), chance);
  assert.equal(prepared.length, 113);
  const blinded = blind.blind(key, prepared, chance);
  const again = blind.blind(key, prepared, blind.chanceOf(seed, manifest.hash, 1));
  assert.deepEqual(again, blinded);
  assert.notDeepEqual(blind.chanceOf(seed, manifest.hash, 2), chance);
  const token = await blind.finalize(
    key,
    prepared,
    await blindSign(blinded.message),
    blinded.inverse,
  );
  const entry = signBallot(prepared, token, writeBody(manifest, 1, CHOICE), seed);
  const ballot = readBallot(manifest, entry);
  for (const check of [isSigned, isSignedSoon]) {
    assert.ok(await check(ballot.key, ballot.body, ballot.signature));
    assert.ok(!(await check(ballot.key, ballot.body, ballot.signature.slice().fill(1))));
    assert.ok(!(await check(ballot.key.slice().fill(2), ballot.body, ballot.signature)));
  }
  assert.ok(await blind.isSigned(key, ballot.prepared, ballot.token));
  assert.deepEqual([ballot.stratum, ballot.seq, ballot.choice], [1, 1, CHOICE]);
  for (const [at, name] of [
    [0, "entry-type"],
    [40, "token-tag"],
    [50, "token-manifest"],
    [80, "token-stratum"],
    [370, "body-tag"],
    [390, "body-manifest"],
  ] as const) {
    const changed = entry.slice();
    changed[at] = (changed[at] as number) ^ 0x40;
    assert.equal(
      code(() => readBallot(manifest, changed)),
      name,
    );
  }
  assert.equal(
    code(() => readBallot(manifest, entry.slice(1))),
    "ballot-length",
  );
  assert.equal(
    code(() => readBody(manifest, writeBody(manifest, 1, CHOICE).slice(1))),
    "body-length",
  );
  assert.equal(
    code(() => writeBody(manifest, 0, CHOICE)),
    "body-seq",
  );
});

test("marks: what is lawful is what the box takes", async () => {
  const { questions } = (await makePoll()).manifest;
  const told = (at: number, ...marks: [number, number][]): string =>
    code(() => checkMarks(questions[at] as (typeof questions)[0], marks));
  assert.deepEqual(
    [told(0, [0, 1]), told(0), told(0, [3, 1]), told(0, [0, 2]), told(0, [0, 1], [1, 1])],
    ["", "body-marks", "body-options", "body-weights", "body-marks"],
  );
  assert.deepEqual(
    [
      told(1),
      told(1, [0, 1], [2, 1]),
      told(1, [0, 1], [1, 1]),
      told(1, [1, 1], [2, 1]),
      told(1, [1, 1], [0, 1]),
    ],
    ["", "", "body-budget", "body-rivals", "body-options"],
  );
  assert.deepEqual(
    [
      told(2, [0, 2], [1, 1]),
      told(2, [0, 1], [1, 3]),
      told(2, [0, 1]),
      told(2, [3, 1]),
      told(2, [0, 1], [3, 2]),
    ],
    ["", "body-weights", "body-marks", "", "body-alone"],
  );
  assert.deepEqual(
    [told(3, [0, 8], [1, 2]), told(3, [0, 9]), told(3, [0, 8], [1, 3]), told(3, [0, 0])],
    ["", "body-weights", "body-weights", "body-weights"],
  );
});

test("a manifest that is not whole is refused", async () => {
  const made = await makePoll();
  assert.equal(made.manifest.questions.length, 5);
  const changes = [
    { v: "veche-manifest/v2" },
    { tally_rule: "x" },
    { poll: "x" },
    { body_len: 100 },
    { opens: "2999-12-09T18:00:00Z" },
    { publish: "never" },
    { epoch: { seconds: 0, min_ballots: 1 } },
    { roll_root: "" },
    { strata: [] },
    { origin: "other" },
    { questions: [...QUESTIONS, QUESTIONS[0] as (typeof QUESTIONS)[0]] },
    { client_sha384: [1] },
    { more: 1 },
    { questions: [{ ...(QUESTIONS[1] as object), budget: 50 }] as never },
  ];
  for (const change of changes)
    await assert.rejects(
      makePoll(change as never),
      { code: "manifest-form" },
      JSON.stringify(change),
    );
  assert.equal(
    code(() => readManifest(made.data.slice(1))),
    "manifest-form",
  );
});
