// After a form came back with errors, the summary takes the focus, so that a screen reader begins there.
document.querySelector<HTMLElement>("[data-focus]")?.focus();
export {};
