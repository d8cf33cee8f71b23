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
// The server reads two million bytes at once; a form's text is plain ASCII.
const ROOM = 1_000_000;

/** The digits of a number however it was typed or scanned. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** Sheets in the order they were typed, in parts that one request carries. */
export function batches(sheets: readonly Sheet[], size = BATCH, room = ROOM): Sheet[][] {
  const order = [...sheets].sort((one, other) => one.at - other.at);
  const parts: Sheet[][] = [];
  let taken = 0;
  for (const sheet of order) {
    const last = parts.at(-1);
    if (last && last.length < size && taken + sheet.body.length <= room) {
      last.push(sheet);
      taken += sheet.body.length;
    } else {
      parts.push([sheet]);
      taken = sheet.body.length;
    }
  }
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
