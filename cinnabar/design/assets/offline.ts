// Registers the worker that shows a page of ours while there is no network (front/offline.py); it speaks the page's language.
const root = document.documentElement;
if ("offline" in root.dataset && "serviceWorker" in navigator)
  addEventListener("load", () => {
    const language = root.lang.toLowerCase();
    navigator.serviceWorker.register(`/service-worker.js?language=${language}`).catch(() => {});
  });
