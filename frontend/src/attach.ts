// Behaviours attach to elements by selector, once each, now and whenever htmx brings new elements.

export type Behaviour = readonly [selector: string, attach: (element: HTMLElement) => void];

const attached = new WeakMap<Element, Set<string>>();

function once(element: HTMLElement, selector: string): boolean {
  const known = attached.get(element) ?? new Set<string>();
  attached.set(element, known);
  if (known.has(selector)) return false;
  known.add(selector);
  return true;
}

/** Attach every behaviour to the root and all inside it that has not got it yet. */
export function attachAll(root: ParentNode & Node, behaviours: readonly Behaviour[]): void {
  for (const [selector, attach] of behaviours) {
    const found = [...root.querySelectorAll<HTMLElement>(selector)];
    if (root instanceof HTMLElement && root.matches(selector)) found.unshift(root);
    for (const element of found) if (once(element, selector)) attach(element);
  }
}

/** Fill `{name}` places of a text that the server translated. */
export function fill(text: string | undefined, values: Record<string, string | number>): string {
  return (text ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** «8 214»: thousands parted by a no-break space, as the server writes them. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}

/** An icon of the page's sprite; its address is taken from one already on the page. */
export function icon(name: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  const known = document.querySelector("svg.icon use")?.getAttribute("href") ?? "";
  use.setAttribute("href", `${known.split("#")[0]}#${name}`);
  svg.append(use);
  return svg;
}
