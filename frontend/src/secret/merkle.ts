// The tree of a log: hashes, roots and proofs of RFC 6962, section 2.1; checked as RFC 9162
// describes (2.1.3.2 and 2.1.4.2). Leaves are hashes of entries already.
import { type Bytes, concat, equal, sha256 } from "./bytes";
import { demand } from "./fault";

export const HASH_SIZE = 32;
export const EMPTY_ROOT = sha256(new Uint8Array());
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** (level, index) to the hash of the leaves from index · 2^level to (index + 1) · 2^level. */
export type Perfect = (level: number, index: number) => Uint8Array;

export function leafHash(entry: Uint8Array): Bytes {
  return sha256(concat(LEAF, entry));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  return sha256(concat(NODE, left, right));
}

/** The right edge of a growing tree: a hash for each binary one of its size, largest first. */
export class Frontier {
  size = 0;
  private readonly peaks: Uint8Array[] = [];

  append(leaf: Uint8Array): void {
    let rest = this.size;
    while (rest % 2) {
      leaf = nodeHash(this.peaks.pop() as Uint8Array, leaf);
      rest = Math.floor(rest / 2);
    }
    this.peaks.push(leaf);
    this.size += 1;
  }

  root(): Uint8Array {
    return joined(this.peaks);
  }
}

function joined(peaks: readonly Uint8Array[]): Uint8Array {
  if (!peaks.length) return EMPTY_ROOT;
  return peaks.reduceRight((root, peak) => nodeHash(peak, root));
}

/** All full subtrees of the leaves, kept in memory. */
export function perfectOf(leaves: readonly Uint8Array[]): Perfect {
  const rows = [leaves];
  for (let row = leaves; row.length > 1; ) {
    const above = [];
    for (let at = 0; at + 1 < row.length; at += 2)
      above.push(nodeHash(row[at] as Uint8Array, row[at + 1] as Uint8Array));
    rows.push((row = above));
  }
  return (level, index) => rows[level]?.[index] as Uint8Array;
}

/** The root of leaves from `start` to `end`, where a full subtree as long may begin at `start`. */
export function rangeHash(start: number, end: number, perfect: Perfect): Uint8Array {
  const peaks = [];
  while (start < end) {
    let level = 0;
    while (2 ** (level + 1) <= end - start) level += 1;
    peaks.push(perfect(level, start / 2 ** level));
    start += 2 ** level;
  }
  return joined(peaks);
}

export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  return rangeHash(0, leaves.length, perfectOf(leaves));
}

/** PATH(index, D[size]): hashes from the leaf's neighbour up to the root's child. */
export function inclusionProof(index: number, size: number, perfect: Perfect): Uint8Array[] {
  demand(index >= 0 && index < size, "inclusion-index", "no such leaf in a tree of this size");
  const proof = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + half(end - start);
    if (index < middle) {
      proof.push(rangeHash(middle, end, perfect));
      end = middle;
    } else {
      proof.push(rangeHash(start, middle, perfect));
      start = middle;
    }
  }
  return proof.reverse();
}

/** PROOF(old, D[new]): empty when the old tree is empty, or whole the new one. */
export function consistencyProof(oldSize: number, newSize: number, perfect: Perfect): Uint8Array[] {
  demand(oldSize >= 0 && oldSize <= newSize, "consistency-sizes", "the old tree is larger");
  const proof: Uint8Array[] = [];
  if (!oldSize) return proof;
  let [start, end] = [0, newSize];
  while (end !== oldSize) {
    const middle = start + half(end - start);
    if (oldSize <= middle) {
      proof.push(rangeHash(middle, end, perfect));
      end = middle;
    } else {
      proof.push(rangeHash(start, middle, perfect));
      start = middle;
    }
  }
  if (start) proof.push(rangeHash(start, end, perfect));
  return proof.reverse();
}

/** The largest power of two below the width. */
function half(width: number): number {
  let found = 1;
  while (found * 2 < width) found *= 2;
  return found;
}

const halved = (value: number): number => Math.floor(value / 2);

/** Refused unless the proof leads from the leaf at that index to the root of that size. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  demand(index >= 0 && index < size, "inclusion-index", "no such leaf in a tree of this size");
  let [place, last] = [index, size - 1];
  for (const sibling of proof) {
    demand(last !== 0, "inclusion-proof", "it is too long");
    if (place % 2 || place === last) {
      leaf = nodeHash(sibling, leaf);
      [place, last] = atNextOne(place, last);
    } else leaf = nodeHash(leaf, sibling);
    [place, last] = [halved(place), halved(last)];
  }
  demand(last === 0 && equal(leaf, root), "inclusion-proof", "it does not lead to the root");
}

/** Refused unless the new tree begins with the whole of the old one. */
export function verifyConsistency(
  oldSize: number,
  newSize: number,
  proof: readonly Uint8Array[],
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
): void {
  const code = "consistency-proof";
  demand(oldSize >= 0 && oldSize <= newSize, "consistency-sizes", "the old tree is larger");
  if (oldSize === 0 || oldSize === newSize) {
    const known = oldSize === 0 ? EMPTY_ROOT : newRoot;
    demand(!proof.length && equal(oldRoot, known), code, "the trees differ");
    return;
  }
  const hashes = half(oldSize + 1) === oldSize ? [oldRoot, ...proof] : [...proof];
  const first = hashes.shift();
  demand(first !== undefined, code, "it is empty");
  let [place, last] = [oldSize - 1, newSize - 1];
  while (place % 2) [place, last] = [halved(place), halved(last)];
  let [old, grown] = [first, first];
  for (const sibling of hashes) {
    demand(last !== 0, code, "it is too long");
    if (place % 2 || place === last) {
      [old, grown] = [nodeHash(sibling, old), nodeHash(sibling, grown)];
      [place, last] = atNextOne(place, last);
    } else grown = nodeHash(grown, sibling);
    [place, last] = [halved(place), halved(last)];
  }
  const leads = last === 0 && equal(old, oldRoot) && equal(grown, newRoot);
  demand(leads, code, "it does not lead to both roots");
}

/** Levels passed on which the subtree is the last and has no neighbour. */
function atNextOne(place: number, last: number): [number, number] {
  while (place && place % 2 === 0) [place, last] = [halved(place), halved(last)];
  return [place, last];
}
