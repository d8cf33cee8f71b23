// The manifest of a poll: everything that all clients must see alike, and its hash.
import { type Bytes, fromBase64, sha256 } from "./bytes";
import { type Json, type JsonObject, type Kind, readJson, shaped } from "./canonical";
import { demand } from "./fault";
import { HASH_SIZE } from "./merkle";
import { type Verifier, parseVkey, promiseName } from "./note";

export const SECRET = "veche-manifest/v1";
export const OPEN = "veche-open/v1";
export const ASSISTED = 0;
/** How often one voter may change a ballot: the box refuses more. */
export const SEQ_MAX = 100;
export const HEAD_LENGTH = 16 + 32 + 4 + 1;
const TALLY_RULE = "veche-tally/v1";
const KINDS = ["one", "several", "scale", "ranking", "points"] as const;
const CART_KINDS = ["several", "ranking", "points"];
const NUMBER_MAX = 0xffff;
const COUNT_MAX = 0xffffffff;
const AMOUNT_MAX = 1e12;
const BODY_LENGTH_MAX = 60_000;
const CODE = "manifest-form";
const WHOLE = /^(?:0|-?[1-9][0-9]{0,8})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const POLL = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One question; the marks of each kind are those of `veche/ballotbox/manifest.py`. */
export interface Question {
  readonly id: string;
  readonly kind: (typeof KINDS)[number];
  readonly text: string;
  readonly options: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly total: number;
  readonly required: boolean;
  readonly alone: readonly number[];
  readonly max_each: number;
  readonly costs: readonly number[];
  readonly budget: number;
  readonly rivals: readonly (readonly number[])[];
}

export interface Stratum {
  readonly id: number;
  readonly label: string;
  readonly eligible: number;
  /** SPKI of the key of its tokens; empty in an open poll. */
  readonly key: Bytes;
}

export interface Manifest {
  readonly mode: "secret" | "open";
  readonly poll: string;
  readonly origin: string;
  readonly questions: readonly Question[];
  readonly bodyLength: number;
  readonly opens: string;
  readonly closes: string;
  readonly includeBy: string;
  readonly publish: string;
  readonly changeAllowed: boolean;
  readonly strata: readonly Stratum[];
  readonly log: Verifier;
  readonly promise: Verifier;
  /** MH of the protocol: SHA-256 of the bytes as they are served. */
  readonly hash: Bytes;
}

const SHAPE: Readonly<Record<string, Kind>> = {
  body_len: "whole",
  change_allowed: "yes-no",
  client_sha384: "list",
  closes: "text",
  epoch: "object",
  include_by: "text",
  log_vkey: "text",
  opens: "text",
  origin: "text",
  poll: "text",
  promise_vkey: "text",
  publish: "text",
  questions: "list",
  roll_root: "text",
  strata: "list",
  tally_rule: "text",
  v: "text",
};
const QUESTION: Readonly<Record<string, Kind>> = {
  alone: "list",
  budget: "whole",
  costs: "list",
  id: "text",
  kind: "text",
  max: "whole",
  max_each: "whole",
  min: "whole",
  options: "list",
  required: "yes-no",
  rivals: "list",
  text: "text",
  total: "whole",
};
const STRATUM: Readonly<Record<string, Kind>> = {
  eligible: "whole",
  id: "whole",
  key: "text",
  label: "text",
};

function check(holds: boolean, words: string): asserts holds {
  demand(holds, CODE, words);
}

/** The manifest in its bytes; refused as `manifest-form` when it is not whole and canonical. */
export function readManifest(data: Bytes): Manifest {
  const raw = shaped(readJson(data, CODE), SHAPE, CODE);
  const version = raw["v"] as string;
  check(version === SECRET || version === OPEN, "of another version");
  check(raw["tally_rule"] === TALLY_RULE, "counted by another rule");
  const manifest: Manifest = {
    mode: version === SECRET ? "secret" : "open",
    poll: raw["poll"] as string,
    origin: raw["origin"] as string,
    questions: (raw["questions"] as readonly Json[]).map(readQuestion),
    bodyLength: raw["body_len"] as number,
    opens: raw["opens"] as string,
    closes: raw["closes"] as string,
    includeBy: raw["include_by"] as string,
    publish: raw["publish"] as string,
    changeAllowed: raw["change_allowed"] as boolean,
    strata: (raw["strata"] as readonly Json[]).map(readStratum),
    log: parseVkey(raw["log_vkey"] as string),
    promise: parseVkey(raw["promise_vkey"] as string),
    hash: sha256(data),
  };
  checkWhole(manifest, raw);
  return manifest;
}

