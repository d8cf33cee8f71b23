// The worker of the counter: its tablet page opens without a network. It keeps that page and the
// files it needs, and touches nothing else; sheets are kept by the page itself.
export {};

interface Kept {
  waitUntil(promise: Promise<unknown>): void;
}
interface Fetched extends Kept {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Kept {
  data: { page: string; files: string[] };
  ports: readonly MessagePort[];
}

const worker = self as unknown as {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: string, act: (event: never) => void): void;
};
const CACHE = "veche-counter";
const PAGE = /^\/office\/counter\/[^/]+\/tablet\/$/;
const SLOW_MS = 6000;

worker.addEventListener("install", (event: Kept) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event: Kept) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (event: Told) => {
  const { page, files } = event.data;
  const done = keep(page, files).then(() => event.ports[0]?.postMessage("ready"));
  event.waitUntil(done.catch(() => undefined));
});

worker.addEventListener("fetch", (event: Fetched) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(page(request));
  else if (pathname.startsWith("/static/dist/")) event.respondWith(file(request));
});

/** Keep a page with its files; of older builds' files nothing stays. */
async function keep(page: string, files: string[]): Promise<void> {
  if (!PAGE.test(page)) return;
  const cache = await caches.open(CACHE);
  const answer = await fetch(page, { redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  await cache.put(page, answer);
  const wanted = files.map((name) => new URL(name).pathname);
  for (const name of wanted) if (!(await cache.match(name))) await cache.add(name);
  for (const known of await cache.keys()) {
    const { pathname } = new URL(known.url);
    if (pathname.startsWith("/static/") && !wanted.includes(pathname)) await cache.delete(known);
  }
}

/** The newest page while there is a network, else the kept one. */
async function page(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), SLOW_MS);
  try {
    return await fetch(request, { signal: slow.signal });
  } catch (trouble) {
    const kept = await (await caches.open(CACHE)).match(pathname);
    if (kept) return kept;
    throw trouble;
  } finally {
    clearTimeout(timer);
  }
}

/** Names carry the hash of what they hold, so a kept file is the right one. */
async function file(request: Request): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(new URL(request.url).pathname);
  return kept ?? fetch(request);
}
