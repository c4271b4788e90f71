// After logging in again: sends what was typed before without another tap.
document.querySelector<HTMLFormElement>("form[data-resend]")?.requestSubmit();
export {};
