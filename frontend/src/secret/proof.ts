// The receipt of a ballot: c2sp.org/tlog-proof@v1, which can be checked without any network.
import { type Bytes, equal, fromBase64, fromDecimal, toBase64 } from "./bytes";
import { demand } from "./fault";
import { HASH_SIZE, leafHash, verifyInclusion } from "./merkle";
import { type Checkpoint, type Verifier, verifyCheckpoint } from "./note";

export const HEAD = "c2sp.org/tlog-proof@v1";
const PATH_MAX = 64;
const CODE = "proof-form";

/** An entry stands at `index` of the log whose checkpoint is inside; `entry` is empty or itself. */
export interface Proof {
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly checkpoint: string;
  readonly entry: Uint8Array;
}

/** The text of a `.tlog-proof` file. */
export function writeProof(proof: Proof): string {
  const extra = proof.entry.length ? [`extra ${toBase64(proof.entry)}`] : [];
  const lines = [HEAD, ...extra, `index ${proof.index}`, ...proof.path.map(toBase64)];
  return `${lines.join("\n")}\n\n${proof.checkpoint}`;
}

/** The proof that `writeProof` wrote; any other text is refused. */
export function parseProof(text: string): Proof {
  const cut = text.indexOf("\n\n");
  const lines = text.slice(0, Math.max(0, cut)).split("\n");
  demand(lines.shift() === HEAD, CODE, "no proof of this version");
  let entry: Bytes = new Uint8Array();
  if (lines[0]?.startsWith("extra ")) entry = fromBase64((lines.shift() ?? "").slice(6), CODE);
  const place = lines.shift() ?? "";
  demand(place.startsWith("index "), CODE, "no index");
  const index = fromDecimal(place.slice(6), CODE);
  const path = lines.map((line) => fromBase64(line, CODE));
  const isPath = path.length <= PATH_MAX && path.every((one) => one.length === HASH_SIZE);
  demand(isPath, CODE, "too many hashes, or one of another length");
  const proof = { index, path, checkpoint: text.slice(cut + 2), entry };
  demand(writeProof(proof) === text, CODE, "an empty extra");
  return proof;
}

/** The checkpoint under which the leaf stands at its index; refused when anything does not hold. */
export function verifyProof(proof: Proof, leaf: Uint8Array, verifier: Verifier): Checkpoint {
  // Nothing but its hash vouches for an entry that is told.
  const isTold = !proof.entry.length || equal(leafHash(proof.entry), leaf);
  demand(isTold, "proof-entry", "the entry told is not the one proved");
  const checkpoint = verifyCheckpoint(proof.checkpoint, verifier);
  verifyInclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root);
  return checkpoint;
}
