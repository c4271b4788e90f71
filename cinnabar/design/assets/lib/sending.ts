// Sends a form without leaving the page; null while there is no network. Whoever is not logged in any more does leave it:
// the sign-in page keeps the fields and sends them afterwards.
export async function send(form: HTMLFormElement, button: HTMLButtonElement | null = null): Promise<Response | null> {
  const { name = "", value = "" } = button ?? {}, address = button?.getAttribute("formaction") ?? form.action;
  const body = new URLSearchParams([...new FormData(form, button)] as [string, string][]);
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true }).catch(() => null);
  if (answer?.status === 401) {
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.action = address;
    form.submit();
  }
  return answer;
}
