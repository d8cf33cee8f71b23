// Passkeys (Web Authentication): the server asks, the device answers, the form carries the answer.
// The forms are hidden until this script finds a browser that can; codes work without it.

const PARTS = [
  "clientDataJSON",
  "attestationObject",
  "authenticatorData",
  "signature",
  "userHandle",
] as const;

type Sent = Record<string, unknown>;

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The options as the browser wants them: what names bytes becomes bytes. */
function opened(options: Sent): Sent {
  const made: Sent = { ...options, challenge: bytes(options["challenge"] as string) };
  const user = options["user"] as Sent | undefined;
  if (user) made["user"] = { ...user, id: bytes(user["id"] as string) };
  const held = options["excludeCredentials"] as Sent[] | undefined;
  if (held) {
    made["excludeCredentials"] = held.map((one) => ({ ...one, id: bytes(one["id"] as string) }));
  }
  return made;
}

function told(credential: PublicKeyCredential): string {
  const answer: Sent = {};
  for (const name of PARTS) {
    const value = (credential.response as unknown as Sent)[name];
    if (value instanceof ArrayBuffer) answer[name] = text(value);
  }
  const rawId = text(credential.rawId);
  return JSON.stringify({ id: rawId, rawId, type: credential.type, response: answer });
}

async function ask(form: HTMLFormElement): Promise<string> {
  const begun = await fetch(form.dataset["passkeyBegin"] ?? "", {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  const said = (await begun.json()) as Sent;
  if (!begun.ok) throw new Error(String(said["message"] ?? ""));
  const publicKey = opened(said["publicKey"] as Sent) as unknown;
  const credential =
    form.dataset["passkey"] === "create"
      ? await navigator.credentials.create({ publicKey } as CredentialCreationOptions)
      : await navigator.credentials.get({ publicKey } as CredentialRequestOptions);
  return told(credential as PublicKeyCredential);
}

/** form[data-passkey="create"|"get"] data-passkey-begin="…" data-text-cancelled data-text-known */
export function attachPasskey(element: HTMLElement): void {
  if (!("PublicKeyCredential" in window)) return;
  const form = element as HTMLFormElement;
  const error = form.querySelector<HTMLElement>("[data-passkey-error]");
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  form.parentElement?.querySelector("[data-passkey-none]")?.remove();
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // The device's own window shows what goes on; the form is sent after it.
    event.stopImmediatePropagation();
    if (!form.reportValidity()) return;
    if (error) error.hidden = true;
    if (button) button.disabled = true;
    ask(form)
      .then((answer) => {
        form.querySelector<HTMLInputElement>("input[name=answer]")!.value = answer;
        form.submit();
      })
      .catch((reason: Error) => {
        if (button) button.disabled = false;
        if (!error) return;
        const known = reason.name === "InvalidStateError" ? form.dataset["textKnown"] : "";
        const ours = reason.name === "Error" ? reason.message : "";
        error.textContent = known || ours || form.dataset["textCancelled"] || "";
        error.hidden = false;
      });
  });
}
