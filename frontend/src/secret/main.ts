// Loaded by the page of a secret ballot alone.
import { attachAll } from "../attach";
import { attachHash, attachSecret, attachTidy } from "./page";

attachAll(document, [
  ["form[data-secret]", attachSecret],
  ["[data-secret-hash]", attachHash],
  ["[data-secret-tidy]", attachTidy],
]);
