import assert from "node:assert/strict";
import { test } from "node:test";
import { isInApp } from "../src/secret/browsers";
import { random, toBase64 } from "../src/secret/bytes";
import { fragmentFor, seedIn } from "../src/secret/fragment";
import { seedOf, wordsOf } from "../src/secret/joining";
import { PaperFault, choiceOf } from "../src/secret/paper";
import { checkedOffline, readTexts } from "../src/secret/receipts";
import { leafHash } from "../src/secret/merkle";
import { promiseName, promiseText } from "../src/secret/note";
import { writeProof } from "../src/secret/proof";
import { LOG_SEED, ORIGIN, PROMISE_SEED, QUESTIONS, makePoll, noteOf } from "./secret-poll";

const PAPER = QUESTIONS.map(({ id, options }) => ({ name: id, values: options }));

function filled(pairs: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of pairs) form.append(name, value);
  return form;
}

const WHOLE = [
  ["csrfmiddlewaretoken", "x"],
  ["yard", "unsure"],
  ["what", "swings"],
  ["what", "trees"],
  ["order-a", "2"],
  ["order-b", ""],
  ["order-c", "1"],
  ["order-unsure", ""],
  ["share-road", "0"],
  ["share-park", "8"],
  ["mark", "-1"],
] as const;

test("a filled form becomes marks in the order of the manifest", async () => {
  const { manifest } = await makePoll();
  const choice = choiceOf(manifest, PAPER, filled(WHOLE));
  assert.deepEqual(choice, [
    [[2, 1]],
    [
      [0, 1],
      [2, 1],
    ],
    [
      [0, 2],
      [2, 1],
    ],
    [[1, 8]],
    [[0, 1]],
  ]);
  const roubles = PAPER.map((one) => (one.name === "share" ? { ...one, step: 4 } : one));
  const typed = WHOLE.map(([name, value]) => [name, value === "8" ? "2" : value] as const);
  assert.deepEqual(choiceOf(manifest, roubles, filled(typed))[3], [[1, 8]]);
});

test("marks that may not stand are told by question and rule", async () => {
  const { manifest } = await makePoll();
  const told = (change: Record<string, string>): string => {
    try {
      choiceOf(
        manifest,
        PAPER,
        filled(WHOLE.map(([name, value]) => [name, change[name] ?? value])),
      );
      return "";
    } catch (fault) {
      assert.ok(fault instanceof PaperFault);
      return `${fault.field} ${fault.code}`;
    }
  };
  assert.equal(told({}), "");
  assert.equal(told({ yard: "nobody" }), "yard body-options");
  assert.equal(told({ "order-a": "1" }), "order rank-twice");
  assert.equal(told({ "order-a": "3" }), "order rank-gap");
  assert.equal(told({ "order-a": "x" }), "order rank-form");
  assert.equal(told({ "order-unsure": "3" }), "order body-alone");
  assert.equal(told({ "share-park": "9" }), "share body-weights");
  assert.equal(told({ "share-park": "1.5" }), "share points-form");
  assert.throws(() => choiceOf(manifest, PAPER.slice(1), filled(WHOLE)), { code: "paper-differs" });
});

test("browsers inside messengers are known, others are let be", () => {
  const apple = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15";
  const android = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko)";
  const inside = [
    `${apple} Mobile/15E148`,
    `${apple} Mobile/15E148 Safari/604.1 [FBAN/FBIOS]`,
    `${android} Chrome/120.0 Mobile Safari/537.36 Telegram-Android/11.1`,
    `${android.replace("; K", "; K; wv")} Chrome/120.0 Mobile Safari/537.36`,
    `${android} Chrome/120.0 Mobile Safari/537.36 VKAndroidApp/8.1`,
    `${android} WhatsApp/2.23`,
  ];
  const outside = [
    `${apple} Version/17.0 Mobile/15E148 Safari/604.1`,
    `${apple} CriOS/120.0 Mobile/15E148 Safari/604.1`,
    `${apple} YaBrowser/23.11 Mobile/15E148 Safari/604.1`,
    `${android} Chrome/120.0 Mobile Safari/537.36`,
    `${android} SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36`,
    "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
  ];
  for (const agent of inside) assert.ok(isInApp(agent), agent);
  for (const agent of outside) assert.ok(!isInApp(agent), agent);
  assert.ok(isInApp(outside[0] as string, ["TelegramWebviewProxy"]));
});

test("a seed goes to another device by an address or by words", () => {
  const seed = random(32);
  assert.deepEqual(seedIn(fragmentFor(seed, "anna"), "anna"), seed);
  assert.equal(seedIn(fragmentFor(seed, "anna"), "boris"), "of-another");
  assert.equal(seedIn("#how", "anna"), undefined);
  assert.equal(seedIn(fragmentFor(seed, "anna").slice(0, -1), "anna"), undefined);
  const words = wordsOf(seed);
  assert.equal(words.length, 24);
  assert.deepEqual(seedOf(words.join(" ")), seed);
  assert.deepEqual(
    seedOf(words.map((word, at) => `${at + 1}) ${word.slice(0, 4).toUpperCase()}`).join("\n")),
    seed,
  );
  assert.equal(seedOf(words.slice(1).join(" ")), undefined);
  const known = Array.from({ length: 24 }, (_, at) => (at < 23 ? "abandon" : "art")).join(" ");
  assert.deepEqual(seedOf(known), new Uint8Array(32));
  assert.equal(seedOf(known.replace("art", "zoo")), undefined);
});

test("what was saved is checked without a line", async () => {
  const { data } = await makePoll();
  const entry = Uint8Array.of(2, 7);
  const leaf = leafHash(entry);
  const promise = noteOf(promiseText(ORIGIN, leaf), promiseName(ORIGIN), PROMISE_SEED);
  const checkpoint = noteOf(`${ORIGIN}\n1\n${toBase64(leaf)}\n`, ORIGIN, LOG_SEED);
  const proof = (told: Uint8Array) => writeProof({ index: 0, path: [], checkpoint, entry: told });
  assert.equal(checkedOffline(data, [promise]).state, "promised");
  const found = checkedOffline(data, [proof(new Uint8Array()), promise]);
  assert.deepEqual([found.state, found.index, found.size], ["included", 0, 1]);
  assert.equal(checkedOffline(data, [proof(entry)]).state, "included");
  const code = (texts: string[]): unknown => {
    try {
      return checkedOffline(data, texts).state;
    } catch (fault) {
      return (fault as { code: string }).code;
    }
  };
  assert.equal(code([proof(new Uint8Array())]), "receipt-leaf");
  assert.equal(code([proof(Uint8Array.of(9))]), "inclusion-proof");
  assert.equal(
    code([promise.replace("veche-promise/v1\n", "veche-promise/v1\nx")]),
    "note-signature",
  );
  assert.equal(code(["anything"]), "receipt-form");
  assert.throws(() => readTexts([]), { code: "receipt-form" });
});
