import assert from "node:assert/strict";
import { test } from "node:test";
import { cornersOf, ringText } from "../src/ring";

test("corners become a closed polygon, longitude first, and come back", () => {
  const corners = [
    [54.5, 36.6],
    [54.5, 36.7],
    [54.6, 36.7],
  ] as const;
  const text = ringText(corners);
  assert.deepEqual(JSON.parse(text).coordinates[0][0], [36.6, 54.5]);
  assert.equal(JSON.parse(text).coordinates[0].length, 4);
  assert.deepEqual(cornersOf(text), corners);
  assert.equal(ringText(corners.slice(0, 2)), "");
});

test("what is pasted may be wrapped; what is no polygon draws nothing", () => {
  const geometry = { type: "Polygon", coordinates: [[[1, 2], [3, 4], [5, 6], [1, 2]]] };
  const feature = { type: "Feature", properties: {}, geometry };
  const wrapped = JSON.stringify({ type: "FeatureCollection", features: [feature] });
  assert.equal(cornersOf(wrapped).length, 3);
  for (const text of ["", "{", "null", '{"type":"Point","coordinates":[1,2]}'])
    assert.deepEqual(cornersOf(text), []);
  assert.deepEqual(cornersOf('{"type":"Polygon","coordinates":[[["a","b"]]]}'), []);
});
