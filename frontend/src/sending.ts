// A posted form is sent once. While it travels the button says so; on a slow line the page too.
import { answers } from "./line";
import { say, words } from "./messages";

const SLOW_AFTER = 12_000;

interface Sending {
  button: HTMLElement | null;
  label: string;
  timer: number;
}

const underWay = new WeakMap<HTMLFormElement, Sending>();
// Forms whose server has just answered: their next submit goes out.
const asked = new WeakSet<HTMLFormElement>();

function start(form: HTMLFormElement, button: HTMLElement | null): void {
  const timer = window.setTimeout(() => say(words("slow")), SLOW_AFTER);
  underWay.set(form, { button, label: button?.textContent ?? "", timer });
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  const busy = button.dataset["busy"];
  if (busy) button.textContent = busy;
}

function stop(form: HTMLFormElement): void {
  const sending = underWay.get(form);
  if (!sending) return;
  window.clearTimeout(sending.timer);
  underWay.delete(form);
  sending.button?.removeAttribute("aria-busy");
  if (sending.button?.dataset["busy"]) sending.button.textContent = sending.label;
}

/** What took long to write leaves the page only once somebody is there to take it. */
async function askFirst(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  start(form, button);
  const isThere = await answers();
  stop(form);
  if (!isThere) {
    say(words("offline"));
    return;
  }
  asked.add(form);
  form.requestSubmit(button);
}

/** Guard one posting form against a second press and against a missing network. */
export function attachSending(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  form.addEventListener("submit", (event) => {
    if (underWay.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      say(words("draft" in form.dataset ? "offline" : "unsent"));
      return;
    }
    if ("draft" in form.dataset && !form.matches("[hx-post]") && !asked.delete(form)) {
      event.preventDefault();
      void askFirst(form, event.submitter);
      return;
    }
    // After the event: the pressed button's own name and value must still travel.
    const button = event.submitter;
    window.setTimeout(() => {
      if (!event.defaultPrevented || form.matches("[hx-post]")) start(form, button);
    });
  });
  form.addEventListener("htmx:afterRequest", () => stop(form));
  // Back from the next page: the browser shows this one as it was left.
  window.addEventListener("pageshow", () => stop(form));
}
