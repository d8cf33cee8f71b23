// The seed in the fragment of an address: browsers send that part to no server.
import { type Bytes, fromBase64, sha256, toBase64, toHex, utf8 } from "./bytes";

const NAME = "veche-seed";
const FORM = /^#veche-seed=([A-Za-z0-9_-]{43})\.([0-9a-f]{16})$/;

/** Some bytes that tell one person of this town from another, and nothing more. */
function markOf(voter: string): string {
  return toHex(sha256(utf8(`${NAME}\0${voter}`))).slice(0, 16);
}

export function fragmentFor(seed: Bytes, voter: string): string {
  const text = toBase64(seed).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `#${NAME}=${text}.${markOf(voter)}`;
}

/** The seed in a fragment; "of-another" where it is not this person's; undefined where is none. */
export function seedIn(fragment: string, voter: string): Bytes | "of-another" | undefined {
  const [, text, mark] = FORM.exec(fragment) ?? [];
  if (!text) return undefined;
  if (mark !== markOf(voter)) return "of-another";
  try {
    return fromBase64(`${text.replace(/-/g, "+").replace(/_/g, "/")}=`, "seed-form");
  } catch {
    return undefined;
  }
}
