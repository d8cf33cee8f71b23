// What a recount found, and the same in lines.

export interface Count {
  readonly origin: string;
  readonly hash: string;
  readonly logKey: string;
  readonly size: number;
  readonly voters: number;
  readonly strata: readonly { label: string; ballots: number; issued: number; eligible: number }[];
  readonly questions: readonly {
    id: string;
    options: readonly { option: string; votes: number; points: number }[];
  }[];
}

/** The lines that `recount.py` prints. */
export function linesOf(count: Count): string[] {
  const lines = [`${count.origin}: ${count.voters} voters, log of ${count.size} entries`];
  lines.push(`manifest ${count.hash}`, `log key ${count.logKey}`);
  for (const { label, ballots, issued, eligible } of count.strata)
    lines.push(`${label}: ${ballots} ballots of ${issued} issued, ${eligible} eligible`);
  for (const { id, options } of count.questions) {
    lines.push(id);
    for (const { option, votes, points } of options)
      lines.push(`  ${option}: ${votes} votes${points ? `, ${points} points` : ""}`);
  }
  return lines;
}
