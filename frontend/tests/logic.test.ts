import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, grouped } from "../src/attach";
import { suggestionsOf } from "../src/combobox";
import { lengthOf } from "../src/counter";
import { isAt, isKept, parseDraft } from "../src/drafts";
import { keyName } from "../src/keys";
import { reckon, roubles } from "../src/cart";
import { added, moved, ordered, removed } from "../src/order";
import { batches, digitsOf, settle, type Sheet } from "../src/sheets";
import { balance } from "../src/split";

test("a ranking moves within its ends and loses nobody", () => {
  const order = ["a", "b", "c"];
  assert.deepEqual(moved(order, "c", -1), ["a", "c", "b"]);
  assert.deepEqual(moved(order, "a", -1), order);
  assert.deepEqual(moved(order, "a", 5), ["b", "c", "a"]);
  assert.deepEqual(moved(order, "nobody", 1), order);
  assert.deepEqual(added(order, "b"), order);
  assert.deepEqual(removed(added(order, "d"), "a"), ["b", "c", "d"]);
});

test("numbers chosen by hand become an order; an empty place is no place", () => {
  const chosen = [
    ["a", 3],
    ["b", 0],
    ["c", 1],
    ["d", 1],
  ] as const;
  assert.deepEqual(ordered(chosen), ["c", "d", "a"]);
});

test("a split tells what is left, too much, or even", () => {
  assert.deepEqual(balance(100, [40, 25]), { used: 65, left: 35, state: "left" });
  assert.equal(balance(100, [60, 50]).state, "over");
  assert.equal(balance(100, [60, 40]).state, "even");
  assert.equal(balance(100, [Number.NaN, -5, 30]).used, 30);
});

test("a cart tells what is left and what no longer fits", () => {
  const items = [
    { price: 300, marked: true },
    { price: 200, marked: false },
    { price: 250, marked: false },
  ];
  assert.deepEqual(reckon(500, items), { left: 200, fits: [true, true, false] });
  const all = items.map((item) => ({ ...item, marked: true }));
  assert.equal(reckon(500, all).left, -250);
  assert.equal(roubles(123456705).replaceAll(/\s/g, " "), "1 234 567,05");
  assert.equal(roubles(20000), "200");
});

test("a draft older than two weeks, foreign or broken is not restored", () => {
  const now = Date.UTC(2026, 10, 22);
  const text = (at: number): string => JSON.stringify({ at, values: { name: ["да"] } });
  assert.deepEqual(parseDraft(text(now - 1000), now), { name: ["да"] });
  assert.equal(parseDraft(text(now - 15 * 86_400_000), now), null);
  assert.equal(parseDraft("{broken", now), null);
  assert.equal(parseDraft("null", now), null);
  assert.equal(parseDraft(null, now), null);
});

test("a draft says of which page it is", () => {
  const now = Date.now();
  const text = (path: string, at = now): string => JSON.stringify({ at, path, values: { a: [] } });
  assert.ok(isAt(text("/polls/x/vote/"), "/polls/x/vote/", now));
  assert.ok(!isAt(text("/polls/x/vote/"), "/help/write/", now));
  assert.ok(!isAt(text("/help/", now - 15 * 86_400_000), "/help/", now));
  assert.ok(!isAt("{broken", "/help/", now));
});

test("a draft never holds codes, passwords, files, tokens or hidden fields", () => {
  const field = (type: string, more: object = {}) => ({ type, name: "x", dataset: {}, ...more });
  assert.ok(isKept(field("text")));
  assert.ok(isKept(field("hidden", { dataset: { draftKeep: "" } })));
  for (const type of ["password", "file", "hidden", "submit"]) assert.ok(!isKept(field(type)));
  assert.ok(!isKept(field("text", { autocomplete: "one-time-code" })));
  assert.ok(!isKept(field("hidden", { name: "csrfmiddlewaretoken", dataset: { draftKeep: "" } })));
});

test("characters are counted as the server counts them", () => {
  assert.equal(lengthOf("да\r\nнет"), 6);
  assert.equal(lengthOf("🙂ё"), 2);
});

test("suggestions are read from a list or an object, and nothing else", () => {
  assert.deepEqual(suggestionsOf([{ id: 7, text: "Луговая, 54" }]), [
    { id: "7", text: "Луговая, 54" },
  ]);
  assert.equal(suggestionsOf({ items: [{ text: "Садовая" }, { id: 1 }, null] }).length, 1);
  for (const answer of [null, "text", 5, {}, { items: "x" }])
    assert.deepEqual(suggestionsOf(answer), []);
});

test("texts of the server are filled and numbers parted", () => {
  assert.equal(fill("Осталось: {n} {unit}", { n: 5 }), "Осталось: 5 {unit}");
  assert.equal(grouped(1234567), "1\u00a0234\u00a0567");
  assert.equal(grouped(999), "999");
});

function sheet(key: string, at = 0): Sheet {
  return { key, poll: "p", clerk: "c", number: "1", body: "", at, why: "" };
}

test("sheets go in the order they were typed, in parts, and none is left out", () => {
  const typed = [sheet("c", 3), sheet("a", 1), sheet("b", 2)];
  const keys = batches(typed, 2).map((part) => part.map((one) => one.key));
  assert.deepEqual(keys, [["a", "b"], ["c"]]);
  assert.deepEqual(batches([]), []);
});

test("long sheets travel in smaller parts, one too long for any alone", () => {
  const typed = [3, 3, 5, 9, 1].map((length, at) => ({
    ...sheet(`k${at}`, at),
    body: "x".repeat(length),
  }));
  const keys = batches(typed, 25, 6).map((part) => part.map((one) => one.key));
  assert.deepEqual(keys, [["k0", "k1"], ["k2"], ["k3"], ["k4"]]);
});

test("a sheet leaves the tablet only when the server says it is kept", () => {
  const sent = [sheet("kept"), sheet("refused"), sheet("unsaid")];
  const { kept, refused } = settle(sent, [
    { key: "kept", state: "kept" },
    { key: "refused", state: "refused", why: "Такого номера нет" },
    { key: "stranger", state: "kept" },
  ]);
  assert.deepEqual(kept, ["kept"]);
  assert.deepEqual(refused.map((one) => [one.key, one.why]), [["refused", "Такого номера нет"]]);
  assert.deepEqual(settle(sent, []), { kept: [], refused: [] });
});

test("a number is its digits however it was typed", () => {
  assert.equal(digitsOf(" 0000 12-34 5678\t"), "000012345678");
});

test("a key is its place on the board, whatever the layout types", () => {
  assert.equal(keyName("KeyJ"), "j");
  assert.equal(keyName("Digit1"), "1");
  assert.equal(keyName("Numpad9"), "9");
  assert.equal(keyName("NumpadEnter"), "Enter");
  assert.equal(keyName("Enter"), "Enter");
});
