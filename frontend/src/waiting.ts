// Reports that wait on the device for a network: each under a key of its own, with its photos.
import { within } from "./indexed";

const DATABASE = "veche-reports";
const STORE = "waiting";

export interface Waiting {
  key: string;
  at: number;
  fields: [string, string][];
  photos: File[];
  /** Where it goes, and what to say if the server turns it away without a word. */
  send: string;
  turned: string;
  /** Nobody was signed in meanwhile: whose it is only a press can say, it does not go by itself. */
  asks: boolean;
  /** Why the server has not taken it; "" while it waits. */
  why: string;
  /** The number it was given, and its page; "" until it is sent. */
  number: string;
  url: string;
}

/** All of them, the oldest first. */
export async function listWaiting(): Promise<Waiting[]> {
  const all = await within(DATABASE, STORE, "readonly", (store) => store.getAll());
  return ((all ?? []) as Waiting[]).sort((one, other) => one.at - other.at);
}

export async function keepWaiting(one: Waiting): Promise<void> {
  await within(DATABASE, STORE, "readwrite", (store) => store.put(one));
}

export async function dropWaiting(key: string): Promise<void> {
  await within(DATABASE, STORE, "readwrite", (store) => store.delete(key));
}

/** Nothing of a person stays. */
export async function forgetWaiting(): Promise<void> {
  if (!("indexedDB" in window)) return;
  await within(DATABASE, STORE, "readwrite", (store) => store.clear()).catch(() => undefined);
}
