// Ed25519 from a seed, one way in every browser: WebCrypto has it only in the newest. Checked as
// the box checks it, without the looser rule that ZIP 215 allows.
import "./older";
import { ed25519 } from "@noble/curves/ed25519.js";
import { type Bytes, fromHex } from "./bytes";

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

// Any key, to see whether the browser takes keys of this kind.
const TRIAL = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
let native: Promise<boolean> | undefined;

function imported(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
}

/**
 * The same for many ballots: by the browser's own code, four times as fast, where it has that. It
 * checks as OpenSSL does, so it takes nothing that `isSigned` would refuse.
 */
export async function isSignedSoon(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  native ??= imported(fromHex(TRIAL)).then(
    () => true,
    () => false,
  );
  if (!(await native)) return isSigned(key, message, signature);
  try {
    return await crypto.subtle.verify("Ed25519", await imported(key), signature, message);
  } catch {
    return false;
  }
}
