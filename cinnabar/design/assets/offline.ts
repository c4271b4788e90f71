// Registers the worker that shows a page of ours while there is no network (front/offline.py); it speaks the page's language.
// A form is not sent into nowhere: its page stays, with everything that was typed.
import { tellLost } from "./lib/live";

const root = document.documentElement;
if ("offline" in root.dataset && "serviceWorker" in navigator)
  addEventListener("load", () => {
    const language = root.lang.toLowerCase();
    navigator.serviceWorker.register(`/service-worker.js?language=${language}`).catch(() => {});
  });

addEventListener("submit", (event) => {
  if (event.defaultPrevented || navigator.onLine) return;
  event.preventDefault();
  tellLost();
});
