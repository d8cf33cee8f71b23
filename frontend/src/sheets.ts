// What a tablet keeps of a typed sheet, and what becomes of it when the server has answered.

export interface Sheet {
  key: string;
  poll: string;
  clerk: string;
  number: string;
  body: string;
  at: number;
  why: string;
}

export interface Answer {
  key: string;
  state: "kept" | "refused";
  why?: string;
}

const BATCH = 25;

/** The digits of a number however it was typed or scanned. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** Sheets in the order they were typed, in parts that one request carries. */
export function batches(sheets: readonly Sheet[], size = BATCH): Sheet[][] {
  const order = [...sheets].sort((one, other) => one.at - other.at);
  const parts: Sheet[][] = [];
  for (let from = 0; from < order.length; from += size) parts.push(order.slice(from, from + size));
  return parts;
}

/** What is kept may go from the tablet; what is refused stays with its reason; the rest waits. */
export function settle(
  sent: readonly Sheet[],
  answers: readonly Answer[],
): { kept: string[]; refused: Sheet[] } {
  const said = new Map(answers.map((answer) => [answer.key, answer]));
  const kept: string[] = [];
  const refused: Sheet[] = [];
  for (const sheet of sent) {
    const answer = said.get(sheet.key);
    if (answer?.state === "kept") kept.push(sheet.key);
    else if (answer?.state === "refused") refused.push({ ...sheet, why: answer.why || "?" });
  }
  return { kept, refused };
}