function checkWhole(manifest: Manifest, raw: JsonObject): void {
  const { questions, strata, mode, origin, log, promise } = manifest;
  check(POLL.test(manifest.poll), "the poll is no UUID in its one form");
  const ids = new Set(questions.map((one) => one.id));
  check(ids.size === questions.length && ids.size > 0 && ids.size <= 0xff, "questions doubled");
  const numbers = strata.map((one) => one.id);
  check(numbers.length > 0 && isAscending(numbers), "strata not in order, or doubled");
  if (mode === "open") check(!strata.some((one) => one.key.length), "keys in an open poll");
  else
    check(
      numbers.some((one) => one !== ASSISTED),
      "no stratum in which ballots are secret",
    );
  const longest = questions.reduce((sum, one) => sum + 2 + 6 * one.max, HEAD_LENGTH);
  const length = manifest.bodyLength;
  check(longest <= length && length <= BODY_LENGTH_MAX, "the longest ballot does not fit");
  const instants = [manifest.opens, manifest.closes, manifest.includeBy];
  check(
    instants.every((one) => INSTANT.test(one)),
    "an instant in another form",
  );
  check([...instants].sort().join() === instants.join(), "it closes before it opens");
  check(["at_close", "per_epoch"].includes(manifest.publish), "an unknown way of publishing");
  const epoch = shaped(raw["epoch"] as Json, { min_ballots: "whole", seconds: "whole" }, CODE);
  const isEpoch = Object.values(epoch).every((one) => (one as number) > 0);
  check(isEpoch, "epochs of nothing");
  const root = fromBase64(raw["roll_root"] as string, CODE);
  check(root.length === (mode === "secret" ? HASH_SIZE : 0), "the root of the roll is no SHA-256");
  check(areTexts(raw["client_sha384"] as readonly Json[]), "a script's hash is no text");
  const isNamed = log.name === origin && promise.name === promiseName(origin);
  check(isNamed, "a key of another log");
  check(log.key.join() !== promise.key.join(), "one key for the log and for promises");
}

function readQuestion(value: Json): Question {
  const raw = shaped(value, QUESTION, CODE);
  const question = raw as unknown as Question;
  const { kind, options, min, max, total } = question;
  const count = options.length;
  check(areTexts(options), "an option is no text");
  check(count > 0 && count <= NUMBER_MAX && new Set(options).size === count, "options doubled");
  check(KINDS.includes(kind), "a question of an unknown kind");
  const isSingle = kind === "one" || kind === "scale";
  // A single mark that may be left out is one of a question that is not required.
  check(min >= (isSingle ? 1 : 0) && min <= max, "fewer marks allowed than asked for");
  check(max > 0 && max <= (isSingle ? 1 : count), "more marks than there can be");
  check(kind !== "scale" || options.every((one) => WHOLE.test(one)), "no scale");
  check(areOptions(question.alone, count), "options alone not in order, or doubled");
  if (kind === "points") {
    check(total > 0 && total <= COUNT_MAX && min <= total, "wrong total");
    check(question.max_each >= 0 && question.max_each <= COUNT_MAX, "wrong points for each");
  } else check(total === 0 && question.max_each === 0, "points where none are given");
  checkCart(question);
  return question;
}

function checkCart({ kind, options, costs, budget, rivals }: Question): void {
  const isCart = costs.length > 0 || budget !== 0 || rivals.length > 0;
  check(!isCart || CART_KINDS.includes(kind), "a cart of an unknown kind");
  check(costs.length === 0 || costs.length === options.length, "not one cost for each option");
  const areSums = [budget, ...costs].every(
    (one) => Number.isInteger(one) && one >= 0 && one <= AMOUNT_MAX,
  );
  check(areSums, "a cost or the budget is no sum of kopecks");
  check(!budget || costs.length > 0, "a budget, but nothing has a cost");
  check(!budget || costs.every((one) => one <= budget), "an option costs more than the budget");
  const areRivals = (set: readonly number[]): boolean =>
    Array.isArray(set) && set.length > 1 && areOptions(set, options.length);
  check(rivals.every(areRivals), "rivals not in order, or too few");
}

function readStratum(value: Json): Stratum {
  const raw = shaped(value, STRATUM, CODE);
  const { id, eligible } = raw as { id: number; eligible: number };
  check(id >= 0 && id <= NUMBER_MAX, "the number of a stratum has 2 bytes");
  check(eligible >= 0 && eligible <= COUNT_MAX, "impossible number of voters");
  return {
    id,
    eligible,
    label: raw["label"] as string,
    key: fromBase64(raw["key"] as string, CODE),
  };
}

function areTexts(list: readonly Json[]): boolean {
  return list.every((one) => typeof one === "string");
}

function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((one, at) => at === 0 || one > (numbers[at - 1] as number));
}

/** Whether they are numbers of options, ascending. */
function areOptions(numbers: readonly number[], count: number): boolean {
  const areNumbers = numbers.every((one) => Number.isInteger(one) && one >= 0 && one < count);
  return areNumbers && isAscending(numbers);
}
