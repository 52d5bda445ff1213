// Leaves the page when nobody has touched it for its time: data-leave-after seconds, then to data-leave-to. Where one types
// (data-typing) each key begins the time anew. Without this script the page says the same to the browser in its head.

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
  if (Date.now() >= leavesAt) window.location.replace(leaveTo);
}, 500);

// What the browser has kept of a page is not shown again: the house says whose turn it is.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
