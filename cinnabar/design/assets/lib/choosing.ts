// A choice by keyboard goes through others on its way: it counts when the list is left, or with Enter.
export function onChoice<Field extends HTMLElement>(selector: string, act: (field: Field) => void): void {
  let isOnTheWay = false, waiting: Field | null = null;
  const done = (): void => {
    const field = waiting;
    waiting = null;
    if (field) act(field);
  };
  document.addEventListener("keydown", (event) => {
    isOnTheWay = event.key !== "Enter";
    if (isOnTheWay || !waiting) return;
    event.preventDefault();
    done();
  }, true);
  document.addEventListener("pointerdown", () => (isOnTheWay = false), true);
  document.addEventListener("focusout", (event) => event.target === waiting && done());
  document.addEventListener("change", (event) => {
    const field = (event.target as Element).closest<Field>(selector);
    if (!field) return;
    waiting = field;
    if (!isOnTheWay || !field.matches("select")) done();
  });
}
