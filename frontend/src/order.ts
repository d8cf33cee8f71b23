// The order of a ranking as plain data, so that it can be tested without a page.

/** Ids in their places; whatever is not in the list has no place yet. */
export type Order = readonly string[];

/** Put an id at the end; no change when it already has a place. */
export function added(order: Order, id: string): Order {
  return order.includes(id) ? order : [...order, id];
}

/** Take an id out. */
export function removed(order: Order, id: string): Order {
  return order.filter((one) => one !== id);
}

/** Move an id by so many places, within the ends. */
export function moved(order: Order, id: string, by: number): Order {
  const from = order.indexOf(id);
  const to = Math.min(order.length - 1, Math.max(0, from + by));
  if (from < 0 || from === to) return order;
  const rest = removed(order, id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

/** The order that numbers chosen by hand mean; equal numbers keep the order of the page. */
export function ordered(chosen: readonly (readonly [id: string, place: number])[]): Order {
  const placed = chosen.filter(([, place]) => place > 0);
  return [...placed].sort((one, two) => one[1] - two[1]).map(([id]) => id);
}
