// Ed25519 from a seed, one way in every browser: WebCrypto has it only in the newest. Checked as
// the box checks it, without the looser rule that ZIP 215 allows.
import "./older";
import { ed25519 } from "@noble/curves/ed25519.js";
import type { Bytes } from "./bytes";

export const KEY_SIZE = 32;
export const SIGNATURE_SIZE = 64;

export function publicKeyOf(seed: Uint8Array): Bytes {
  return ed25519.getPublicKey(seed) as Bytes;
}

export function sign(seed: Uint8Array, message: Uint8Array): Bytes {
  return ed25519.sign(message, seed) as Bytes;
}

/** Whether the key signed this message; a key that is none has signed nothing. */
export function isSigned(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
