// Bytes, and the texts that stand for them: one form each, any other is refused.
import "./older";
import { sha256 as hashed } from "@noble/hashes/sha2.js";
import { Fault, demand } from "./fault";

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const DECIMAL = /^(?:0|[1-9][0-9]{0,14})$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const CHUNK = 0x8000;

export function sha256(data: Uint8Array): Bytes {
  return hashed(data) as Bytes;
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

/** Below nought when `one` comes first in the order of bytes. */
export function compare(one: Uint8Array, other: Uint8Array): number {
  const shorter = Math.min(one.length, other.length);
  for (let place = 0; place < shorter; place++) {
    const difference = (one[place] as number) - (other[place] as number);
    if (difference) return difference;
  }
  return one.length - other.length;
}

/** A whole number in so many bytes, big-endian. */
export function number(value: number, size: 1 | 2 | 4): Bytes {
  const data = new Uint8Array(size);
  const view = new DataView(data.buffer);
  if (size === 1) view.setUint8(0, value);
  else if (size === 2) view.setUint16(0, value);
  else view.setUint32(0, value);
  return data;
}

export function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

export function toHex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(text: string): Bytes {
  demand(/^(?:[0-9a-f]{2})*$/.test(text), "hex-form", "no hexadecimal digits");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** Standard base64 with padding (RFC 4648, section 4). */
export function toBase64(data: Uint8Array): string {
  let plain = "";
  for (let start = 0; start < data.length; start += CHUNK)
    plain += String.fromCharCode(...data.subarray(start, start + CHUNK));
  return btoa(plain);
}

/** Bytes of standard base64; refused also where the bits left over are not nought. */
export function fromBase64(text: string, code: string): Bytes {
  demand(BASE64.test(text), code, "no base64");
  const data = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  demand(toBase64(data) === text, code, "base64 in another than its one form");
  return data;
}

export function utf8(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

/** The text of bytes as they came: a mark of the order of bytes is a sign like others. */
export function fromUtf8(data: Uint8Array, code: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new Fault(code, "no UTF-8");
  }
}

/** A whole number without a sign and leading noughts, of 15 digits at most: exact in JavaScript. */
export function fromDecimal(text: string, code: string): number {
  demand(DECIMAL.test(text), code, "no whole number in its one form");
  return Number(text);
}

export function random(size: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(size));
}
