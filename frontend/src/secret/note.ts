// Signed texts: c2sp.org/signed-note with Ed25519, the checkpoint of a log, the promise of the box.
import {
  type Bytes,
  concat,
  equal,
  fromBase64,
  fromDecimal,
  sha256,
  toBase64,
  toHex,
  utf8,
} from "./bytes";
import { KEY_SIZE, isSigned } from "./ed25519";
import { demand } from "./fault";
import { HASH_SIZE } from "./merkle";

const ED25519 = 1;
const SIGNATURES_MAX = 100;
const PATH_MAX = 32;
const LINE = /^— (\S+) (\S+)$/;
const NAME = /^[^\s+\u0000-\u001f]+$/;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const LONE = /\p{Surrogate}/u;

/** A key that is known beforehand: its name and the 32 bytes of the public key. */
export interface Verifier {
  readonly name: string;
  readonly key: Bytes;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

/** 4 bytes that tell keys of one name apart. */
function idOf({ name, key }: Verifier): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(ED25519), key)).subarray(0, 4);
}

/** The key as it is handed on: `<name>+<id>+<key>`. */
export function vkeyOf(verifier: Verifier): string {
  const key = toBase64(concat(Uint8Array.of(ED25519), verifier.key));
  return `${verifier.name}+${toHex(idOf(verifier))}+${key}`;
}

export function parseVkey(vkey: string): Verifier {
  const [name = "", , ...rest] = vkey.split("+");
  const key = fromBase64(rest.join("+"), "vkey-form");
  const isKey = key.length === 1 + KEY_SIZE && key[0] === ED25519;
  demand(NAME.test(name) && isKey, "vkey-form", "no Ed25519 key with a name");
  const verifier = { name, key: key.slice(1) };
  demand(vkeyOf(verifier) === vkey, "vkey-form", "the id is not that of the name and the key");
  return verifier;
}

/**
 * The text of a note that this key has signed. Signatures of other keys are passed over.
 * Refused as `note-form`, `note-key` (the key has not signed), `note-signature` (not this text).
 */
export function verifyNote(note: string, verifier: Verifier): string {
  const cut = note.lastIndexOf("\n\n");
  const text = note.slice(0, cut + 1);
  const isText = cut > 0 && !CONTROL.test(text) && !LONE.test(text) && note.endsWith("\n");
  demand(isText, "note-form", "a control character, or no blank line before the signatures");
  const lines = note.slice(cut + 2, -1).split("\n");
  demand(lines.length <= SIGNATURES_MAX, "note-form", "too many signatures");
  const id = idOf(verifier);
  let signed = false;
  for (const line of lines) {
    const [, name = "", signature = ""] = LINE.exec(line) ?? [];
    demand(NAME.test(name), "note-form", "a line of signature has another form");
    const data = fromBase64(signature, "note-form");
    demand(data.length > 4, "note-form", "a signature is too short");
    if (name !== verifier.name || !equal(data.subarray(0, 4), id)) continue;
    const holds = isSigned(verifier.key, utf8(text), data.subarray(4));
    demand(holds, "note-signature", `${name} has not signed this text`);
    signed = true;
  }
  demand(signed, "note-key", `not signed by ${verifier.name}`);
  return text;
}

/** The checkpoint of the log of that key; refused also when it is another log's. */
export function verifyCheckpoint(note: string, verifier: Verifier): Checkpoint {
  const lines = verifyNote(note, verifier).split("\n");
  const [origin = "", size = "", root = "", end] = lines;
  demand(lines.length === 4 && end === "", "checkpoint-form", "not three lines");
  demand(origin === verifier.name, "checkpoint-origin", "the checkpoint is of another log");
  const hash = fromBase64(root, "checkpoint-form");
  demand(hash.length === HASH_SIZE, "checkpoint-form", "the root is no SHA-256");
  return { origin, size: fromDecimal(size, "checkpoint-form"), root: hash };
}

/** The name of the key that promises for a log: never the key of its checkpoints. */
export function promiseName(origin: string): string {
  return `${origin}/promise`;
}

/** What the box promises: the leaf will stand in this log. It says no time. */
export function promiseText(origin: string, leaf: Uint8Array): string {
  return `veche-promise/v1\n${origin}\n${toBase64(leaf)}\n`;
}

/** Refused unless the note promises this very leaf in this very log. */
export function verifyPromise(
  note: string,
  origin: string,
  leaf: Uint8Array,
  verifier: Verifier,
): void {
  demand(verifier.name === promiseName(origin), "promise-key", "a key of another log");
  const isSaid = verifyNote(note, verifier) === promiseText(origin, leaf);
  demand(isSaid, "promise-text", "another ballot or another log is promised");
}

/** A promise to a group of ballots of an open poll: where one of them stands under its root. */
export interface GroupPromise {
  readonly index: number;
  readonly size: number;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export const GROUP_HEAD = "veche-group-promise/v1\n";

/** What such a promise says, once its signature holds; whose leaf it is, a proof tells. */
export function readGroupPromise(text: string, origin: string, verifier: Verifier): GroupPromise {
  demand(verifier.name === promiseName(origin), "promise-key", "a key of another log");
  const cut = text.indexOf("\n\n");
  const [head, place = "", ...hashes] = text.slice(0, Math.max(0, cut)).split("\n");
  const isOurs = `${head}\n` === GROUP_HEAD && place.startsWith("index ");
  demand(isOurs, "promise-form", "no promise of this version");
  const index = fromDecimal(place.slice(6), "promise-form");
  const path = hashes.map((one) => fromBase64(one, "promise-form"));
  const isPath = path.length <= PATH_MAX && path.every((one) => one.length === HASH_SIZE);
  demand(isPath, "promise-form", "too many hashes, or one of another length");
  const lines = verifyNote(text.slice(cut + 2), verifier).split("\n");
  const [kind, found, size = "", root = ""] = lines;
  const isGroup = lines.length === 5 && kind === "veche-group/v1" && found === origin;
  demand(isGroup, "promise-text", "another log is promised, or something else");
  const top = fromBase64(root, "promise-text");
  return { index, size: fromDecimal(size, "promise-text"), path, root: top };
}
