// «Count it yourself»: the whole published log is counted in this browser, by a worker.
// Loaded by the page of a result alone; words and addresses are the template's.
import { attachAll, fill, grouped } from "../attach";
import { type Count, linesOf } from "./counted";

type Told =
  | { kind: "progress"; done: number; total: number }
  | { kind: "done"; count: Count }
  | { kind: "wrong"; code: string; message: string };

/** [data-recount="address of the poll"] with data-worker="address of the worker's script" */
function attachRecount(root: HTMLElement): void {
  const part = <T extends HTMLElement>(name: string): T | null =>
    root.querySelector<T>(`[data-recount-${name}]`);
  const text = (name: string): string => root.getAttribute(`data-text-${name}`) ?? "";
  const button = part<HTMLButtonElement>("begin");
  const said = part("said");
  const bar = part<HTMLProgressElement>("progress");
  if (!button || !said || !globalThis.Worker) return;
  root.hidden = false;

  const end = (words: string, state: string): void => {
    said.textContent = words;
    said.dataset["state"] = state;
    if (bar) bar.hidden = true;
    button.disabled = false;
  };
  const told = (message: Told): void => {
    if (message.kind === "progress") {
      const { done, total } = message;
      if (bar) [bar.max, bar.value] = [total, done];
      return;
    }
    if (message.kind === "wrong")
      return end(fill(text("wrong"), { code: message.code, message: message.message }), "wrong");
    const { count } = message;
    const { voters, size, hash } = count;
    const values = { n: grouped(voters), size: grouped(size), hash };
    end(fill(text("right"), values), "right");
    const lines = part("lines");
    if (lines) {
      lines.textContent = linesOf(count).join("\n");
      lines.hidden = false;
    }
  };

  button.addEventListener("click", () => {
    button.disabled = true;
    said.textContent = text("counting");
    if (bar) [bar.hidden, bar.value] = [false, 0];
    void readSaved(part<HTMLInputElement>("saved")).then((saved) => {
      const worker = new Worker(root.dataset["worker"] ?? "");
      worker.onmessage = ({ data }: MessageEvent<Told>) => {
        told(data);
        if (data.kind !== "progress") worker.terminate();
      };
      worker.onerror = () => end(text("failed"), "wrong");
      worker.postMessage({ box: root.dataset["recount"], saved });
    });
  });
}

/** Promises, receipts and older checkpoints that people kept, if they choose some. */
async function readSaved(input: HTMLInputElement | null) {
  const files = [...(input?.files ?? [])];
  return Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })));
}

attachAll(document, [["[data-recount]", attachRecount]]);
