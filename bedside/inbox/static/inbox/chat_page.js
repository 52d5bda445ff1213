// A chat goes on when the page around it is opened anew in this tab. The tab alone remembers where it stands, and forgets
// it when the chat has ended. Escape closes the dialog in which it stands; a new line is brought into view.

const KEPT = "bedside-chat";
const { chat } = document.body.dataset;
const shelf = (() => {
  try {
    return window.sessionStorage;
  } catch {
    return null; // a browser that keeps nothing for frames: the chat is begun anew
  }
})();

if (chat === "start") {
  const kept = shelf?.getItem(KEPT);
  if (window.parent !== window && kept?.startsWith("/c/")) window.location.replace(kept);
} else if (chat === "over") {
  shelf?.removeItem(KEPT);
} else if (chat) {
  shelf?.setItem(KEPT, chat);
}

const log = document.getElementById("log");
if (log) {
  log.scrollTop = log.scrollHeight;
  log.addEventListener("htmx:afterSettle", () => (log.scrollTop = log.scrollHeight));
}

if (window.parent !== window) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") window.parent.postMessage("bedside:close", "*");
  });
}
