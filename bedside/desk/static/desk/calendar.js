// Walking through the calendar with the arrows, and moving a visit in it: m picks it up, the arrows and Enter put it
// down, Escape leaves it; or one drags it. Where it is put down the house is asked, and only the house moves it.
//
// Without this file the calendar is read, and a visit is moved on its own page.

const words = document.getElementById("carried");
const dialog = document.getElementById("moving");
let carried = null; // the visit in hand
let stale = null; // what has changed meanwhile and waits until the hand is empty

const shown = (selector) => [...document.querySelectorAll(`.diary ${selector}`)].filter((one) => one.checkVisibility());

function pickUp(visit) {
  carried = visit;
  visit.classList.add("carried");
  for (const time of shown("[data-slot]")) time.classList.toggle("fits", time.dataset.fits === visit.dataset.fits);
  document.querySelector(".diary")?.classList.add("carrying");
  words.textContent = words.dataset.says;
}

function letGo() {
  if (!carried) return;
  carried.classList.remove("carried");
  document.querySelector(".diary")?.classList.remove("carrying");
  words.textContent = "";
  carried = null;
  if (stale) document.body.dispatchEvent(new CustomEvent(stale));
  stale = null;
}

function putDown(time) {
  const { move, view } = carried.dataset;
  const address = `${move}?slot=${time.dataset.slot}&view=${view}`;
  window.htmx.ajax("GET", address, { target: "#moving-to", swap: "innerHTML" });
}

// The next in a direction: the nearest that lies there, in the same column or line first.
function beside(from, key) {
  const here = from.getBoundingClientRect();
  const along = key === "ArrowUp" || key === "ArrowDown";
  const sign = key === "ArrowUp" || key === "ArrowLeft" ? -1 : 1;
  let best = null;
  let least = Infinity;
  for (const one of shown(carried ? "[data-walk]:is([data-slot], .carried)" : "[data-walk]")) {
    const there = one.getBoundingClientRect();
    const [x, y] = [there.left - here.left, there.top - here.top];
    const [ahead, aside] = along ? [y * sign, Math.abs(x)] : [x * sign, Math.abs(y)];
    if (ahead < 2) continue;
    const far = along ? ahead + aside * 40 : aside + ahead * 40;
    if (far < least) [best, least] = [one, far];
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || dialog.open) return;
  const on = event.target instanceof Element ? event.target.closest(".diary [data-walk]") : null;
  if (event.key === "Escape") return letGo();
  if (event.key.startsWith("Arrow") && (on || document.activeElement === document.body)) {
    const next = on ? beside(on, event.key) : shown("[data-walk]")[0];
    if (!next) return;
    event.preventDefault();
    next.focus();
  } else if (event.key === "m" && on?.dataset.move && words.dataset.keys !== "off") {
    event.preventDefault();
    letGo();
    pickUp(on);
  } else if (event.key === "Enter" && carried && on) {
    event.preventDefault();
    if (on.dataset.slot) putDown(on);
    else letGo();
  }
});

document.addEventListener("dragstart", (event) => {
  const visit = event.target instanceof Element ? event.target.closest("[data-move]") : null;
  if (!visit) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  pickUp(visit);
});
document.addEventListener("dragover", (event) => {
  if (carried && event.target.closest("[data-slot]")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const time = carried && event.target.closest("[data-slot]");
  if (!time) return;
  event.preventDefault();
  putDown(time);
});
document.addEventListener("dragend", () => !dialog.open && setTimeout(() => dialog.open || letGo(), 1500));

dialog.addEventListener("close", letGo);
dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-leave]")) return;
  event.preventDefault();
  dialog.close();
});
document.body.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id === "moving-to") dialog.showModal();
});
document.body.addEventListener("htmx:responseError", () => {
  dialog.open ? dialog.close() : letGo();
});
// While something is in hand the times stay where they are.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (!carried || !event.detail.elt.closest(".live")) return;
  event.detail.shouldSwap = false;
  stale = event.detail.requestConfig.triggeringEvent?.type ?? null;
});
// What was looked at stays in sight when the times are fetched again.
let before = null;
document.body.addEventListener("htmx:beforeSwap", () => {
  const { scrollTop = 0, scrollLeft = 0 } = document.querySelector(".diary") ?? {};
  const { visit, slot } = document.activeElement?.dataset ?? {};
  before = { focused: visit ? `[data-visit="${visit}"]` : slot && `[data-slot="${slot}"]`, scrollTop, scrollLeft };
});
document.body.addEventListener("htmx:afterSettle", ({ target }) => {
  const diary = document.querySelector(".diary");
  if (!before || !diary || !target.closest(".live")) return;
  Object.assign(diary, { scrollTop: before.scrollTop, scrollLeft: before.scrollLeft });
  if (before.focused) shown(before.focused)[0]?.focus({ preventScroll: true });
});

const asked = new URLSearchParams(location.search).get("moved");
const moved = asked && shown(`[data-visit="${CSS.escape(asked)}"]`)[0];
const next = shown("[data-slot], [data-move]")[0];
if (moved) moved.focus();
else if (next?.closest(".diary")) {
  const diary = next.closest(".diary");
  const head = diary.querySelector("thead").offsetHeight;
  diary.scrollTop = next.getBoundingClientRect().top - diary.getBoundingClientRect().top - head - 4;
}
