// The banner that stands while the device has no network.

/** Show the banner by the browser's own word. */
export function attachOffline(banner: HTMLElement): void {
  const tell = (): void => {
    banner.hidden = navigator.onLine;
  };
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
}
