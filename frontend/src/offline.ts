// What a page says when the device has no line, and what it offers then.

import { hasDraft } from "./drafts";
import { answers } from "./line";

/** Show the banner by the browser's own word; above a kept page it stands from the start. */
export function attachOffline(banner: HTMLElement): void {
  const isKept = "kept" in document.documentElement.dataset;
  const show = (part: string, is: boolean): void => {
    const found = banner.querySelector<HTMLElement>(`[data-when-${part}]`);
    if (found) found.hidden = !is;
  };
  const tell = (): void => {
    banner.hidden = navigator.onLine && !isKept;
    show("gone", !navigator.onLine || !isKept);
    show("back", navigator.onLine && isKept);
    show("live", !isKept);
    show("kept", isKept);
  };
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
  // The worker answered for a server that does not: the line may be there, the page is still old.
  if (isKept) show("gone", true), show("back", false);
}

/** Ask for the worker that keeps what was read; without it the pages work as before. */
export function keepPages(): void {
  if (!("serviceWorker" in navigator)) return;
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined);
  });
}

/** Say what is so on the page that stands in for one the device has not kept. */
export function attachOfflinePage(page: HTMLElement): void {
  const show = (part: string, is: boolean): void => {
    const found = page.querySelector<HTMLElement>(`[data-when-${part}]`);
    if (found) found.hidden = !is;
  };
  const isMissing = "kept" in document.documentElement.dataset;
  const isTyped = isMissing && hasDraft(location.pathname);
  show("live", !isMissing);
  show("missing", isMissing);
  show("typed", isTyped);
  const again = page.querySelector<HTMLAnchorElement>("[data-again]");
  if (again) again.href = location.href;
  // The browser's own word may come too early, and a page that leaves takes the next press along.
  window.addEventListener("online", () => {
    if (isMissing) void answers().then((isThere) => isThere && location.reload());
  });
  const instead = isMissing ? page.querySelector<HTMLElement>("[data-instead]") : null;
  void listKept(page.querySelector<HTMLElement>("[data-kept-pages]"), instead).then((count) => {
    show("some", count > 0);
    show("none", count === 0 && !isTyped);
  });
}

/**
 * List the pages this device has kept, the newest first; how many there are. One that says
 * data-instead-of="the address asked for" does without a line what that page does: it comes first.
 */
async function listKept(
  section: HTMLElement | null,
  instead: HTMLElement | null,
): Promise<number> {
  const list = section?.querySelector<HTMLElement>(".stack");
  if (!section || !list || !("caches" in window)) return 0;
  const pages = await caches.open("pages");
  const seen = new Set<string>();
  for (const request of [...(await pages.keys())].reverse()) {
    const path = new URL(request.url).pathname;
    const found = await pages.match(request, { ignoreVary: true });
    // Of one page asked in several ways the newest is enough.
    if (!found || path === "/offline/" || seen.has(path)) continue;
    seen.add(path);
    const read = new DOMParser().parseFromString(await found.text(), "text/html");
    list.append(card(request.url, read, found.headers.get("X-Kept-At") ?? ""));
    if (instead) offer(instead, request.url, read);
    section.hidden = false;
  }
  return list.children.length;
}

function offer(instead: HTMLElement, address: string, read: Document): void {
  const { insteadOf, insteadText } =
    read.querySelector<HTMLElement>("[data-instead-of]")?.dataset ?? {};
  const link = instead.querySelector("a");
  if (!link || !insteadOf || !insteadText || !location.pathname.startsWith(insteadOf)) return;
  link.href = address;
  link.textContent = insteadText;
  instead.hidden = false;
}

function card(address: string, read: Document, at: string): HTMLElement {
  const link = document.createElement("a");
  link.href = address;
  // A title says of what the page is: «Явка по часам: Какие скамейки поставить?» — and whose.
  link.textContent = read.title.split(" — ").slice(0, -1).join(" — ") || read.title;
  const title = document.createElement("h3");
  title.className = "title";
  title.append(link);
  const when = document.createElement("p");
  when.className = "muted";
  // Browsers know no Tatar months: digits are the same in every language.
  when.textContent = new Date(at).toLocaleString("ru", { dateStyle: "short", timeStyle: "short" });
  const whole = document.createElement("article");
  whole.className = "card whole";
  whole.append(title, when);
  return whole;
}
