// Sends a video in parts over a line that may break (tus 1.0.0). Loaded when somebody chooses one. Where it stopped is
// remembered, so that the same file goes on from there after the page was closed.
import { Upload, type DetailedError } from "tus-js-client";
import type { Sender, Ticket } from "../lib/upload";

const KEPT = 20 * 3600 * 1000; // a ticket lives for a day
const PART = 64 * 1024 * 1024; // proxies take no body without end
const PAUSES = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000];
const nameOf = (file: File) => `video ${file.name} ${file.size} ${file.lastModified}`;

export const sendVideo: Sender = async (file, askTicket, progress, signal) => {
  const known = remembered(file);
  const ticket = known ?? (await askTicket());
  remember(file, ticket);
  try {
    return await put(file, ticket, progress, signal);
  } catch (problem) {
    if (signal.aborted || !known || !isRefused(problem)) throw problem;
    forget(file); // that ticket is over: once more, from the beginning
    return sendVideo(file, askTicket, progress, signal);
  }
};

function put(file: File, ticket: Ticket, progress: (share: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      uploadUrl: ticket.video,
      chunkSize: PART,
      retryDelays: PAUSES,
      storeFingerprintForResuming: false,
      onShouldRetry: (problem) => !isRefused(problem),
      onProgress: (sent, all) => progress(all ? sent / all : 0),
      onSuccess: () => {
        forget(file);
        resolve(ticket.id);
      },
      onError: (problem) => reject(problem),
    });
    signal.addEventListener("abort", () => {
      forget(file);
      void upload.abort(true);
      reject(new Error("cancelled"));
    });
    addEventListener("online", () => signal.aborted || upload.start(), { signal });
    upload.start();
  });
}

/** Whether the server said no, and will say so again. */
function isRefused(problem: unknown): boolean {
  const status = (problem as DetailedError).originalResponse?.getStatus() ?? 0;
  return status >= 400 && status < 500 && ![409, 423, 429].includes(status);
}

function remembered(file: File): Ticket | null {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(file)) ?? "null");
    return kept && Date.now() - kept.at < KEPT ? kept : null;
  } catch {
    return null; // storage is closed to us: then nothing is remembered
  }
}

function remember(file: File, ticket: Ticket): void {
  try {
    localStorage.setItem(nameOf(file), JSON.stringify({ ...ticket, at: Date.now() }));
  } catch {
    // As above.
  }
}

function forget(file: File): void {
  try {
    localStorage.removeItem(nameOf(file));
  } catch {
    // As above.
  }
}
