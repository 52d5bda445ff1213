// Leaves the page when nobody has touched it for its time: data-leave-after seconds, then to data-leave-to. Where one types
// (data-typing) each key begins the time anew. Without this script the page says the same to the browser in its head.

const AGAIN = 5000;
const { leaveAfter, leaveTo } = document.body.dataset;
const typing = "typing" in document.body.dataset;
const lasts = Number(leaveAfter) * 1000;
let leavesAt = Date.now() + lasts;

if (typing) {
  for (const touched of ["input", "keydown", "pointerdown"]) {
    document.addEventListener(touched, () => (leavesAt = Date.now() + lasts));
  }
}
setInterval(() => {
  if (Date.now() >= leavesAt) leave();
}, 500);

// First nothing of hers is seen any more, whether or not the house answers; the next page comes when it does.
async function leave() {
  leavesAt = Date.now() + AGAIN;
  for (const part of document.body.children) part.hidden = part.id !== "away";
  try {
    const ends = document.querySelector("form[data-ends]"); // nobody answered: her turn is over, and not only its page
    const how = ends ? { method: "POST", body: new URLSearchParams(new FormData(ends)) } : { cache: "no-store" };
    const answer = await fetch(ends ? ends.action : leaveTo, { ...how, redirect: "manual" });
    if (answer.ok || answer.type === "opaqueredirect") window.location.replace(leaveTo);
  } catch {
    // not there just now: asked again in a moment
  }
}

// What the browser has kept of a page is not shown again: the house says whose turn it is.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
