// Offers lines under a search box while one types: arrows choose, Enter opens, Esc closes. Without a script the box alone.
for (const field of document.querySelectorAll<HTMLInputElement>("[data-suggest]")) {
  const list = document.createElement("div");
  const kept = new Map<string, string>();
  let timer = 0;
  let asking: AbortController | null = null;
  let chosen = -1;

  list.className = "suggest";
  list.id = `suggest-${field.form!.className}-${document.querySelectorAll(".suggest").length}`.replace(/\s/g, "-");
  list.role = "listbox";
  list.ariaLabel = field.dataset.suggestLabel!;
  list.hidden = true;
  field.form!.append(list);
  field.role = "combobox";
  field.ariaAutoComplete = "list";
  field.ariaExpanded = "false";
  field.setAttribute("aria-controls", list.id);

  const options = (): HTMLAnchorElement[] => [...list.querySelectorAll<HTMLAnchorElement>("[role=option]")];

  function show(html: string): void {
    list.innerHTML = html;
    options().forEach((option, at) => (option.id = `${list.id}-${at}`));
    choose(-1);
    open(options().length > 0);
  }

  function open(isOpen: boolean): void {
    list.hidden = !isOpen;
    field.ariaExpanded = String(isOpen);
    if (!isOpen) choose(-1);
  }

  function choose(at: number): void {
    chosen = at;
    options().forEach((option, place) => (option.ariaSelected = String(place === at)));
    const option = options()[at];
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  async function ask(): Promise<void> {
    asking?.abort(); // an answer to fewer letters would come too late
    const typed = field.value.trim();
    if (kept.has(typed)) return show(kept.get(typed)!);
    const mine = (asking = new AbortController());
    const address = `${field.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
    const answer = await fetch(address, { signal: mine.signal }).catch(() => null);
    const html = answer?.ok ? await answer.text().catch(() => "") : "";
    if (mine.signal.aborted || document.activeElement !== field) return;
    if (answer?.ok) kept.set(typed, html);
    show(html);
  }

  function soon(wait: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(ask, wait);
  }

  function dress(): void {
    const sheet = field.dataset.sheet;
    if (sheet && !document.querySelector(`link[href="${sheet}"]`)) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet }));
    }
  }

  field.addEventListener("focus", dress);
  field.addEventListener("click", () => list.hidden && soon(0));
  field.addEventListener("input", (event) => (event as InputEvent).isComposing || soon(80));
  field.addEventListener("compositionend", () => soon(0));
  field.addEventListener("blur", () => {
    clearTimeout(timer);
    asking?.abort();
    open(false);
  });
  list.addEventListener("pointerdown", (event) => event.pointerType === "mouse" && event.preventDefault()); // keeps the focus
  list.addEventListener("touchend", (event) => {
    const option = (event.target as Element).closest<HTMLAnchorElement>("a");
    if (option && event.cancelable) location.assign(option.href);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const number = options().length;
    if (step && list.hidden) soon(0);
    else if (step && number) choose(((chosen + 1 + step + number + 1) % (number + 1)) - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(options()[chosen].href);
    else if (event.key === "Escape" && !list.hidden) open(false);
    else return;
    event.preventDefault();
  });
}
