// The recount runs here, so that the page stays alive meanwhile.
import type { Bytes } from "./bytes";
import { Fault } from "./fault";
import { type Saved, recount } from "./recount";

export interface Order {
  readonly box: string;
  readonly saved: readonly Saved[];
}

const ATTEMPTS = 4;
const PAUSE_MS = 1_500;
const worker = self as unknown as {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(message: unknown): void;
};

async function read(box: string, path: string): Promise<Bytes> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(`${box}/${path}`, {
        credentials: "omit",
        referrerPolicy: "no-referrer",
        cache: path === "checkpoint" ? "no-store" : "default",
      });
      if (answer.status === 404) throw new Fault("file-missing", path);
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    } catch (trouble) {
      if (trouble instanceof Fault) throw trouble;
    }
    if (attempt === ATTEMPTS) throw new Fault("no-answer", path);
    await new Promise((done) => setTimeout(done, attempt * PAUSE_MS));
  }
}

worker.onmessage = ({ data: { box, saved } }) => {
  const progress = (done: number, total: number) =>
    worker.postMessage({ kind: "progress", done, total });
  recount((path) => read(box, path), saved, progress).then(
    (count) => worker.postMessage({ kind: "done", count }),
    (fault: unknown) =>
      worker.postMessage({
        kind: "wrong",
        code: fault instanceof Fault ? fault.code : "failed",
        message: fault instanceof Error ? fault.message : "",
      }),
  );
};
