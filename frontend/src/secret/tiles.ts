// A log as static files: c2sp.org/tlog-tiles. A tile holds up to 256 hashes of one level in a row,
// a bundle the entries of a tile of level 0. Whole ones never change.
import { type Bytes, equal, viewOf } from "./bytes";
import { demand } from "./fault";
import { HASH_SIZE, type Perfect, inclusionProof, rootOf } from "./merkle";

export const WIDTH = 256;
const HEIGHT = 8;
// 4 MB of hashes.
const READ_WHOLE = 131_072;

/** `width` hashes of `level` from the one at `number` · 256 on; of entries, where it says so. */
export interface Tile {
  readonly level: number | "entries";
  readonly number: number;
  readonly width: number;
}

/** The bytes of a file of the log by its path. */
export type Read = (path: string) => Promise<Bytes>;

/** Its place under the address of the log. */
export function pathOf({ level, number, width }: Tile): string {
  const digits = String(number);
  const parts = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g) ?? [];
  const name = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join("/");
  return `tile/${level}/${name}${width < WIDTH ? `.p/${width}` : ""}`;
}

/** The tile of a level with that number in a log of that size. */
export function tileAt(level: number | "entries", number: number, size: number): Tile {
  const count = Math.floor(size / 2 ** (level === "entries" ? 0 : HEIGHT * level));
  return { level, number, width: Math.min(WIDTH, count - number * WIDTH) };
}

/** All tiles of hashes of a log of that size, level by level. */
export function* tilesOf(size: number): Iterable<Tile> {
  for (let level = 0; Math.floor(size / 2 ** (HEIGHT * level)); level++) {
    const count = Math.floor(size / 2 ** (HEIGHT * level));
    for (let at = 0; at * WIDTH < count; at++) yield tileAt(level, at, size);
  }
}

/** The hashes of a tile; refused when there are more or fewer than its path says. */
export function readTile(tile: Tile, data: Bytes): Bytes[] {
  demand(data.length === tile.width * HASH_SIZE, "tile-length", pathOf(tile));
  return Array.from({ length: tile.width }, (_, at) =>
    data.subarray(at * HASH_SIZE, (at + 1) * HASH_SIZE),
  );
}

/** The entries of a bundle, each after its length in 2 bytes. */
export function readBundle(tile: Tile, data: Bytes): Bytes[] {
  const entries = [];
  const view = viewOf(data);
  let place = 0;
  while (place + 2 <= data.length) {
    const start = place + 2;
    place = start + view.getUint16(place);
    entries.push(data.subarray(start, place));
  }
  const isWhole = place === data.length && entries.length === tile.width;
  demand(isWhole, "bundle-length", pathOf(tile));
  return entries;
}

/** Fetches tiles of a log once each. */
export class Tiles {
  private readonly known = new Map<string, Promise<Bytes[]>>();

  constructor(
    private readonly size: number,
    private readonly read: Read,
  ) {}

  hashes(level: number, number: number): Promise<Bytes[]> {
    const tile = tileAt(level, number, this.size);
    const path = pathOf(tile);
    const known = this.known.get(path) ?? this.read(path).then((data) => readTile(tile, data));
    this.known.set(path, known);
    return known;
  }

  /** The hash of a full subtree, as proofs ask for it. */
  async perfect(level: number, index: number): Promise<Uint8Array> {
    const above = Math.floor(level / HEIGHT);
    const first = index * 2 ** (level % HEIGHT);
    const hashes = await this.hashes(above, Math.floor(first / WIDTH));
    const start = first % WIDTH;
    return rootOf(hashes.slice(start, start + 2 ** (level % HEIGHT)));
  }

  /** What leads from a leaf to the root. */
  async inclusionProof(index: number): Promise<Uint8Array[]> {
    // First which subtrees are asked for, then these, then the proof out of them.
    const asked = new Map<string, [number, number]>();
    const placeholder = new Uint8Array(HASH_SIZE);
    inclusionProof(index, this.size, (level, at) => {
      asked.set(`${level}/${at}`, [level, at]);
      return placeholder;
    });
    const found = new Map<string, Uint8Array>();
    for (const [name, [level, at]] of asked) found.set(name, await this.perfect(level, at));
    const perfect: Perfect = (level, at) => found.get(`${level}/${at}`) as Uint8Array;
    return inclusionProof(index, this.size, perfect);
  }

  /**
   * Where a leaf stands; -1 when it stands nowhere. A small log is read whole, so that the last
   * file asked for does not tell whose ballot is looked for.
   */
  async find(leaf: Uint8Array): Promise<number> {
    let found = -1;
    for (let number = 0; number * WIDTH < this.size; number++) {
      const hashes = await this.hashes(0, number);
      const at = hashes.findIndex((one) => equal(one, leaf));
      if (at >= 0) found = number * WIDTH + at;
      if (found >= 0 && this.size > READ_WHOLE) break;
    }
    return found;
  }
}
