// What a voter saved, held against the published log: a promise, or the proof made of it later.
import { Box } from "./box";
import { type Bytes, fromBase64, toBase64, toHex } from "./bytes";
import { Fault, demand } from "./fault";
import { type Manifest, readManifest } from "./manifest";
import { leafHash } from "./merkle";
import { verifyNote, verifyPromise } from "./note";
import { HEAD, parseProof, verifyProof, writeProof } from "./proof";

const PROMISE = "veche-promise/v1\n";

/**
 * `included`: the ballot stands in the published list at `index`; `promised`: the box promised it,
 * and the list is not due yet; `missing`: it was due, which the promise proves.
 */
export interface Receipt {
  state: "included" | "promised" | "missing";
  leaf: string;
  index: number;
  size: number;
  /** A file of c2sp.org/tlog-proof@v1; "" until the ballot stands in the list. */
  proof: string;
  hash: string;
  includeBy: string;
}

/** The leaf and the texts that speak of it, whichever of both files were given. */
export function readTexts(texts: readonly string[]): { promise: string; proof: string } {
  const promise = texts.find((text) => text.startsWith(PROMISE)) ?? "";
  const proof = texts.find((text) => text.startsWith(`${HEAD}\n`)) ?? "";
  demand(Boolean(promise || proof), "receipt-form", "neither a promise nor a proof");
  return { promise, proof };
}

/** The leaf that the texts are of; refused when they are of two, or when none is told. */
function leafOf(manifest: Manifest, promise: string, proof: string): Bytes {
  if (promise) {
    const text = verifyNote(promise, manifest.promise);
    const leaf = fromBase64(text.split("\n")[2] ?? "", "promise-form");
    verifyPromise(promise, manifest.origin, leaf, manifest.promise);
    return leaf;
  }
  const { entry } = parseProof(proof);
  demand(entry.length > 0, "receipt-leaf", "the proof needs the promise beside it");
  return leafHash(entry);
}

/** Check without any network: keys are those of the manifest that was kept. */
export function checkedOffline(manifestData: Bytes, texts: readonly string[]): Receipt {
  const manifest = readManifest(manifestData);
  const { promise, proof } = readTexts(texts);
  const leaf = leafOf(manifest, promise, proof);
  const found = blank(manifest, leaf);
  if (!proof) return found;
  const parsed = parseProof(proof);
  const { size } = verifyProof(parsed, leaf, manifest.log);
  return { ...found, state: "included", index: parsed.index, size, proof };
}

/** Check against the log as it is published now; the proof is made when there is none yet. */
export async function receiptOf(
  address: string,
  texts: readonly string[],
  now: number = Date.now(),
): Promise<Receipt> {
  const box = new Box(address);
  const manifest = await box.manifest();
  const { promise, proof } = readTexts(texts);
  const leaf = leafOf(manifest, promise, proof);
  // A proof that somebody kept holds on its own; the log of today must still have the leaf.
  if (proof) verifyProof(parseProof(proof), leaf, manifest.log);
  const { text, checkpoint } = await box.checkpoint(manifest);
  const tiles = box.tiles(checkpoint.size);
  const index = await tiles.find(leaf);
  const found = { ...blank(manifest, leaf), size: checkpoint.size };
  if (index < 0) {
    const isDue = now > Date.parse(manifest.includeBy) || proof !== "";
    return { ...found, state: isDue ? "missing" : "promised" };
  }
  const path = await tiles.inclusionProof(index);
  const made = { index, path, checkpoint: text, entry: new Uint8Array() };
  verifyProof(made, leaf, manifest.log);
  return { ...found, state: "included", index, proof: writeProof(made) };
}

function blank(manifest: Manifest, leaf: Bytes): Receipt {
  return {
    state: "promised",
    leaf: toBase64(leaf),
    index: -1,
    size: 0,
    proof: "",
    hash: toHex(manifest.hash),
    includeBy: manifest.includeBy,
  };
}

/** The origin that a receipt names: `<host>/p/<poll>`. */
export function originOf(texts: readonly string[]): string {
  const { promise, proof } = readTexts(texts);
  const origin = promise ? promise.split("\n")[1] : parseProof(proof).checkpoint.split("\n")[0];
  if (!origin) throw new Fault("receipt-form", "no origin");
  return origin;
}
