// The service worker: what was read can be read again without a line.
// Pages are always asked of the server first, so no old version can stick. What is kept of a page
// is what an anonymous visitor is shown: the server says which pages these are (X-Offline).

// Written in by the build: names of this build's files, and those every page needs.
declare const BUILT: readonly string[];
declare const NEEDED: readonly string[];

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}
interface Pushed extends Extendable {
  readonly data: { json(): unknown } | null;
}
interface Pressed extends Extendable {
  readonly notification: Notification;
}
interface Page {
  readonly url: string;
  focus(): Promise<unknown>;
}
interface Worker {
  readonly clients: {
    claim(): Promise<void>;
    matchAll(which: { includeUncontrolled: boolean }): Promise<readonly Page[]>;
    openWindow(address: string): Promise<unknown>;
  };
  readonly registration: {
    navigationPreload?: { enable(): Promise<void> };
    showNotification(title: string, options: NotificationOptions): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", act: (event: Extendable) => void): void;
  addEventListener(name: "fetch", act: (event: Fetching) => void): void;
  addEventListener(name: "push", act: (event: Pushed) => void): void;
  addEventListener(name: "notificationclick", act: (event: Pressed) => void): void;
}
const worker = self as unknown as Worker;

const ASSETS = "assets";
const PAGES = "pages";
const PHOTOS = "photos";
const OFFLINE = "/offline/";
const DIST = "/static/dist/";
const PAGES_KEPT = 60;
const PHOTOS_KEPT = 80;
const FRESH = 5 * 60_000;
const PATIENCE = 8_000;

async function install(): Promise<void> {
  const assets = await caches.open(ASSETS);
  await Promise.all(
    NEEDED.map(async (name) => {
      if (!(await assets.match(DIST + name))) await assets.add(DIST + name);
    }),
  );
  await copy(OFFLINE);
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const assets = await caches.open(ASSETS);
  for (const request of await assets.keys()) {
    const name = new URL(request.url).pathname.slice(DIST.length);
    if (!BUILT.includes(name)) await assets.delete(request);
  }
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
  // The page that brought the worker was loaded before it.
  for (const client of await worker.clients.matchAll({ includeUncontrolled: true })) {
    await copy(client.url);
  }
}

/** Keep a page as the server shows it to somebody it does not know. */
async function copy(address: string): Promise<void> {
  try {
    const answer = await fetch(address, { headers: { "X-Offline-Copy": "1" }, redirect: "error" });
    if (answer.headers.get("X-Offline") === "keep") await keep(address, answer);
  } catch {
    // The line is gone or the page is not for everyone: then there is no copy.
  }
}

async function keep(address: string, answer: Response): Promise<void> {
  const pages = await caches.open(PAGES);
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.set("X-Kept-At", new Date().toISOString());
  const key = plain(address);
  await pages.delete(key, { ignoreVary: true });
  await pages.put(key, new Response(await answer.text(), { headers }));
  const others = (await pages.keys()).filter((one) => new URL(one.url).pathname !== OFFLINE);
  for (const old of others.slice(0, -PAGES_KEPT)) await pages.delete(old, { ignoreVary: true });
  const words = await pages.match(OFFLINE, { ignoreVary: true });
  const language = answer.headers.get("Content-Language");
  if (key !== plain(OFFLINE) && words?.headers.get("Content-Language") !== language) {
    await copy(OFFLINE);
  }
}

function plain(address: string): string {
  const url = new URL(address, location.origin);
  url.hash = "";
  return url.href;
}

async function kept(address: string): Promise<Response | undefined> {
  const pages = await caches.open(PAGES);
  const found = await pages.match(plain(address), { ignoreVary: true });
  if (!found) return undefined;
  const text = (await found.text()).replace("<html ", "<html data-kept ");
  return new Response(text, { headers: found.headers });
}

async function page(event: Fetching): Promise<Response> {
  const address = event.request.url;
  const asked = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  const late = new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE));
  try {
    let answer = await Promise.race([asked, late]);
    if (!answer) answer = (await kept(address)) ?? (await asked);
    event.waitUntil(remember(address, answer.clone()));
    return answer;
  } catch (trouble) {
    const found = (await kept(address)) ?? (await kept(OFFLINE));
    if (found) return found;
    throw trouble;
  }
}

async function remember(address: string, answer: Response): Promise<void> {
  const word = answer.headers.get("X-Offline");
  if (answer.headers.has("X-Kept-At")) return;
  if (word === "keep") return keep(address, answer);
  if (word !== "copy") return;
  const pages = await caches.open(PAGES);
  const earlier = await pages.match(plain(address), { ignoreVary: true });
  const age = Date.now() - Date.parse(earlier?.headers.get("X-Kept-At") ?? "1970-01-01");
  if (age > FRESH) await copy(address);
}

async function asset(request: Request): Promise<Response> {
  const assets = await caches.open(ASSETS);
  const found = await assets.match(request, { ignoreVary: true });
  if (found) return found;
  try {
    const answer = await fetch(request);
    const name = new URL(request.url).pathname.slice(DIST.length);
    if (answer.ok && BUILT.includes(name)) await assets.put(request, answer.clone());
    return answer;
  } catch (trouble) {
    // A page kept before an update asks for files of its own time: today's will do.
    const stem = (url: string): string => url.replace(/-[A-Z0-9]{8}(\.\w+)$/, "$1");
    for (const known of await assets.keys()) {
      if (stem(known.url) !== stem(request.url)) continue;
      const twin = await assets.match(known, { ignoreVary: true });
      if (twin) return twin;
    }
    throw trouble;
  }
}

async function photo(request: Request): Promise<Response> {
  const photos = await caches.open(PHOTOS);
  const found = await photos.match(request, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.headers.get("Cache-Control")?.startsWith("public")) {
    await photos.put(request, answer.clone());
    for (const old of (await photos.keys()).slice(0, -PHOTOS_KEPT)) await photos.delete(old);
  }
  return answer;
}

/** Show what the town has sent; the same tag replaces what is shown already, so nothing doubles. */
async function show(event: Pushed): Promise<void> {
  const told = (event.data?.json() ?? {}) as Record<string, unknown>;
  const word = (name: string): string => String(told[name] ?? "");
  await worker.registration.showNotification(word("title"), {
    body: word("text"),
    tag: word("tag"),
    icon: "/icons/192.png",
    data: word("url"),
  });
}

/** To the page that it tells of: one that is open, else a new one. Only ever to this very town. */
async function open(notification: Notification): Promise<void> {
  notification.close();
  const url = new URL(String(notification.data), location.origin);
  const address = url.origin === location.origin ? url.href : location.origin;
  const pages = await worker.clients.matchAll({ includeUncontrolled: true });
  const found = pages.find((one) => one.url === address);
  await (found ? found.focus() : worker.clients.openWindow(address));
}

worker.addEventListener("push", (event) => event.waitUntil(show(event)));
worker.addEventListener("notificationclick", (event) => event.waitUntil(open(event.notification)));
worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith(DIST)) event.respondWith(asset(request));
  else if (/^\/files\/.+\.webp$/.test(url.pathname)) event.respondWith(photo(request));
});
