// A cart of projects: what is marked, what is left of the money, what no longer fits; of projects
// that exclude each other one at most stays marked.
import { fill, grouped } from "./attach";

export interface Item {
  price: number;
  marked: boolean;
}

/** Kopecks left, and for each item whether it can still be marked. */
export function reckon(budget: number, items: readonly Item[]): { left: number; fits: boolean[] } {
  const spent = items.reduce((sum, item) => sum + (item.marked ? item.price : 0), 0);
  const left = budget - spent;
  return { left, fits: items.map((item) => item.marked || item.price <= left) };
}

/** Roubles of kopecks, with both digits of a broken one. */
export function roubles(kopecks: number): string {
  const rest = kopecks % 100;
  const whole = grouped(Math.trunc(kopecks / 100));
  return rest ? `${whole},${String(rest).padStart(2, "0")}` : whole;
}

/** Take over the projects of one fund. */
export function attachCart(element: HTMLElement): void {
  const budget = Number(element.dataset["budget"]);
  const boxes = [...element.querySelectorAll<HTMLInputElement>("input[data-price]")];
  const total = element.querySelector<HTMLElement>(".cart-total");
  const output = total?.querySelector("output");
  if (!total || !output || !budget) return;
  const tell = (): void => {
    const items = boxes.map((box) => ({
      price: Number(box.dataset["price"]),
      marked: box.checked,
    }));
    const { left, fits } = reckon(budget, items);
    const text = left < 0 ? element.dataset["textOver"] : element.dataset["textLeft"];
    output.textContent = fill(text, { n: roubles(Math.abs(left)) });
    total.classList.toggle("over", left < 0);
    const width = Math.min(100, (100 * (budget - left)) / budget);
    total.querySelector(".fill")?.setAttribute("width", width.toFixed(2));
    boxes.forEach((box, place) =>
      box.closest(".option")?.classList.toggle("unaffordable", !fits[place]),
    );
  };
  element.addEventListener("change", (event) => {
    const pressed = event.target as HTMLInputElement;
    const word = pressed.dataset["rivals"];
    if (pressed.checked && word) {
      for (const box of boxes) {
        if (box !== pressed && box.dataset["rivals"] === word) box.checked = false;
      }
    }
    tell();
  });
  tell();
}
