// JSON of which every value has one form: sorted keys, no spaces, whole numbers only.
import { type Bytes, compare, fromUtf8, utf8 } from "./bytes";
import { Fault, demand } from "./fault";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}
export type Kind = "text" | "whole" | "yes-no" | "list" | "object";

const LONE = /\p{Surrogate}/u;

/** UTF-8 JSON: keys in the order of their bytes, no escapes but those that JSON demands. */
export function writeJson(value: Json): Bytes {
  return utf8(written(value));
}

function written(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") {
    demand(Number.isSafeInteger(value), "json-form", "only whole numbers are written");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  const object = value as JsonObject;
  // By code points, not by the halves that JavaScript sorts by: so bytes of UTF-8 are compared.
  const names = Object.keys(object).map((name) => [name, utf8(name)] as const);
  names.sort(([, one], [, other]) => compare(one, other));
  return `{${names.map(([name]) => `${quoted(name)}:${written(object[name] as Json)}`).join(",")}}`;
}

function quoted(text: string): string {
  demand(!LONE.test(text), "json-form", "half a character");
  return JSON.stringify(text);
}

/** What `writeJson` wrote; refused are any other bytes, fractions and doubled keys too. */
export function readJson(data: Uint8Array, code: string): Json {
  const text = fromUtf8(data, code);
  let again: string;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
    again = written(value);
  } catch {
    throw new Fault(code, "no JSON that this protocol knows");
  }
  demand(again === text, code, "JSON in another than its one form");
  return value;
}

function isKind(value: Json, kind: Kind): boolean {
  if (kind === "list") return Array.isArray(value);
  if (kind === "object")
    return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === { text: "string", whole: "number", "yes-no": "boolean" }[kind];
}

export function objectOf(value: Json, code: string): JsonObject {
  demand(isKind(value, "object"), code, "no object");
  return value as JsonObject;
}

/** The object, when it has exactly the fields of the shape, each of its kind. */
export function shaped(
  value: Json,
  shape: Readonly<Record<string, Kind>>,
  code: string,
): JsonObject {
  const object = objectOf(value, code);
  const names = Object.keys(shape).sort().join(", ");
  demand(Object.keys(object).sort().join(", ") === names, code, `expected an object of ${names}`);
  for (const [name, kind] of Object.entries(shape))
    demand(isKind(object[name] as Json, kind), code, `${name} is no ${kind}`);
  return object;
}
