// Notices of the town in this browser (Web Push): asked for by a press, never by a page on its own.
// The form is hidden until this script finds a browser that can; the other ways work without it.

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer: ArrayBuffer | null): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0)));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function subscribed(key: string): Promise<PushSubscription> {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
  const { pushManager } = await navigator.serviceWorker.ready;
  const earlier = await pushManager.getSubscription();
  if (earlier && text(earlier.options.applicationServerKey) === key) return earlier;
  // Signed by a key the town has no more: nothing would arrive.
  await earlier?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
}

/** form[data-push="<the town's public key>"] with inputs endpoint, p256dh and auth */
export function attachPush(element: HTMLElement): void {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const form = element as HTMLFormElement;
  const error = form.querySelector<HTMLElement>("[data-push-error]");
  const set = (name: string, value: string): void => {
    form.querySelector<HTMLInputElement>(`input[name=${name}]`)!.value = value;
  };
  form.parentElement?.querySelector("[data-push-none]")?.remove();
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (error) error.hidden = true;
    subscribed(form.dataset["push"] ?? "")
      .then((subscription) => {
        set("endpoint", subscription.endpoint);
        set("p256dh", text(subscription.getKey("p256dh")));
        set("auth", text(subscription.getKey("auth")));
        form.submit();
      })
      .catch(() => {
        if (error) error.hidden = false;
      });
  });
}
