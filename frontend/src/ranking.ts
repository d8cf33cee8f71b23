// Ranking: without this script each answer has a select of places; with it answers are pressed
// in order and moved.
import { fill, icon } from "./attach";
import { type Order, added, moved, ordered, removed } from "./order";

interface Item {
  row: HTMLElement;
  select: HTMLSelectElement;
  title: string;
  place: HTMLElement;
  buttons: Record<"add" | "up" | "down" | "remove", HTMLButtonElement>;
}

function button(sign: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "icon-button";
  made.append(icon(sign));
  return made;
}

function prepare(row: HTMLElement): Item | null {
  const select = row.querySelector("select");
  const name = row.querySelector<HTMLElement>(".name");
  if (!select || !name) return null;
  const place = document.createElement("span");
  place.className = "place";
  place.setAttribute("aria-hidden", "true");
  const buttons = {
    up: button("arrow-up"),
    down: button("arrow-down"),
    remove: button("close"),
    add: button("plus"),
  };
  row.prepend(place);
  row.append(...Object.values(buttons));
  select.hidden = true;
  return { row, select, title: name.firstChild?.textContent?.trim() ?? "", place, buttons };
}

/** Take over one ranking. */
export function attachRanking(element: HTMLElement): void {
  const list = element.querySelector("ol");
  const found = [...element.querySelectorAll<HTMLElement>("[data-rank-item]")].map(prepare);
  const items = new Map(found.flatMap((item) => (item ? [[item.select.name, item] as const] : [])));
  if (!list || !items.size) return;
  const partial = "partial" in element.dataset;
  const text = (name: string): string | undefined => element.dataset[name];
  // Each select offers an empty place and as many places as may be given.
  const limit = Math.max(...[...items.values()].map((item) => item.select.options.length - 1));
  let order: Order = [];

  const show = (): void => {
    const all = [...order, ...[...items.keys()].filter((id) => !order.includes(id))];
    for (const id of all) {
      const item = items.get(id);
      if (!item) continue;
      const place = order.indexOf(id) + 1;
      const { up, down, remove, add } = item.buttons;
      item.select.value = place ? String(place) : "";
      item.row.classList.toggle("out", !place);
      item.place.textContent = place ? String(place) : "";
      add.hidden = place > 0 || order.length >= limit;
      up.hidden = down.hidden = !place;
      remove.hidden = !place || !partial;
      up.setAttribute("aria-disabled", String(place === 1));
      down.setAttribute("aria-disabled", String(place === order.length));
      const named = { title: item.title, n: order.length + 1 };
      up.setAttribute("aria-label", fill(text("textUp"), named));
      down.setAttribute("aria-label", fill(text("textDown"), named));
      remove.setAttribute("aria-label", fill(text("textRemove"), named));
      add.setAttribute("aria-label", fill(text("textAdd"), named));
      list.append(item.row);
    }
  };

  const change = (id: string, next: Order, focus: keyof Item["buttons"]): void => {
    order = next;
    show();
    const item = items.get(id);
    if (!item) return;
    const wanted = item.buttons[focus].hidden ? item.buttons.up : item.buttons[focus];
    (wanted.hidden ? item.buttons.add : wanted).focus();
    const said = element.querySelector("[data-rank-said]");
    const place = order.indexOf(id) + 1;
    if (said) said.textContent = fill(text("textPlace"), { title: item.title, n: place || "—" });
    item.select.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const fromSelects = (): void => {
    order = ordered([...items].map(([id, item]) => [id, Number(item.select.value)] as const));
    show();
  };

  for (const [id, item] of items) {
    item.buttons.add.addEventListener("click", () => change(id, added(order, id), "up"));
    item.buttons.up.addEventListener("click", () => change(id, moved(order, id, -1), "up"));
    item.buttons.down.addEventListener("click", () => change(id, moved(order, id, 1), "down"));
    item.buttons.remove.addEventListener("click", () => change(id, removed(order, id), "add"));
    item.row.querySelector(".name")?.addEventListener("click", () => {
      if (!order.includes(id) && order.length < limit) change(id, added(order, id), "up");
    });
    item.select.addEventListener("change", fromSelects); // a restored draft
  }
  for (const hint of element.querySelectorAll<HTMLElement>("[data-with-script]"))
    hint.hidden = false;
  for (const hint of element.querySelectorAll<HTMLElement>("[data-without-script]"))
    hint.hidden = true;
  fromSelects();
}
