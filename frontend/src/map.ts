// The map bundle, loaded on demand. Areas are our own GeoJSON; foreign tiles only where the town
// set an address.
import L from "leaflet";
import { addDrawing } from "./draw";
import { followChoice } from "./pins";
import type { Feature, FeatureCollection } from "geojson";

interface Pin {
  marker: L.Marker;
  item: HTMLElement | null;
}

const PADDING: L.PointTuple = [18, 18];
const NAME_GAP = 8;

async function geojson(address: string): Promise<FeatureCollection> {
  const answer = await fetch(address, {
    headers: { Accept: "application/geo+json, application/json" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as FeatureCollection;
}

function property(feature: Feature | undefined, name: string): string {
  const value = (feature?.properties as Record<string, unknown> | null)?.[name];
  return value === undefined || value === null ? "" : String(value);
}

function sign(className: string, text = ""): L.DivIcon {
  const box = document.createElement("span");
  box.className = className;
  box.textContent = text;
  return L.divIcon({ html: box, className: "", iconSize: [40, 40], iconAnchor: [20, 20] });
}

/** A popup of plain text: what the server sends is never read as markup. */
function card(title: string, text: string, url: string): HTMLElement {
  const box = document.createElement("div");
  const heading = document.createElement(url.startsWith("/") ? "a" : "b");
  heading.textContent = title;
  if (heading instanceof HTMLAnchorElement) heading.href = url;
  box.append(heading);
  if (text) box.append(document.createElement("br"), text);
  return box;
}

function areaClass(feature: Feature | undefined): string {
  const kind = property(feature, "kind");
  if (kind === "water") return "map-area water";
  if (kind === "town") return "map-area town";
  return kind === "river" || kind === "road" ? "map-line" : "map-area";
}

/** River, parks, works, roads under everything: our own drawing, no tile server is asked. */
async function addGround(map: L.Map, element: HTMLElement): Promise<void> {
  const address = element.dataset["ground"];
  if (!address) return;
  L.geoJSON(await geojson(address), {
    style: (feature) => ({
      className: `map-ground ${property(feature, "kind")}`,
      interactive: false,
    }),
  }).addTo(map);
}

/** Areas of the town; each may stand for a checkbox or radio of the form (data-areas). */
async function addAreas(map: L.Map, element: HTMLElement): Promise<L.LatLngBounds | null> {
  const address = element.dataset["outline"];
  if (!address) return null;
  const field = element.dataset["areas"];
  const layer = L.geoJSON(await geojson(address), {
    filter: (feature) => feature.geometry?.type !== "Point",
    style: (feature) => ({ className: areaClass(feature), interactive: Boolean(field) }),
    onEachFeature: (feature, shape) => {
      // The town's own name over its districts' names would only hide them.
      const name = property(feature, "kind") === "town" ? "" : property(feature, "name");
      if (name) {
        shape.bindTooltip(document.createTextNode(name) as unknown as HTMLElement, {
          permanent: true,
          direction: "center",
          className: "label",
        });
      }
      if (field) bindArea(shape as L.Path, field, property(feature, "id"));
    },
  }).addTo(map);
  const bounds = layer.getBounds();
  return bounds.isValid() ? bounds : null;
}

function bindArea(shape: L.Path, field: string, id: string): void {
  const query = `input[name="${CSS.escape(field)}"]`;
  const inputs = [...document.querySelectorAll<HTMLInputElement>(query)];
  const own = inputs.find((input) => input.value === id);
  if (!own) return;
  const show = (): void => {
    shape.getElement()?.classList.toggle("on", own.checked);
  };
  shape.on("add", show);
  shape.on("click", () => own.click());
  for (const input of inputs) input.addEventListener("change", show);
  window.setTimeout(show);
}

/** Pins with their list beside: an item with data-pin="id" and its pin light up together; a polygon
 * is the ground of the item of its id. What is marked in the list bears a tick here. */
async function addPins(map: L.Map, element: HTMLElement): Promise<L.LatLngBounds | null> {
  const address = element.dataset["pins"];
  if (!address) return null;
  const pins: Pin[] = [];
  const light = (chosen: Pin): void => {
    for (const pin of pins) {
      pin.marker.getElement()?.firstElementChild?.classList.toggle("on", pin === chosen);
      pin.item?.classList.toggle("on", pin === chosen);
    }
  };
  const grounds: { item: HTMLElement | null; sign: () => Element | undefined }[] = [];
  const itemOf = (id: string): HTMLElement | null =>
    id ? document.querySelector<HTMLElement>(`[data-pin="${CSS.escape(id)}"]`) : null;
  let number = 0;
  const layer = L.geoJSON(await geojson(address), {
    style: () => ({ className: "map-area site" }),
    onEachFeature: (feature, shape) => {
      if (!(shape instanceof L.Path)) return;
      shape.bindPopup(
        card(property(feature, "title"), property(feature, "text"), property(feature, "url")),
      );
      const item = itemOf(property(feature, "id"));
      grounds.push({ item, sign: () => shape.getElement() });
    },
    pointToLayer: (feature, point) => {
      const title = property(feature, "title") || property(feature, "name");
      const text = property(feature, "number") || String(++number);
      const tone = property(feature, "tone") === "bell" ? "pin bell" : "pin";
      const id = property(feature, "id") || String(feature.id ?? "");
      const marker = L.marker(point, { icon: sign(tone, text), title, alt: title, keyboard: true });
      marker.bindPopup(card(title, property(feature, "text"), property(feature, "url")));
      const pin = { marker, item: itemOf(id) };
      pins.push(pin);
      marker.on("click", () => {
        light(pin);
        pin.item?.scrollIntoView({ block: "nearest" });
      });
      for (const event of ["focusin", "mouseenter"])
        pin.item?.addEventListener(event, () => light(pin));
      return marker;
    },
  }).addTo(map);
  const signs = pins.map(({ item, marker }) => ({
    item,
    sign: () => marker.getElement()?.firstElementChild,
    lift: (chosen: boolean) => marker.setZIndexOffset(chosen ? 10_000 : 0),
  }));
  followChoice([...signs, ...grounds]);
  const bounds = layer.getBounds();
  return bounds.isValid() ? bounds : null;
}

function pinOf(feature: Feature, map: L.Map): L.Marker | null {
  if (feature.geometry?.type !== "Point") return null;
  const [longitude = 0, latitude = 0] = feature.geometry.coordinates;
  const count = property(feature, "count");
  const title = property(feature, "title") || count;
  const marker = L.marker([latitude, longitude], {
    icon: sign(count ? "pin count" : `pin ${property(feature, "tone")}`, count),
    title,
    alt: title,
    keyboard: true,
  });
  if (count) marker.on("click", () => map.setView(marker.getLatLng(), map.getZoom() + 2));
  else marker.bindPopup(card(title, property(feature, "text"), property(feature, "url")));
  return marker;
}

/** Circles from afar and pins from near of what is in sight, asked for anew after each move. */
function addLive(map: L.Map, element: HTMLElement): void {
  const address = element.dataset["live"];
  if (!address) return;
  const layer = L.layerGroup().addTo(map);
  let turn = 0;
  const draw = async (): Promise<void> => {
    const mine = ++turn;
    const seen = map.getBounds();
    const url = new URL(address, document.baseURI);
    const frame = [
      Math.max(-180, seen.getWest()),
      Math.max(-85, seen.getSouth()),
      Math.min(180, seen.getEast()),
      Math.min(85, seen.getNorth()),
    ];
    url.searchParams.set("bbox", frame.map((one) => one.toFixed(5)).join(","));
    const found = await geojson(url.href);
    if (mine !== turn) return;
    layer.clearLayers();
    for (const feature of found.features) {
      const marker = pinOf(feature, map);
      if (marker) layer.addLayer(marker);
    }
    map.fire("drawn");
  };
  map.on("moveend", () => void draw().catch(() => undefined));
  void draw().catch(() => undefined);
}

/** Pick-a-point mode: a click, or the cross in the middle and a button, fills the two fields. */
function addPicking(map: L.Map, element: HTMLElement): void {
  const names = (element.dataset["pick"] ?? "").split(",");
  const [latitudeName = "", longitudeName = "", insteadName = ""] = names;
  const field = (name: string): HTMLInputElement | null =>
    name ? document.querySelector(`input[name="${CSS.escape(name)}"]`) : null;
  const latitude = field(latitudeName);
  const longitude = field(longitudeName);
  const instead = field(insteadName);
  if (!latitude || !longitude) return;
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");
  let marker: L.Marker | null = null;
  const put = (point: L.LatLng, told: boolean): void => {
    marker ??= L.marker(point, { icon: sign("pin point"), draggable: true, keyboard: false })
      .on("dragend", () => marker && put(marker.getLatLng(), true))
      .addTo(map);
    marker.setLatLng(point);
    if (!told) return;
    latitude.value = point.lat.toFixed(6);
    longitude.value = point.lng.toFixed(6);
    const text = (element.dataset["textPicked"] ?? "").replace("{lat}", point.lat.toFixed(5));
    said.textContent = text.replace("{lon}", point.lng.toFixed(5));
    if (instead) instead.value = "";
    for (const input of [latitude, longitude, ...(instead ? [instead] : [])]) {
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const cross = document.createElement("span");
  cross.className = "cross";
  element.append(cross);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second small";
  button.textContent = element.dataset["textPick"] ?? "";
  button.addEventListener("click", () => put(map.getCenter(), true));
  const bar = document.createElement("div");
  bar.className = "actions";
  const { textLocate = "", textLost = "" } = element.dataset;
  if (textLocate && "geolocation" in navigator) {
    const locate = document.createElement("button");
    locate.type = "button";
    locate.className = "button second small";
    locate.textContent = textLocate;
    locate.addEventListener("click", () => map.locate({ setView: true, maxZoom: 17 }));
    map.on("locationfound", (event) => put(event.latlng, true));
    map.on("locationerror", () => {
      said.textContent = textLost;
    });
    bar.append(locate);
  }
  bar.append(button, said);
  element.after(bar);
  map.on("click", (event) => put(event.latlng, true));
  // Who types an address means it, not the point put before.
  instead?.addEventListener("input", () => {
    if (!instead.value) return;
    marker?.remove();
    marker = null;
    latitude.value = longitude.value = said.textContent = "";
  });
  if (latitude.value && longitude.value) {
    put(L.latLng(Number(latitude.value), Number(longitude.value)), false);
  }
}

/** Move a name that the map's edge would cut back inside; none when its area is out of sight. */
function keepInside(label: HTMLElement, frame: DOMRect): void {
  const margin = 6;
  label.style.marginLeft = "";
  const box = label.getBoundingClientRect();
  const middle = (box.left + box.right) / 2;
  if (middle < frame.left || middle > frame.right) return;
  const left = Math.max(0, frame.left + margin - box.left);
  const right = Math.max(0, box.right - frame.right + margin);
  if (left || right) label.style.marginLeft = `${left - right}px`;
}

/** Of names that would lie over each other or over a pin, the later one waits for a closer look. */
function declutter(map: L.Map, element: HTMLElement): void {
  const tidy = (): void => {
    const pins = [...element.querySelectorAll(".leaflet-marker-icon")];
    const taken = pins.map((pin) => pin.getBoundingClientRect());
    const frame = element.getBoundingClientRect();
    for (const label of element.querySelectorAll<HTMLElement>(".leaflet-tooltip.label")) {
      keepInside(label, frame);
      const box = label.getBoundingClientRect();
      const hidden = taken.some(
        (other) =>
          box.left < other.right + NAME_GAP &&
          other.left < box.right + NAME_GAP &&
          box.top < other.bottom &&
          other.top < box.bottom,
      );
      label.classList.toggle("waits", hidden);
      if (!hidden) taken.push(box);
    }
  };
  map.on("zoomend moveend drawn", () => window.setTimeout(tidy, 50));
  window.setTimeout(tidy, 50);
}

function setView(map: L.Map, element: HTMLElement, bounds: (L.LatLngBounds | null)[]): void {
  const [latitude, longitude] = (element.dataset["center"] ?? "").split(",").map(Number);
  const found = bounds.find(Boolean);
  if (latitude !== undefined && longitude !== undefined && Number.isFinite(longitude)) {
    map.setView([latitude, longitude], Number(element.dataset["zoom"]) || 14);
  } else if (found) map.fitBounds(found, { padding: PADDING, maxZoom: 15 });
  else map.setView([55, 37], 5);
}

/** Draw one map into its element. */
export async function start(element: HTMLElement): Promise<void> {
  element.replaceChildren();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomControl: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
    scrollWheelZoom: false, // the wheel scrolls the page; the map has its buttons
    minZoom: 3,
    maxZoom: 18,
    zoomSnap: 0.25,
  });
  map.attributionControl.setPrefix(false);
  const { textIn = "", textOut = "", tiles, attribution } = element.dataset;
  L.control.zoom({ zoomInTitle: textIn, zoomOutTitle: textOut }).addTo(map);
  map.setView([55, 37], 5);
  if (tiles) {
    const words = document.createElement("span");
    words.textContent = attribution ?? "";
    L.tileLayer(tiles, { attribution: words.innerHTML, maxZoom: 19 }).addTo(map);
  }
  await addGround(map, element);
  const areas = await addAreas(map, element);
  const pins = await addPins(map, element);
  setView(map, element, [pins?.pad(0.3) ?? null, areas]);
  addLive(map, element);
  declutter(map, element);
  if (element.dataset["pick"]) addPicking(map, element);
  if (element.dataset["draw"]) addDrawing(map, element);
}
