// How many characters are left, counted as the server does (code points, line breaks as one).
import { fill, grouped } from "./attach";

/** Length of a text as Python's len() finds it once the browser's line breaks are made one. */
export function lengthOf(text: string): number {
  return [...text.replace(/\r\n/g, "\n")].length;
}

/** data-counter-for="id" data-counter-limit="2000" data-text="… {n}" data-text-over="… {n}" */
export function attachCounter(element: HTMLElement): void {
  const field = document.getElementById(element.dataset["counterFor"] ?? "");
  const limit = Number(element.dataset["counterLimit"]);
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) || !limit)
    return;
  const tell = (): void => {
    const left = limit - lengthOf(field.value);
    element.classList.toggle("over", left < 0);
    const text = left < 0 ? element.dataset["textOver"] : element.dataset["text"];
    element.textContent = fill(text, { n: grouped(Math.abs(left)) });
  };
  field.addEventListener("input", tell);
  field.addEventListener("change", tell);
  tell();
}
