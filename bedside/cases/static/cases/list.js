// Walks through the list by keys: j and k go down and up, Enter opens (a link does that by itself), r, a and e open the
// case at its answer, at who takes it, at its end. The list is refreshed while one stands in it: the same case keeps the
// focus. Without this script every case is a link.
const WRITES = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit], [type=button])";
const LEADS = { r: "#answer", a: "#take", e: "#end" };

const rows = () => [...document.querySelectorAll("[data-row]")];
const at = () => rows().findIndex((row) => row === document.activeElement);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target instanceof Element && event.target.matches(WRITES)) return;
  const all = rows();
  if (!all.length) return;
  if (event.key === "j" || event.key === "k") {
    const to = event.key === "j" ? Math.min(at() + 1, all.length - 1) : Math.max(at() - 1, 0);
    all[to].focus();
    event.preventDefault();
  } else if (event.key in LEADS && at() >= 0 && !event.repeat) {
    event.preventDefault();
    location.assign(all[at()].href + LEADS[event.key]);
  }
});

let held = null;
document.addEventListener("htmx:beforeSwap", () => {
  held = at() >= 0 ? document.activeElement.href : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (held && at() < 0) rows().find((row) => row.href === held)?.focus({ preventScroll: true });
});

// Whoever came by a key stands where it led. A browser that goes to the place in the address takes the focus away from
// whatever is in it, sooner or later while the page is loaded: so again when it has.
const led = Object.values(LEADS).includes(location.hash) && document.querySelector(location.hash);
const stand = () => (led.matches("button") ? led : led.querySelector("textarea, summary, button"))?.focus();
if (led) {
  stand();
  if (document.readyState !== "complete") addEventListener("load", () => setTimeout(stand), { once: true });
}
