// Everything a page may need but the map. Each behaviour stands in its own file and hangs on data
// attributes; without this script every page still works.
import { type Behaviour, attachAll } from "./attach";
import { attachBranch } from "./branching";
import { attachCart } from "./cart";
import { attachCombobox } from "./combobox";
import { attachCounter } from "./counter";
import { sendFromAnywhere } from "./delivering";
import { attachDraft, forgetDraft, sayDraft } from "./drafts";
import { attachFiles } from "./files";
import { attachKeys } from "./keys";
import { attachMap } from "./maps";
import { sayFailures } from "./messages";
import { attachOffline, attachOfflinePage, keepPages } from "./offline";
import { attachLater, keepLater } from "./later";
import { attachLimit } from "./options";
import { attachPasskey } from "./passkeys";
import { attachPreview } from "./preview";
import { attachPush } from "./push";
import { attachRanking } from "./ranking";
import { attachRounds } from "./rounds";
import { attachSending } from "./sending";
import { attachSplit } from "./split";
import { attachCopy, attachPrint, attachSave } from "./takeaway";
import { attachTheme } from "./theme";
import { attachWorklist } from "./worklist";

const behaviours: readonly Behaviour[] = [
  ["[data-draft-done]", forgetDraft],
  ["[data-ranking]", attachRanking],
  ["[data-split]", attachSplit],
  ["[data-cart]", attachCart],
  ["[data-rounds]", attachRounds],
  ["[data-shown-if]", attachBranch],
  ["[data-counter-for]", attachCounter],
  ["fieldset.field", attachLimit],
  ["[data-combobox]", attachCombobox],
  ["[data-files]", attachFiles],
  ["[data-preview]", attachPreview],
  ["form[data-draft]", attachDraft],
  ["[data-draft-of]", sayDraft],
  ["form[data-passkey]", attachPasskey],
  ["form[data-push]", attachPush],
  ['form[method="post"]', attachSending],
  ["[data-theme-toggle]", attachTheme],
  ["[data-offline]", attachOffline],
  ["[data-offline-page]", attachOfflinePage],
  ["[data-keep-later]", keepLater],
  ["[data-later]", attachLater],
  ["[data-copy]", attachCopy],
  ["[data-print]", attachPrint],
  ["[data-save]", attachSave],
  ["[data-map]", attachMap],
  ["[data-keys]", attachKeys],
  ["[data-worklist]", attachWorklist],
  ["[data-focus]", (element) => element.focus()],
];

attachAll(document, behaviours);
sayFailures();
keepPages();
sendFromAnywhere();
document.body.addEventListener("htmx:load", (event) => {
  attachAll(event.target as HTMLElement, behaviours);
});
