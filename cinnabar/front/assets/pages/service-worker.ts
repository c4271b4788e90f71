// Shows one kept page while the network does not answer (front/offline.py says which files). Nothing else is kept:
// every other request goes its way as if this worker were not there.
const worker = self as any;
const { cache, page, files } = worker.kept as { cache: string; page: string; files: string[] };

async function keep(): Promise<void> {
  const kept = await caches.open(cache);
  await kept.addAll(files.map((file) => new Request(file, { cache: "reload", credentials: "omit" })));
  await worker.skipWaiting();
}

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith("offline-") && name !== cache);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.registration.navigationPreload?.enable();
}

async function visit(event: any): Promise<Response> {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(page)) ?? Response.error();
  }
}

async function look(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}

worker.addEventListener("install", (event: any) => event.waitUntil(keep()));
worker.addEventListener("activate", (event: any) => event.waitUntil(takeOver()));
worker.addEventListener("fetch", (event: any) => {
  const request: Request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(visit(event));
  else if (files.includes(new URL(request.url).pathname)) event.respondWith(look(request));
});
