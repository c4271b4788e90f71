// Nothing is sent in the name of somebody who logged in in another tab meanwhile: what was typed stays, and the page says so.
import { whenIdle } from "../../design/assets/lib/later";
import { tell } from "../../design/assets/lib/live";
import { remember, somebodyElse } from "../../design/assets/lib/viewer";

whenIdle(remember); // the first look into the storage may take a while
addEventListener("submit", (event) => {
  const words = (event.target as HTMLFormElement).method === "post" && somebodyElse();
  if (!words) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  tell(words, true);
}, true);
