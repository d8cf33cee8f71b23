/** A message of the protocol that is not what it must be; `code` is the box's own name for it. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    words: string,
  ) {
    super(`${code}: ${words}`);
    this.name = "Fault";
  }
}

/** What a server refused, in its own words for people; "" where it said none. */
export class Refusal extends Fault {
  constructor(
    code: string,
    readonly said: string,
  ) {
    super(code, said);
  }
}

export function demand(holds: boolean, code: string, words: string): asserts holds {
  if (!holds) throw new Fault(code, words);
}
