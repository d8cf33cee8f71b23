// What waits on the device is sent from any page of the portal: one by one, each under its own key.
import { type Waiting, keepWaiting, listWaiting } from "./waiting";

export interface Told {
  token: string;
  /** Whether whoever is here may file a report; and whether they have signed in at all. */
  isKnown: boolean;
  isSignedIn: boolean;
}

let isSending = false;
let told: Told | undefined;

/** What the server has not taken, or has turned away. */
export async function listUnsent(): Promise<Waiting[]> {
  return (await listWaiting()).filter((one) => !one.number);
}

/** Ask the server who is here. */
export async function askWho(address: string): Promise<Told> {
  const answer = await fetch(address, { cache: "no-store" });
  told = (await answer.json()) as Told;
  return told;
}

/**
 * Send what waits; whatever breaks is sent again under the same key. `moved` hears of each that
 * was taken or turned away. What the server has said last of who is here: whoever signs in may be
 * another, so what was written before does not go by itself.
 */
export async function sendWaiting(moved?: () => Promise<void>): Promise<Told | undefined> {
  if (isSending || !("indexedDB" in window) || !navigator.onLine) return told;
  isSending = true;
  try {
    for (const one of (await listUnsent()).filter((one) => !one.why && !one.asks)) {
      const { isKnown, token } = await askWho(one.send);
      if (isKnown) await deliver(one, token);
      else await keepWaiting({ ...one, asks: true });
      await moved?.();
    }
  } catch {
    // No network: everything lies where it lay.
  } finally {
    isSending = false;
  }
  return told;
}

async function deliver(one: Waiting, token: string): Promise<void> {
  const body = new FormData();
  body.append("key", one.key);
  for (const [name, value] of one.fields) body.append(name, value);
  for (const photo of one.photos) body.append("photos", photo, photo.name);
  const answer = await fetch(one.send, {
    method: "POST",
    redirect: "error",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
    body,
  });
  // Nobody signed in, too many at once, a server that is unwell: later, under the same key.
  const { status } = answer;
  if ([401, 429].includes(status) || status >= 500) throw new Error(String(status));
  const told = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const { number, url } = told;
  if (answer.ok && typeof number === "string" && typeof url === "string")
    await keepWaiting({ ...one, photos: [], number, url });
  else await keepWaiting({ ...one, why: refusal(told) || one.turned });
}

/** A refusal in the server's words: what is wrong, what to do, each field. */
function refusal(told: Record<string, unknown>): string {
  const fields = Object.values((told["fields"] ?? {}) as Record<string, unknown>);
  const said = [told["title"], told["detail"], ...fields].filter(Boolean).map(String);
  const lines = new Set(said.map((one) => one.replace(/\.?$/, ".")));
  return [...lines].join(" ");
}

/** On every page: what waited goes out now, or as soon as there is a network. */
export function sendFromAnywhere(): void {
  window.addEventListener("load", () => void sendWaiting());
  window.addEventListener("online", () => void sendWaiting());
}
