// The client as a program for the tests: one order a line comes in, one answer a line goes out.
import "fake-indexeddb/auto";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Choice, readBody } from "../src/secret/ballot";
import { type Bytes, fromBase64 } from "../src/secret/bytes";
import { Fault } from "../src/secret/fault";
import { readManifest } from "../src/secret/manifest";
import { linesOf } from "../src/secret/counted";
import { recount } from "../src/secret/recount";
import { receiptOf } from "../src/secret/receipts";
import { readKept } from "../src/secret/shelf";
import { Voting } from "../src/secret/voting";

interface Order {
  do: "vote" | "recount" | "receipt" | "kept" | "body";
  box: string;
  token: string;
  key: string;
  stratum: number;
  expected: string;
  choice: Choice;
  isChange: boolean;
  folder: string;
  saved: string[];
  promise: string;
  manifest: string;
  body: string;
}

async function read(folder: string, path: string): Promise<Bytes> {
  const file = `${folder}/${path}`;
  if (!existsSync(file)) throw new Fault("file-missing", path);
  return new Uint8Array(readFileSync(file));
}

async function done(order: Order): Promise<unknown> {
  const { box, token, key, stratum, expected, choice, isChange, folder, promise } = order;
  if (order.do === "recount") {
    const saved = (order.saved ?? []).map((name) => ({ name, text: readFileSync(name, "utf8") }));
    return { lines: linesOf(await recount((path) => read(folder, path), saved)) };
  }
  if (order.do === "body") {
    const manifest = readManifest(fromBase64(order.manifest, "x"));
    try {
      readBody(manifest, fromBase64(order.body, "x"));
      return { code: "" };
    } catch (fault) {
      return { code: fault instanceof Fault ? fault.code : String(fault) };
    }
  }
  if (order.do === "kept") return { kept: Object.keys((await readKept(key)) ?? {}).sort() };
  if (order.do === "receipt") return receiptOf(box, [promise]);
  const tell = (step: string): void => void steps.push(step);
  const steps: string[] = [];
  const csrf = (): string => "csrf";
  const voting = new Voting({ box, token, csrf, key, stratum, expected, tell });
  return { ...(await voting.vote(choice, isChange)), steps };
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await done(JSON.parse(line) as Order).catch((fault: unknown) => ({
    code: fault instanceof Fault ? fault.code : "failed",
    message: String(fault instanceof Error ? fault.stack : fault),
  }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
