// The composer's sentences, in the reader's language, and small helpers of its parts.
import type { Words as UploadWords } from "../../../media/assets/lib/upload";

export type Words = UploadWords & Record<string, string>;
export const words = document.querySelector<HTMLElement>("[data-words]")!.dataset as unknown as Words;
export const form = document.querySelector<HTMLFormElement>("[data-form]")!;

export const say = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));

/** Tell the other parts that the form has other content now. */
export const changed = (): boolean => form.dispatchEvent(new Event("input", { bubbles: true }));

export const find = <T extends Element>(selector: string, below: ParentNode = document): T => below.querySelector<T>(selector)!;
export const all = <T extends Element>(selector: string, below: ParentNode = document): T[] => [...below.querySelectorAll<T>(selector)];
