// Says when the waiting-room screen is not live, and, if somebody has switched it on, says calls aloud.
//
// The board fetches itself again when it is told of a call, and every ten seconds in any case. Whatever the reason, a
// board that has not been fetched for half a minute is stale, and says so. Without this script the page loads itself
// again every fifteen seconds and carries the time of its last update.

const STALE_AFTER = 30000;
const board = document.getElementById("board");
const stale = document.getElementById("stale");
const heard = document.getElementById("heard");
const aloud = document.getElementById("aloud");
let fresh = Date.now();
let known = new Set(calls().map((call) => call.dataset.call));

function calls() {
  return [...board.querySelectorAll("[data-call]")];
}

function look() {
  const isStale = Date.now() - fresh >= STALE_AFTER;
  if (stale.hidden === isStale) stale.hidden = !isStale;
  document.body.classList.toggle("is-stale", isStale);
}

function announce() {
  const now = calls();
  const fresher = now.filter((call) => !known.has(call.dataset.call));
  known = new Set(now.map((call) => call.dataset.call));
  for (const call of fresher.reverse()) {
    heard.textContent = call.dataset.say;
    if (aloud.getAttribute("aria-pressed") === "true") say(call.dataset.say);
  }
}

function say(words) {
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = document.documentElement.lang;
  spoken.rate = 0.9;
  window.speechSynthesis.speak(spoken);
}

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.isError) event.detail.shouldSwap = false; // it shows in the staleness alone
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== board) return;
  fresh = Date.now();
  look();
  announce();
});
if ("speechSynthesis" in window) {
  aloud.hidden = false;
  aloud.addEventListener("click", () => {
    const on = aloud.getAttribute("aria-pressed") !== "true";
    aloud.setAttribute("aria-pressed", String(on));
    aloud.textContent = on ? aloud.dataset.on : aloud.dataset.off;
    if (on) say(aloud.dataset.on);
  });
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
setInterval(look, 1000);
