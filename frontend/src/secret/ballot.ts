// The bytes of a ballot: one form each, any other refused. All numbers are big-endian.
import { type Bytes, concat, equal, number, utf8, viewOf } from "./bytes";
import { SIGNATURE_SIZE, sign } from "./ed25519";
import { TOKEN_SIZE } from "./blind";
import { demand } from "./fault";
import { HEAD_LENGTH, type Manifest, type Question } from "./manifest";

export const MANIFEST = 1;
export const BALLOT = 2;
export const COUNTS = 3;
export const CLOSE = 4;
export const OPEN = 5;
export const PREPARED_SIZE = 113;
/** Of an open ballot before its body: type, pseudonym, stratum, level, channel. */
export const OPEN_HEAD = 37;
const TOKEN_TAG = utf8("veche-token/v1\0");
const BODY_TAG = utf8("veche-ballot/v1\0");
const PAD = 0xff;

/** An option by its place in the question; its weight is 1, a rank from 1 on, or points. */
export type Mark = readonly [option: number, weight: number];
/** The marks of each question in its order, options ascending. */
export type Choice = readonly (readonly Mark[])[];

export interface Ballot {
  readonly stratum: number;
  readonly key: Bytes;
  readonly seq: number;
  readonly choice: Choice;
  readonly prepared: Bytes;
  readonly token: Bytes;
  readonly body: Bytes;
  readonly signature: Bytes;
}

/** What is to be signed blindly: 81 bytes. */
export function writeToken(manifest: Manifest, stratum: number, key: Bytes): Bytes {
  return concat(TOKEN_TAG, manifest.hash, number(stratum, 2), key);
}

/** The body in its one form, of the length that all bodies of this poll have; lawful ones only. */
export function writeBody(manifest: Manifest, seq: number, choice: Choice): Bytes {
  const count = number(manifest.questions.length, 1);
  const parts = [BODY_TAG, manifest.hash, number(seq, 4), count];
  for (const marks of choice) {
    parts.push(number(marks.length, 2));
    for (const [option, weight] of marks) parts.push(number(option, 2), number(weight, 4));
  }
  const written = concat(...parts);
  demand(written.length <= manifest.bodyLength, "body-marks", "more marks than have room");
  const data = new Uint8Array(manifest.bodyLength).fill(PAD);
  data.set(written);
  const found = readBody(manifest, data);
  const isSaid = found.seq === seq && JSON.stringify(found.choice) === JSON.stringify(choice);
  demand(isSaid, "body-form", "marks that cannot be written");
  return data;
}

/** What a body says; refused unless it is a lawful ballot of this very poll. */
export function readBody(manifest: Manifest, data: Bytes): { seq: number; choice: Choice } {
  demand(data.length === manifest.bodyLength, "body-length", "another length");
  const view = viewOf(data);
  demand(equal(data.subarray(0, 16), BODY_TAG), "body-tag", "no ballot of this version");
  demand(equal(data.subarray(16, 48), manifest.hash), "body-manifest", "of another poll");
  const seq = view.getUint32(48);
  demand(seq >= 1, "body-seq", "numbers begin with 1");
  const isCount = view.getUint8(52) === manifest.questions.length;
  demand(isCount, "body-questions", "another number of questions");
  return { seq, choice: readChoice(manifest, data) };
}

function readChoice({ questions }: Manifest, data: Bytes): Choice {
  const view = viewOf(data);
  const choice = [];
  let place = HEAD_LENGTH;
  for (const question of questions) {
    // That the longest lawful ballot fits, the manifest says: a shorter one cannot end too early.
    const count = view.getUint16(place);
    demand(count <= question.max, "body-marks", `${question.max} marks at most are expected`);
    place += 2;
    const marks: Mark[] = [];
    for (const end = place + 6 * count; place < end; place += 6)
      marks.push([view.getUint16(place), view.getUint32(place + 2)]);
    checkMarks(question, marks);
    choice.push(marks);
  }
  const isPadded = data.subarray(place).every((byte) => byte === PAD);
  demand(isPadded, "body-padding", "something stands after the last question");
  // Where a question is required and nothing is marked, that is its answer.
  const isAnswer = choice.some((marks) => marks.length) || questions.some((one) => one.required);
  demand(isAnswer, "body-empty", "nothing is marked at all");
  return choice;
}

/** Whether these marks may stand; refused with the name of the first rule that is broken. */
export function checkMarks(question: Question, marks: readonly Mark[]): void {
  const options = marks.map(([option]) => option);
  const weights = marks.map(([, weight]) => weight);
  const isInOrder = options.every(
    (one, at) => one > (at ? (options[at - 1] as number) : -1) && one < question.options.length,
  );
  demand(isInOrder, "body-options", "options not ascending, or none of the question's");
  const count = options.length;
  demand(count <= question.max, "body-marks", `${question.max} marks at most are expected`);
  if (options.some((one) => question.alone.includes(one)))
    demand(count === 1, "body-alone", "an option that stands alone has company");
  else {
    const isEnough = count >= question.min || (count === 0 && !question.required);
    demand(isEnough, "body-marks", `${question.min} marks at least are expected`);
  }
  const isWeighed = areWeights(question, weights);
  demand(isWeighed, "body-weights", `weights that a question of ${question.kind} has not`);
  const cost = options.reduce((sum, one) => sum + (question.costs[one] ?? 0), 0);
  const isPaid = !question.budget || cost <= question.budget;
  demand(isPaid, "body-budget", `what is marked may cost ${question.budget} at most`);
  for (const rivals of question.rivals) {
    const isOne = options.filter((one) => rivals.includes(one)).length <= 1;
    demand(isOne, "body-rivals", "of rivals one at most may be marked");
  }
}

function areWeights(question: Question, weights: readonly number[]): boolean {
  if (question.kind === "ranking")
    return [...weights].sort((one, other) => one - other).every((weight, at) => weight === at + 1);
  if (question.kind !== "points") return weights.every((weight) => weight === 1);
  const each = question.max_each || question.total;
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.every((one) => one > 0 && one <= each) && sum <= question.total;
}

/** A whole ballot, ready to be dropped, by the voter's key of this poll. */
export function signBallot(prepared: Bytes, token: Bytes, body: Bytes, seed: Bytes): Bytes {
  return concat(Uint8Array.of(BALLOT), prepared, token, body, sign(seed, body));
}

/** The ballot in an entry, its signatures not checked yet. */
export function readBallot(manifest: Manifest, entry: Bytes): Ballot {
  const start = 1 + PREPARED_SIZE + TOKEN_SIZE;
  const end = start + manifest.bodyLength;
  demand(entry.length === end + SIGNATURE_SIZE, "ballot-length", "another length");
  demand(entry[0] === BALLOT, "entry-type", "no ballot");
  const prepared = entry.subarray(1, 1 + PREPARED_SIZE);
  demand(equal(prepared.subarray(32, 47), TOKEN_TAG), "token-tag", "no token of this version");
  const isOurs = equal(prepared.subarray(47, 79), manifest.hash);
  demand(isOurs, "token-manifest", "a token of another poll, or of another manifest");
  const stratum = viewOf(prepared).getUint16(79);
  const isKnown = manifest.strata.some((one) => one.id === stratum);
  demand(isKnown, "token-stratum", "no such stratum in this poll");
  const body = entry.subarray(start, end);
  return {
    stratum,
    key: prepared.subarray(81),
    ...readBody(manifest, body),
    prepared,
    token: entry.subarray(1 + PREPARED_SIZE, start),
    body,
    signature: entry.subarray(end),
  };
}
