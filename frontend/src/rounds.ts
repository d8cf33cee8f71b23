// The rounds of a count, one after the other: a picture of the money beside the table that says the
// same. Nothing is known here that the table does not hold.
import { fill } from "./attach";
import { roubles } from "./cart";

const SPACE = "http://www.w3.org/2000/svg";
const PAUSE = 1600;

export interface Part {
  x: number;
  width: number;
}

/** Where the money of each round lies on a bar of a hundred; what exceeds it is cut off. */
export function partsOf(budget: number, costs: readonly number[]): Part[] {
  let spent = 0;
  return costs.map((cost) => {
    const x = Math.min(100, (100 * spent) / budget);
    spent += cost;
    return { x, width: Math.min(100, (100 * spent) / budget) - x };
  });
}

/** The round after this many, within the beginning (0) and the last. */
export function stepped(now: number, by: number, last: number): number {
  return Math.max(0, Math.min(last, now + by));
}

function words(element: HTMLElement): string {
  return (element.innerText || element.textContent || "").replace(/\s+/g, " ").trim();
}

/** data-rounds: see budgeting/_rounds.html. */
export function attachRounds(element: HTMLElement): void {
  const stage = element.querySelector<HTMLElement>(".rounds-stage");
  const rows = [...element.querySelectorAll<HTMLElement>("[data-round]")];
  const bar = stage?.querySelector("svg.rounds-bar");
  const part = (name: string): HTMLElement | null =>
    stage?.querySelector<HTMLElement>(`[data-${name}]`) ?? null;
  const play = part("play");
  const [back, forth] = [part("back"), part("forth")] as HTMLButtonElement[];
  if (!stage || !bar || !play || !back || !forth || !rows.length) return;
  const budget = Number(element.dataset["budget"]);
  const rects = partsOf(
    budget,
    rows.map((row) => Number(row.dataset["cost"])),
  ).map(({ x, width }, place) => {
    const rect = document.createElementNS(SPACE, "rect");
    rect.setAttribute("x", x.toFixed(2));
    rect.setAttribute("width", width.toFixed(2));
    rect.setAttribute("height", "10");
    rect.setAttribute("class", place % 2 ? "part even" : "part");
    bar.append(rect);
    return rect;
  });
  let now = 0;
  let timer = 0;
  const put = (name: string, text: string): void => {
    const found = part(name);
    if (found) found.textContent = text;
  };
  const show = (): void => {
    const row = rows[now - 1];
    const text = now ? element.dataset["textStep"] : element.dataset["textStart"];
    put("step", fill(text, { n: now, all: rows.length }));
    const left = row ? Number(row.dataset["moneyLeft"]) : budget;
    put("left", fill(element.dataset["textLeft"], { n: roubles(left) }));
    const title = row?.querySelector<HTMLElement>("[data-title]");
    put("name", title ? words(title) : "");
    const facts = [...(row?.querySelectorAll<HTMLElement>("[data-fact]") ?? [])];
    put("facts", facts.map((one) => `${one.dataset["label"]}: ${words(one)}`).join(" · "));
    rects.forEach((rect, place) => rect.classList.toggle("on", place < now));
    rows.forEach((one, place) => one.classList.toggle("on", place === now - 1));
    back.disabled = now === 0;
    forth.disabled = now === rows.length;
  };
  const stop = (): void => {
    window.clearInterval(timer);
    timer = 0;
    play.textContent = play.dataset["textPlay"] ?? "";
  };
  const go = (by: number): void => {
    now = stepped(now, by, rows.length);
    show();
    if (now === rows.length) stop();
  };
  back.addEventListener("click", () => {
    stop();
    go(-1);
  });
  forth.addEventListener("click", () => {
    stop();
    go(1);
  });
  play.addEventListener("click", () => {
    if (timer) {
      stop();
      return;
    }
    if (now === rows.length) now = 0;
    play.textContent = play.dataset["textStop"] ?? "";
    timer = window.setInterval(() => go(1), PAUSE);
    go(1);
  });
  stage.hidden = false;
  show();
}
