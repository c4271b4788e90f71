// A product's radio buttons: what belongs to the chosen one is copied to the places that show it, and its picture comes.
for (const form of document.querySelectorAll<HTMLFormElement>("[data-variants]")) {
  const page = form.closest("article")!;
  const copy = (from: Element | null | undefined, to: string) => {
    const place = page.querySelector(to);
    if (from && place) place.replaceChildren(...[...from.childNodes].map((node) => node.cloneNode(true)));
  };
  const show = (radio: HTMLInputElement) => {
    const option = radio.closest("label")!;
    copy(option.querySelector("[data-cost]"), "[data-chosen-cost]");
    copy(option.querySelector("[data-cost] .price"), "[data-chosen-price] .price");
    copy(option.querySelector("[data-label]"), "[data-chosen-label]");
    copy(option.querySelector("[data-left]"), "[data-chosen-left]");
    const quantity = form.querySelector<HTMLInputElement>("#quantity")!;
    quantity.max = radio.dataset.most!;
    if (quantity.valueAsNumber > Number(quantity.max)) quantity.value = quantity.max;
    if (radio.dataset.picture) page.querySelector<HTMLElement>(`.gallery-thumbs a:nth-child(${radio.dataset.picture})`)?.click();
  };
  form.addEventListener("change", (event) => {
    const radio = event.target as HTMLInputElement;
    if (radio.name === "variant") show(radio);
  });
  // After Back the browser restores the choice, but not what we copied.
  addEventListener("pageshow", () => {
    const radio = form.querySelector<HTMLInputElement>("input[name=variant]:checked");
    if (radio && !radio.defaultChecked) show(radio);
  });
}
export {};
