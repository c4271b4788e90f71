// While a payment waits for its answer, the page asks every few seconds and shows itself anew once there is one.
const waiting = document.querySelector("[data-look-again]");
async function look(): Promise<void> {
  if (document.visibilityState === "visible") {
    const page = await fetch(location.href).then((answer) => answer.text(), () => "data-look-again");
    if (!page.includes("data-look-again")) return location.reload();
  }
  setTimeout(look, 6000);
}
if (waiting) setTimeout(look, 6000);
export {};
