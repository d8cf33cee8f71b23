// One place on the page where a script may say something, honestly and in the server's words.
import { icon } from "./attach";

/** Show a notice in the page's message region; an earlier one gives way. */
export function say(text: string, tone: "warn" | "bad" | "good" = "warn"): void {
  const region = document.querySelector<HTMLElement>("[data-messages]");
  if (!region || !text) return;
  const notice = document.createElement("div");
  notice.className = `notice ${tone}`;
  const words = document.createElement("div");
  words.textContent = text;
  notice.append(icon(tone === "good" ? "check" : "warn"), words);
  region.replaceChildren(notice);
  if (tone !== "good") region.scrollIntoView({ block: "nearest" });
}

/** A text of the page's body that the server translated. */
export function words(name: "slow" | "failed" | "offline" | "unsent" | "copied"): string {
  return document.body.getAttribute(`data-text-${name}`) ?? "";
}

/** Failures of htmx requests are said aloud; the page stays as it was. */
export function sayFailures(): void {
  document.body.addEventListener("htmx:sendError", () => say(words("failed"), "bad"));
  document.body.addEventListener("htmx:timeout", () => say(words("failed"), "bad"));
  document.body.addEventListener("htmx:responseError", (event) => {
    const request = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const heading = page.querySelector("h1")?.textContent?.trim();
    const advice = page.querySelector(".lead")?.textContent?.trim();
    say([heading, advice].filter(Boolean).join(". ") || words("failed"), "bad");
  });
}
