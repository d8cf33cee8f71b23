// What this device keeps of one person's vote in one poll, and one tab at a time that works on it.
import { within } from "../indexed";
import type { Choice } from "./ballot";
import type { Bytes } from "./bytes";

const DATABASE = "veche-secret";
const STORE = "votes";
const LEASE_MS = 30_000;
const LOOK_AGAIN_MS = 300;

/**
 * `begun`: the seed is made, a blank is being asked for; `blank`: it is here; `casting`: the sealed
 * ballot may or may not have arrived; `cast`: it has; `done`: the same, and nothing more is kept.
 */
export interface Kept {
  key: string;
  /** Hash of the manifest that the blank is of. */
  hash: string;
  stage: "begun" | "blank" | "casting" | "cast" | "done";
  /** Everything of a blank comes out of it; it never leaves the device but by the person's hand. */
  seed?: Bytes;
  stratum?: number;
  /** The seed came from another device: ballots may have been cast with it. */
  isJoined?: boolean;
  token?: Bytes;
  /** Marks until they are cast, so that a closed tab can be finished. */
  choice?: Choice;
  entry?: Bytes;
  seq?: number;
  /** The receipt, when it was asked for. */
  promise?: string;
}

export async function readKept(key: string): Promise<Kept | undefined> {
  const found = await within(DATABASE, STORE, "readonly", (store) => store.get(key));
  return found as Kept | undefined;
}

export async function writeKept(kept: Kept): Promise<void> {
  await within(DATABASE, STORE, "readwrite", (store) => store.put(kept));
}

export async function forgetKept(key: string): Promise<void> {
  await within(DATABASE, STORE, "readwrite", (store) => store.delete(key));
}

/** Whether what is written here can be read again at all. */
export async function isLasting(): Promise<boolean> {
  const key = "trial";
  try {
    await writeKept({ key, hash: "", stage: "done" });
    const isThere = (await readKept(key)) !== undefined;
    await forgetKept(key);
    return isThere;
  } catch {
    return false;
  }
}

/** Let one tab at a time act on a vote; the others wait. */
export async function alone<T>(key: string, act: () => Promise<T>): Promise<T> {
  const name = `${DATABASE}/${key}`;
  if (globalThis.navigator?.locks) return (await navigator.locks.request(name, act)) as T;
  return leased(`lock/${key}`, act);
}

/** The same where the browser has no locks: a lease in the database that is renewed. */
export async function leased<T>(key: string, act: () => Promise<T>): Promise<T> {
  const owner = Math.random().toString(36);
  while (!(await take(key, owner))) await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
  const renewal = setInterval(() => void take(key, owner).catch(() => false), LEASE_MS / 3);
  try {
    return await act();
  } finally {
    clearInterval(renewal);
    await forgetKept(key);
  }
}

async function take(key: string, owner: string): Promise<boolean> {
  let isOurs = false;
  await within(DATABASE, STORE, "readwrite", (store) => {
    const asked = store.get(key) as IDBRequest<{ owner: string; until: number } | undefined>;
    asked.onsuccess = () => {
      const held = asked.result;
      isOurs = !held || held.owner === owner || held.until < Date.now();
      if (isOurs) store.put({ key, owner, until: Date.now() + LEASE_MS });
    };
  });
  return isOurs;
}
