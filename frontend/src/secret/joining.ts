// How the seed gets to another device: drawn as a QR code, which no server sees, or as 24 words.
// The list of words is the English one of BIP39: there is none in Russian that others know.
import "./older";
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { generate } from "lean-qr";
import type { Bytes } from "./bytes";

const QUIET = 4;

/** A QR code as a picture of the page; `label` is what it says to whoever does not see it. */
export function drawn(text: string, label: string): SVGSVGElement {
  const code = generate(text);
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const size = code.size + 2 * QUIET;
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("class", "qr");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("shape-rendering", "crispEdges");
  // White and black whatever the theme: cameras want no other.
  const ground = document.createElementNS(space, "rect");
  ground.setAttribute("width", String(size));
  ground.setAttribute("height", String(size));
  ground.setAttribute("fill", "#fff");
  const dark = document.createElementNS(space, "path");
  dark.setAttribute("d", squares(code));
  dark.setAttribute("fill", "#000");
  svg.append(ground, dark);
  return svg;
}

function squares(code: { size: number; get(x: number, y: number): boolean }): string {
  let path = "";
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++)
      if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  return path;
}

export function wordsOf(seed: Bytes): string[] {
  return entropyToMnemonic(seed, wordlist).split(" ");
}

/** The seed of 24 words as people type them: numbered or not, of each word four letters enough. */
export function seedOf(text: string): Bytes | undefined {
  const typed = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const words = typed.map((one) => {
    if (wordlist.includes(one) || one.length < 4) return one;
    return wordlist.find((word) => word.slice(0, 4) === one.slice(0, 4)) ?? one;
  });
  try {
    const seed = mnemonicToEntropy(words.join(" "), wordlist);
    return seed.length === 32 ? (seed as Bytes) : undefined;
  } catch {
    return undefined;
  }
}
