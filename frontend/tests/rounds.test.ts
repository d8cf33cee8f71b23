import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOf, stepped } from "../src/rounds";

test("rounds lie one after the other on the bar and never leave it", () => {
  assert.deepEqual(partsOf(200, [100, 50]), [
    { x: 0, width: 50 },
    { x: 50, width: 25 },
  ]);
  assert.deepEqual(partsOf(100, [80, 40])[1], { x: 80, width: 20 });
});

test("steps stop at the beginning and at the end", () => {
  assert.equal(stepped(0, -1, 3), 0);
  assert.equal(stepped(3, 1, 3), 3);
  assert.equal(stepped(1, 1, 3), 2);
});
