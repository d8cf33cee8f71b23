// Whether there is anybody at the other end.

const PATIENCE = 8_000;

/** Whether the server is there: the browser's own word is of the line alone. */
export async function answers(): Promise<boolean> {
  const patience = new AbortController();
  const timer = window.setTimeout(() => patience.abort(), PATIENCE);
  try {
    const ask = { method: "HEAD", cache: "no-store", signal: patience.signal } as const;
    return (await fetch("/livez", ask)).status < 500;
  } catch {
    return false;
  } finally {
    window.clearTimeout(timer);
  }
}
