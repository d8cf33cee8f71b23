import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// Words on their grounds as the pages pair them; WCAG 2.2 asks 4.5 of words and 3 of controls.
const WORDS: readonly (readonly [word: string, ...grounds: string[]])[] = [
  ["ink", "paper", "card", "well", "brand-soft", "sky-soft", "good-soft", "warn-soft", "bad-soft"],
  ["ink", "bell-soft"],
  ["ink-2", "paper", "card", "well"],
  ["brand", "paper", "card"],
  ["brand-hover", "paper", "card"],
  ["brand-deep", "brand-soft"],
  ["bell-deep", "bell-soft", "card", "brand-soft", "well"],
  ["sky-deep", "sky-soft"],
  ["good-deep", "good-soft"],
  ["warn-deep", "warn-soft"],
  ["bad-deep", "bad-soft"],
  ["grey-deep", "grey-soft"],
  ["brand-ink", "brand", "brand-hover"],
  ["bell-ink", "bell", "bell-hover"],
  ["bad-ink", "bad"],
  ["bad", "paper", "card"],
  ["good", "paper", "card"],
  ["hero-ink", "hero", "hero-tag"],
  ["hero-ink-2", "hero"],
];
const CONTROLS = [
  ["edge", "paper", "card"],
  ["brand", "card", "brand-soft"],
  ["sky", "paper", "card"],
  ["bell", "card"],
] as const;

function tokens(file: string): Map<string, string> {
  const css = readFileSync(`css/${file}`, "utf8");
  const found = [...css.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{3,8})\b/g)];
  return new Map(found.map(([, name = "", value = ""]) => [name, value]));
}

function luminance(colour: string): number {
  const hex = colour.slice(1);
  const full = hex.length < 6 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const parts = [0, 2, 4].map((at) => {
    const value = parseInt(full.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = parts;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, two: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(two)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

for (const file of ["tokens.css", "dark.css"]) {
  const colours = new Map([...tokens("tokens.css"), ...tokens(file)]);
  const check = (pairs: readonly (readonly string[])[], least: number): void => {
    for (const [word = "", ...grounds] of pairs) {
      for (const ground of grounds) {
        const found = contrast(colours.get(word) ?? "", colours.get(ground) ?? "");
        assert.ok(found >= least, `${word} on ${ground}: ${found.toFixed(2)}, at least ${least}`);
      }
    }
  };
  test(`${file}: words can be read`, () => check(WORDS, 4.5));
  test(`${file}: controls can be seen`, () => check(CONTROLS, 3));
}

test("the schemes for weak sight: two colours, seven to one, for every word and control", () => {
  const css = readFileSync("css/sight.css", "utf8");
  const pairs = [...css.matchAll(/--sight-ink: (#[0-9a-f]+);\s*--sight-ground: (#[0-9a-f]+);/g)];
  assert.equal(pairs.length, 3);
  for (const [, ink = "", ground = ""] of pairs) assert.ok(contrast(ink, ground) >= 7);
  const roles = new Map(
    [...css.matchAll(/--([a-z0-9-]+): var\(--sight-(ink|ground)\)/g)].map(
      ([, name = "", role = ""]) => [name, role],
    ),
  );
  const missing = [...tokens("tokens.css").keys()].filter((name) => !roles.has(name));
  assert.deepEqual(missing, []);
  for (const [word = "", ...grounds] of [...WORDS, ...CONTROLS]) {
    for (const ground of grounds) assert.notEqual(roles.get(word), roles.get(ground), word);
  }
});

test("the dark twin names every colour of the light one", () => {
  const dark = tokens("dark.css");
  const missing = [...tokens("tokens.css").keys()].filter((name) => !dark.has(name));
  assert.deepEqual(missing, []);
});
