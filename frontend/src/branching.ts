// A question that belongs to one answer of an earlier question is shown only after that answer.
// Hidden questions keep what was typed; the server drops answers to questions not reached.

/** Show or hide a question as the answer it hangs on changes. */
export function attachBranch(element: HTMLElement): void {
  const form = element.closest("form");
  const name = element.dataset["shownIf"] ?? "";
  const values = new Set((element.dataset["shownValues"] ?? "").split(" "));
  if (!form || !name) return;
  const settle = (): void => {
    const marked = form.querySelectorAll<HTMLInputElement>(
      `input[name="${CSS.escape(name)}"]:checked`,
    );
    const reached = [...marked].some(
      (input) => values.has(input.value) && !input.closest("[data-shown-if][hidden]"),
    );
    element.hidden = !reached;
    for (const required of element.querySelectorAll<HTMLInputElement>("[required]")) {
      required.disabled = !reached;
    }
  };
  for (const note of element.querySelectorAll<HTMLElement>("[data-without-script]")) {
    note.hidden = true;
  }
  form.addEventListener("change", settle);
  settle();
}
