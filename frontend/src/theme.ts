// The switch of light and dark without a journey to the server; the cookie tells it next time.

const YEAR = 365 * 24 * 3600;

/** Take over the header's form. */
export function attachTheme(element: HTMLElement): void {
  element.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.value !== "light" && button?.value !== "dark") return;
    event.preventDefault();
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${button.value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
    document.documentElement.dataset["theme"] = button.value;
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.setAttribute("content", colour);
      meta.removeAttribute("media");
    }
    // The pressed button has just vanished; its twin takes the focus.
    const visible = [...element.querySelectorAll<HTMLElement>("button")];
    visible.find((one) => one.offsetParent !== null)?.focus();
  });
}
