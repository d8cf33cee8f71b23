// Keys for who reads many things in a row. They work while the focus is inside, so that nobody's
// screen reader or other habit presses a button by chance (WCAG 2.1.4), in any keyboard layout.

/** What a pressed key is called in data-key: a digit, a small Latin letter, or "Enter". */
export function keyName(code: string): string {
  const named = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d)|Numpad(Enter))$/.exec(code);
  return named?.[1]?.toLowerCase() ?? named?.[2] ?? named?.[3] ?? code;
}

/** data-keys on the whole, data-key="j" on each button or link inside that a key presses. */
export function attachKeys(whole: HTMLElement): void {
  whole.tabIndex = -1;
  if (document.activeElement === document.body) whole.focus({ preventScroll: true });
  whole.addEventListener("keydown", (event) => {
    const at = event.target as HTMLElement;
    if (event.ctrlKey || event.altKey || event.metaKey || at.isContentEditable) return;
    const name = keyName(event.code);
    const isTyping = at.matches("textarea, select, input:not([type=checkbox])");
    if (isTyping || (name === "Enter" && at.matches("a, button, summary, input"))) return;
    const pressed = whole.querySelector<HTMLElement>(`[data-key="${CSS.escape(name)}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  });
}
