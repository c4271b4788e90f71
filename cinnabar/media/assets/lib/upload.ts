// Sends files one by one to the live process and tells how far each is: sending → waiting → ready, or failed.
export interface Told {
  id: string;
  state: "waiting" | "ready" | "failed";
  message: string;
  width: number;
  height: number;
  tone: string;
  is_still: boolean;
  address: string;
  share: number; // of a video being prepared, in per cent
  film: string; // empty for pictures
}
export interface Ticket {
  id: string;
  upload: string;
  video: string;
}
/** What pages/send-video.ts exports: the id, when all of a video has arrived. */
export type Sender = (file: File, askTicket: () => Promise<Ticket>, progress: (share: number) => void, signal: AbortSignal) => Promise<string>;
export interface Listener {
  progress(share: number): void;
  arrived(id: string): void;
  ready(picture: Told): void;
  failed(message: string, mayRetry: boolean): void;
  preparing?(share: number): void;
}
export interface Words {
  pictures: string; // address of tickets and states
  failed: string;
  heavy: string;
  bytes: string;
  purpose?: string; // of the pictures; "note" unless said
  sender?: string; // the script that sends videos; without it there are none
  videoBytes?: string;
}

export const isVideo = (file: File): boolean => file.type.startsWith("video/") || /\.(mkv|mov|mp4|webm)$/i.test(file.name);

const AT_ONCE = 3;
let running = 0;
const queue: (() => void)[] = [];

function next(): void {
  while (running < AT_ONCE && queue.length) {
    running++;
    queue.shift()!();
  }
}

/** Queue a file; the answer cancels it. */
export function send(file: File, words: Words, listener: Listener): () => void {
  let cancelled = false;
  let request: XMLHttpRequest | undefined;
  const moves = isVideo(file) && !!words.sender;
  const most = Number(moves ? words.videoBytes : words.bytes);
  if (file.size > most) {
    queueMicrotask(() => listener.failed(words.heavy.replace("{most}", String(most / 1048576)), false));
    return () => {};
  }
  const done = () => {
    running--;
    next();
  };
  if (moves) {
    const stop = new AbortController();
    void sendMoving(file, words, listener, stop.signal);
    return () => stop.abort();
  }
  queue.push(async () => {
    if (cancelled) return done();
    try {
      const ticket = await askTicket(words, "");
      if (cancelled) return done();
      request = new XMLHttpRequest();
      const id = await put(request, ticket.upload, file, listener);
      listener.arrived(id);
      watch(id, words, listener);
    } catch (problem) {
      if (!cancelled) listener.failed(problem instanceof Refusal ? problem.message : words.failed, !(problem instanceof Refusal) || problem.mayRetry);
    }
    done();
  });
  next();
  return () => {
    cancelled = true;
    request?.abort();
  };
}

async function sendMoving(file: File, words: Words, listener: Listener, signal: AbortSignal): Promise<void> {
  try {
    const { sendVideo } = (await import(words.sender!)) as { sendVideo: Sender };
    const id = await sendVideo(file, () => askTicket(words, String(file.size)), (share) => listener.progress(share), signal);
    listener.arrived(id);
    watch(id, words, listener);
  } catch (problem) {
    if (!signal.aborted) listener.failed(problem instanceof Refusal ? problem.message : words.failed, true);
  }
}

class Refusal extends Error {
  constructor(message: string, readonly mayRetry: boolean) {
    super(message);
  }
}

async function askTicket(words: Words, videoBytes: string): Promise<Ticket> {
  const body = new URLSearchParams({ purpose: words.purpose ?? "note", video_bytes: videoBytes });
  const answer = await fetch(words.pictures, { method: "POST", body, headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Refusal(told.message ?? words.failed, true);
  return told;
}

function put(request: XMLHttpRequest, address: string, file: File, listener: Listener): Promise<string> {
  return new Promise((resolve, reject) => {
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && listener.progress(event.loaded / event.total);
    request.onload = () => (request.status === 201 ? resolve(request.response.id) : reject(new Refusal(request.response?.message ?? "", request.status >= 500)));
    request.onerror = request.onabort = () => reject(new Error("interrupted"));
    request.send(file);
  });
}

const watched = new Map<string, Listener>();
let asking = false;

/** Tell when a picture that has arrived is ready; all that wait are asked about together. */
export function watch(id: string, words: Words, listener: Listener): void {
  watched.set(id, listener);
  if (!asking) void ask(words);
}

export const forget = (id: string): boolean => watched.delete(id);

async function ask(words: Words): Promise<void> {
  asking = true;
  for (let pause = 500; watched.size; pause = Math.min(pause * 1.3, 5000)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      const answer = await fetch(`${words.pictures}?ids=${[...watched.keys()].slice(0, 40).join(".")}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) continue;
      for (const picture of (await answer.json()).pictures as Told[]) {
        const listener = watched.get(picture.id);
        if (listener && picture.state === "waiting" && picture.share) listener.preparing?.(picture.share / 100);
        if (!listener || picture.state === "waiting") continue;
        watched.delete(picture.id);
        if (picture.state === "ready") listener.ready(picture);
        else listener.failed(picture.message, false);
        pause = 500;
      }
    } catch {
      // No connection: it is asked again.
    }
  }
  asking = false;
}
