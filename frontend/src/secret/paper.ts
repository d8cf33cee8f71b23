// The ballot paper of a page read into marks. Its fields are named as in every poll of the house:
// `name` for one or several answers, `name-value` for places and points.
import { type Choice, type Mark, checkMarks } from "./ballot";
import { Fault } from "./fault";
import type { Manifest, Question } from "./manifest";

/** A question of the page: values of its options in the order of the manifest. */
export interface Field {
  readonly name: string;
  readonly values: readonly string[];
  /** What a point of the page is in points of the manifest: 100, where roubles are typed. */
  readonly step?: number;
}

/** What a form holds; FormData is one. */
export interface Filled {
  get(name: string): FormDataEntryValue | null;
  getAll(name: string): FormDataEntryValue[];
}

/** A mark that the paper does not allow; `name` is that of the question on the page. */
export class PaperFault extends Fault {
  constructor(
    code: string,
    readonly field: string,
  ) {
    super(code, field);
  }
}

/** The marks of a filled form; PaperFault names the first question whose marks may not stand. */
export function choiceOf(manifest: Manifest, paper: readonly Field[], form: Filled): Choice {
  const { questions } = manifest;
  const isOurs =
    paper.length === questions.length &&
    paper.every((field, at) => field.values.length === questions[at]?.options.length);
  if (!isOurs) throw new Fault("paper-differs", "the page asks other questions than the manifest");
  const choice = questions.map((question, at) => marksOf(question, paper[at] as Field, form));
  if (!choice.some((marks) => marks.length) && !questions.some((one) => one.required))
    throw new PaperFault("body-empty", paper[0]?.name ?? "");
  return choice;
}

function marksOf(question: Question, field: Field, form: Filled): readonly Mark[] {
  try {
    const marks = READERS[question.kind](field, form);
    checkMarks(question, marks);
    return marks;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    throw new PaperFault(fault.code, field.name);
  }
}

const READERS: Record<Question["kind"], (field: Field, form: Filled) => Mark[]> = {
  one: readMarked,
  several: readMarked,
  scale: readMarked,
  ranking: readRanking,
  points: readPoints,
};

function readMarked({ name, values }: Field, form: Filled): Mark[] {
  const found = form.getAll(name).map((value) => values.indexOf(String(value)));
  return [...new Set(found)].sort((one, other) => one - other).map((option) => [option, 1]);
}

/** Whole numbers typed beside the options; an empty field is none. */
function typed({ name, values }: Field, form: Filled, code: string): Mark[] {
  return values.flatMap((value, option): Mark[] => {
    const text = String(form.get(`${name}-${value}`) ?? "").trim();
    if (!text || /^0+$/.test(text)) return [];
    if (!/^[0-9]{1,12}$/.test(text)) throw new Fault(code, "no whole number");
    return [[option, Number(text)]];
  });
}

function readRanking(field: Field, form: Filled): Mark[] {
  const marks = typed(field, form, "rank-form");
  const places = marks.map(([, place]) => place).sort((one, other) => one - other);
  if (new Set(places).size < places.length) throw new Fault("rank-twice", "one place for two");
  if (places.some((place, at) => place !== at + 1)) throw new Fault("rank-gap", "a place left out");
  return marks;
}

function readPoints(field: Field, form: Filled): Mark[] {
  const marks = typed(field, form, "points-form");
  return marks.map(([option, points]) => [option, points * (field.step ?? 1)]);
}
