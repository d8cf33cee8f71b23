// Take a receipt along: copy, print, save as a text file.
// The buttons are hidden until this script runs.
import { icon } from "./attach";
import { say, words } from "./messages";

function said(button: HTMLElement): void {
  const before = [...button.childNodes];
  button.replaceChildren(icon("check"), words("copied"));
  window.setTimeout(() => button.replaceChildren(...before), 2_500);
}

/** data-copy="text" */
export function attachCopy(button: HTMLElement): void {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(button.dataset["copy"] ?? "").then(
      () => said(button),
      () => say(words("failed"), "bad"),
    );
  });
}

/** data-print */
export function attachPrint(button: HTMLElement): void {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** data-save="file.txt" data-save-text="…" */
export function attachSave(button: HTMLElement): void {
  button.hidden = false;
  button.addEventListener("click", () => {
    const file = new Blob([`\ufeff${button.dataset["saveText"] ?? ""}\n`], { type: "text/plain" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = button.dataset["save"] || "veche.txt";
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}
