// The count of a poll, rule `veche-tally/v1`: what each kind of question makes of its marks.
import type { Choice } from "./ballot";
import { demand } from "./fault";
import type { Manifest, Question } from "./manifest";

/** [votes, points] of each option in its order, by question. */
export type Tally = [votes: number, points: number][][];

export function emptyTally({ questions }: Manifest): Tally {
  return questions.map(({ options }) => options.map(() => [0, 0]));
}

/** Add `times` ballots that say the same. */
export function addChoice(tally: Tally, manifest: Manifest, choice: Choice, times: number): void {
  manifest.questions.forEach((question, at) => {
    for (const [option, weight] of choice[at] ?? []) {
      const line = tally[at]?.[option] as [number, number];
      const [votes, points] = added(question, option, weight);
      line[0] += votes * times;
      line[1] += points * times;
      demand(line.every(Number.isSafeInteger), "tally-size", "more than can be added up exactly");
    }
  });
}

function added(question: Question, option: number, weight: number): [number, number] {
  if (question.kind === "ranking") {
    if (question.alone.includes(option)) return [1, 0];
    return [weight === 1 ? 1 : 0, question.options.length - question.alone.length - weight];
  }
  if (question.kind === "scale") return [1, Number(question.options[option])];
  return [1, question.kind === "points" ? weight : 0];
}
