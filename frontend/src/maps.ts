// Maps load Leaflet only when one comes into view; a failure leaves the list beside it and says so.

/** What the map's own bundle offers. */
export interface MapModule {
  start(element: HTMLElement): Promise<void>;
}

function addStyle(address: string): Promise<void> {
  if (document.querySelector(`link[href="${CSS.escape(address)}"]`)) return Promise.resolve();
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.addEventListener("load", () => done());
    link.addEventListener("error", () => failed(new Error(address)));
    document.head.append(link);
  });
}

async function load(element: HTMLElement): Promise<void> {
  try {
    const script = new URL(element.dataset["script"] ?? "", document.baseURI).href;
    const [module] = await Promise.all([
      import(script) as Promise<MapModule>,
      addStyle(element.dataset["style"] ?? ""),
    ]);
    await module.start(element);
  } catch {
    const note = document.createElement("p");
    note.className = "map-note";
    note.textContent = element.dataset["textFailed"] ?? "";
    element.replaceChildren(note);
  }
}

/** data-map: see parts/map.html for its attributes. */
export function attachMap(element: HTMLElement): void {
  const watcher = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      void load(element);
    },
    { rootMargin: "300px" },
  );
  watcher.observe(element);
}
