// Where a vote would be lost: browsers inside messengers, windows that forget, browsers too old.
import { isLasting } from "./shelf";

/** Of apps that open links inside themselves; what such a window keeps may be gone tomorrow. */
const APPS = new RegExp(
  [
    "Telegram|WhatsApp|Viber|MAX/|OneMe|Line/|MicroMessenger",
    "VKAndroidApp|VK/|vk\\.com|OKApp|Odnoklassniki|OKAndroid",
    "Instagram|FBAN|FBAV|Snapchat|TikTok|Zen/",
  ].join("|"),
  "i",
);
const ANDROID_VIEW = /; wv\)/;
const APPLE = /iPhone|iPad|iPod/;

export type Trouble = "" | "in-app" | "forgets" | "too-old";

/** Whether the page stands inside another app: by what the browser calls itself, and its traces. */
export function isInApp(agent: string, traces: readonly string[] = []): boolean {
  if (APPS.test(agent) || ANDROID_VIEW.test(agent) || traces.length) return true;
  // Every browser of an iPhone names Safari but those inside apps.
  return APPLE.test(agent) && /AppleWebKit/.test(agent) && !/Safari\//.test(agent);
}

/** What stands against voting here. */
export async function troubleHere(): Promise<Trouble> {
  const has = (name: string): boolean => name in globalThis;
  if (!globalThis.crypto?.subtle || !has("indexedDB") || !has("BigInt")) return "too-old";
  const traces = ["TelegramWebviewProxy", "TelegramWebview", "AndroidBridge"].filter(has);
  if (isInApp(navigator.userAgent, traces)) return "in-app";
  return (await isLasting()) ? "" : "forgets";
}
