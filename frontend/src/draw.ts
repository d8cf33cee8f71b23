// Drawing a polygon: a click, or the cross in the middle and a button, puts the next corner. The
// textarea is its twin: what is pasted there is drawn, what is drawn stands there.
import L from "leaflet";
import { fill } from "./attach";
import { type Corner, cornersOf, ringText } from "./ring";

/** data-draw: the name of the textarea; the words come from the same element. */
export function addDrawing(map: L.Map, element: HTMLElement): void {
  const name = element.dataset["draw"] ?? "";
  const field = document.querySelector<HTMLTextAreaElement>(`textarea[name="${CSS.escape(name)}"]`);
  if (!field) return;
  let corners: Corner[] = cornersOf(field.value);
  const drawn = L.layerGroup().addTo(map);
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");
  const show = (): void => {
    drawn.clearLayers();
    const points = corners.map(([lat, lon]) => L.latLng(lat, lon));
    const shape = { className: "map-area site", interactive: false };
    (points.length < 3 ? L.polyline(points, shape) : L.polygon(points, shape)).addTo(drawn);
    for (const point of points)
      L.circleMarker(point, { radius: 5, className: "corner", interactive: false }).addTo(drawn);
    const n = corners.length;
    said.textContent = n ? fill(element.dataset["textCorners"], { n }) : "";
  };
  const put = (next: Corner[]): void => {
    corners = next;
    field.value = ringText(corners);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  };
  const add = (point: L.LatLng): void => put([...corners, [point.lat, point.lng]]);
  const cross = document.createElement("span");
  cross.className = "cross";
  element.append(cross);
  const bar = document.createElement("div");
  bar.className = "actions";
  const button = (text: string | undefined, act: () => void): void => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button second small";
    made.textContent = text ?? "";
    made.addEventListener("click", act);
    bar.append(made);
  };
  button(element.dataset["textCorner"], () => add(map.getCenter()));
  button(element.dataset["textUndo"], () => put(corners.slice(0, -1)));
  button(element.dataset["textClear"], () => put([]));
  bar.append(said);
  element.after(bar);
  map.on("click", (event) => add(event.latlng));
  field.addEventListener("change", () => {
    corners = cornersOf(field.value);
    show();
    if (corners.length) map.fitBounds(L.latLngBounds([...corners].map(([a, b]) => [a, b])));
  });
  show();
  if (corners.length > 2) map.fitBounds(L.latLngBounds(corners.map(([a, b]) => [a, b])).pad(0.5));
}
