// Blind signatures: RFC 9474, RSABSSA-SHA384-PSS-Randomized. Whoever signs sees a number that tells
// nothing of the message; what is made of the answer is an ordinary RSA-PSS signature.
//
// All randomness of a blank comes out of the voter's seed: another device that is given the seed
// asks for the very same signature again, and gets it.
import "./older";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha384, sha512 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, number, toHex, utf8 } from "./bytes";
import { Fault, demand } from "./fault";

export const RANDOM_SIZE = 32;
export const SALT_SIZE = 48;
export const TOKEN_SIZE = 256;
const HASH_SIZE = 48;
// So many bytes more than the modulus has that the rest of the division is as good as even.
const EVEN = 16;
// DER of a SubjectPublicKeyInfo of 2048 bits up to the modulus, and after it the exponent 65537;
// the OID is rsaEncryption, the only one that browsers read.
const SPKI_HEAD = "30820122300d06092a864886f70d01010105000382010f003082010a0282010100";
const SPKI_TAIL = "0203010001";
const EXPONENT = 65_537n;

/** A public key: its modulus, and the same as the browser checks signatures with. */
export interface BlindKey {
  readonly n: bigint;
  readonly key: CryptoKey;
}

export interface Blinded {
  /** What is sent. */
  readonly message: Bytes;
  /** What takes the blinding off the answer; secret until then. */
  readonly inverse: Bytes;
}

/** Randomness of one blank. */
export interface Chance {
  readonly prefix: Bytes;
  readonly salt: Bytes;
  readonly factor: bigint;
}

/** The key of a stratum; refused for another kind, size, exponent or form. */
export async function readPublicKey(spki: Bytes): Promise<BlindKey> {
  const hex = toHex(spki);
  const isUsual = hex.startsWith(SPKI_HEAD) && hex.endsWith(SPKI_TAIL) && spki.length === 294;
  demand(isUsual && (spki[33] as number) > 0x7f, "public-key", "no RSA key of 2048 bits");
  try {
    const kind = { name: "RSA-PSS", hash: "SHA-384" };
    const key = await crypto.subtle.importKey("spki", spki, kind, false, ["verify"]);
    return { n: toNumber(spki.subarray(33, 289)), key };
  } catch {
    throw new Fault("public-key", "a key that the browser does not read");
  }
}

/** What the seed gives for a blank of this stratum under this manifest. */
export function chanceOf(seed: Bytes, hash: Bytes, stratum: number): Chance {
  const info = concat(utf8("veche-blank/v1\0"), number(stratum, 2));
  const size = RANDOM_SIZE + SALT_SIZE + TOKEN_SIZE + EVEN;
  const data = hkdf(sha512, seed, hash, info, size) as Bytes;
  return {
    prefix: data.slice(0, RANDOM_SIZE),
    salt: data.slice(RANDOM_SIZE, RANDOM_SIZE + SALT_SIZE),
    factor: toNumber(data.subarray(RANDOM_SIZE + SALT_SIZE)),
  };
}

/** The message after 32 bytes of randomness: what the signature will be of. */
export function prepare(message: Bytes, { prefix }: Chance): Bytes {
  return concat(prefix, message);
}

export function blind({ n }: Pick<BlindKey, "n">, prepared: Bytes, chance: Chance): Blinded {
  const size = Math.ceil(n.toString(16).length / 2);
  const padded = toNumber(encode(prepared, n.toString(2).length - 1, chance.salt));
  const factor = chance.factor % n;
  const inverse = inverseOf(factor, n);
  // A number that shares a factor with the modulus: with our keys it never comes.
  demand(factor > 0n && inverse > 0n, "blind-input", "a factor that cannot be taken off");
  return {
    message: toBytes((padded * power(factor, n)) % n, size),
    inverse: toBytes(inverse, size),
  };
}

/** The signature of the prepared message; refused when the signer answered with another number. */
export async function finalize(
  key: BlindKey,
  prepared: Bytes,
  answer: Bytes,
  inverse: Bytes,
): Promise<Bytes> {
  demand(answer.length === inverse.length, "answer-length", "another length");
  const token = toBytes((toNumber(answer) * toNumber(inverse)) % key.n, inverse.length);
  const holds = await isSigned(key, prepared, token);
  demand(holds, "token-signature", "the key of the stratum has not signed this");
  return token;
}

export async function isSigned({ key }: BlindKey, prepared: Bytes, token: Bytes): Promise<boolean> {
  const rule = { name: "RSA-PSS", saltLength: SALT_SIZE };
  return crypto.subtle.verify(rule, key, token, prepared);
}

/** EMSA-PSS-ENCODE (RFC 8017, 9.1.1) with SHA-384 into ceil(bits / 8) bytes. */
function encode(message: Bytes, bits: number, salt: Bytes): Bytes {
  const length = Math.ceil(bits / 8);
  const digest = sha384(concat(new Uint8Array(8), sha384(message), salt));
  const block = new Uint8Array(length - HASH_SIZE - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  for (let at = 0; at < block.length; at += HASH_SIZE) {
    // MGF1 (RFC 8017, B.2.1).
    const mask = sha384(concat(digest, number(at / HASH_SIZE, 4)));
    const rest = Math.min(HASH_SIZE, block.length - at);
    for (let i = 0; i < rest; i++) block[at + i] = (block[at + i] as number) ^ (mask[i] as number);
  }
  block[0] = (block[0] as number) & (0xff >> (8 * length - bits));
  return concat(block, digest, Uint8Array.of(0xbc));
}

function toNumber(data: Uint8Array): bigint {
  return BigInt(`0x${toHex(data)}`);
}

function toBytes(value: bigint, size: number): Bytes {
  const hex = value.toString(16).padStart(2 * size, "0");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** value ** 65537 modulo n: sixteen squares and one product. */
function power(value: bigint, n: bigint): bigint {
  let found = value;
  for (let at = EXPONENT; at > 1n; at /= 2n) found = (found * found) % n;
  return (found * value) % n;
}

/** What times the value is 1 modulo n; 0 where there is none (Euclid's extended algorithm). */
function inverseOf(value: bigint, n: bigint): bigint {
  let [a, b, x, y] = [value, n, 1n, 0n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return a === 1n ? ((x % n) + n) % n : 0n;
}
