// A polygon as corners in their order, and as the GeoJSON that stands in a field. Pure.

export type Corner = readonly [latitude: number, longitude: number];

/** The polygon of these corners, closed; nothing while there are fewer than three. */
export function ringText(corners: readonly Corner[]): string {
  const [first] = corners;
  if (!first || corners.length < 3) return "";
  const ring = [...corners, first].map(([lat, lon]) => [
    Number(lon.toFixed(6)),
    Number(lat.toFixed(6)),
  ]);
  return JSON.stringify({ type: "Polygon", coordinates: [ring] });
}

function isPosition(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length >= 2 && value.every(Number.isFinite);
}

/** The outer corners of what was pasted: a Polygon, a Feature, a collection of one; else none. */
export function cornersOf(text: string): Corner[] {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return [];
  }
  for (let depth = 0; depth < 3; depth += 1) {
    const { type, features, geometry } = (found ?? {}) as Record<string, unknown>;
    if (type === "FeatureCollection" && Array.isArray(features)) found = features[0];
    else if (type === "Feature") found = geometry;
  }
  const { type, coordinates } = (found ?? {}) as { type?: string; coordinates?: unknown };
  const ring = type === "Polygon" && Array.isArray(coordinates) ? (coordinates[0] as unknown) : [];
  if (!Array.isArray(ring) || !ring.every(isPosition)) return [];
  const corners = ring.map(([lon, lat]): Corner => [lat, lon]);
  const [first, last] = [corners[0], corners[corners.length - 1]];
  const isClosed = first && last && first[0] === last[0] && first[1] === last[1];
  return isClosed ? corners.slice(0, -1) : corners;
}
