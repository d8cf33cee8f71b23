// Splitting a budget: the running total, and a bar for each part.
import { fill, grouped } from "./attach";

export interface Balance {
  used: number;
  left: number;
  state: "left" | "over" | "even";
}

/** What is left of a total after these parts; anything that is not a number counts as nothing. */
export function balance(total: number, parts: readonly number[]): Balance {
  const used = parts.reduce(
    (sum, part) => sum + (Number.isFinite(part) ? Math.max(0, part) : 0),
    0,
  );
  const left = total - used;
  return { used, left, state: left > 0 ? "left" : left < 0 ? "over" : "even" };
}

function setBar(bar: Element | null | undefined, value: number, total: number): void {
  const width = total ? Math.min(100, (100 * value) / total) : 0;
  bar?.querySelector(".fill")?.setAttribute("width", width.toFixed(2));
}

/** Take over one split question. */
export function attachSplit(element: HTMLElement): void {
  const total = Number(element.dataset["total"]);
  const inputs = [...element.querySelectorAll<HTMLInputElement>('.part input[type="number"]')];
  const sum = element.querySelector<HTMLElement>(".total");
  const output = sum?.querySelector("output");
  if (!sum || !output || !total) return;
  const tell = (): void => {
    const { used, left, state } = balance(
      total,
      inputs.map((input) => Number(input.value)),
    );
    const text = { left: "textLeft", over: "textOver", even: "textEven" }[state];
    output.textContent = fill(element.dataset[text], { n: grouped(Math.abs(left)) });
    sum.classList.toggle("over", state === "over");
    sum.classList.toggle("even", state === "even");
    setBar(sum, used, total);
    for (const input of inputs) setBar(input.closest(".part"), Number(input.value), total);
  };
  element.addEventListener("input", tell);
  element.addEventListener("change", tell);
  tell();
}
