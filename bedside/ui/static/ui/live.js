// Looks again when something has changed. Elements say what they follow: data-live-topics="desk,place:7".
//
// One stream carries all topics of the page. Each change becomes two events on the body: "look-again", with the topic
// in its detail, and "live:<topic>"; htmx parts listen with hx-trigger="look-again from:body". The stream never keeps a
// session alive, and ends with it. Without this script the page is as fresh as when it was opened.

const LONGEST_PAUSE = 30000;
const OFF_AFTER = 30000;

const followers = () => [...document.querySelectorAll("[data-live-topics]")];

const topicsOf = (elements) => [
  ...new Set(elements.flatMap((element) => element.dataset.liveTopics.split(/[\s,]+/)).filter(Boolean)),
];

let source = null;
let heard = null; // the number of the last event, from which the next stream goes on
let pause = 1000;
let offSince = null;
let timer = null;
let stopped = false;

function lookAgain(topic) {
  const topics = topic === "*" ? topicsOf(followers()) : [topic];
  for (const one of topics) {
    document.body.dispatchEvent(new CustomEvent(`live:${one}`, { bubbles: true }));
  }
  document.body.dispatchEvent(new CustomEvent("look-again", { bubbles: true, detail: { topic } }));
}

function say(state) {
  for (const element of followers()) {
    if (element.dataset.liveState !== state) element.dataset.liveState = state;
  }
}

function live() {
  pause = 1000;
  offSince = null;
  say("on");
}

function notLive() {
  offSince ??= Date.now();
  if (Date.now() - offSince >= OFF_AFTER) say("off");
}

function close() {
  if (source) source.close();
  source = null;
}

function again() {
  close();
  notLive();
  clearTimeout(timer);
  if (stopped) return;
  timer = setTimeout(follow, pause * (0.5 + Math.random() / 2));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

async function follow() {
  clearTimeout(timer);
  const elements = followers();
  const topics = topicsOf(elements);
  if (!topics.length || document.visibilityState === "hidden") return;
  let told;
  try {
    const answer = await fetch(`${document.body.dataset.liveTickets || "/live/ticket/"}?topics=${encodeURIComponent(topics.join(","))}`, {
      redirect: "manual",
      headers: { Accept: "application/json" },
    });
    if (answer.type === "opaqueredirect" || answer.status === 404) {
      stopped = true; // signed out: nothing to follow any more
      say("off");
      return;
    }
    told = await answer.json();
  } catch {
    again();
    return;
  }
  if (!told.ticket) {
    stopped = true;
    say("off");
    return;
  }
  if (heard === null) {
    const since = elements.map((element) => element.dataset.liveSince).filter(Boolean).map(Number);
    heard = since.length ? Math.min(...since) : null;
  }
  const firstTime = heard === null;
  const after = firstTime ? "" : `&after=${heard}`;
  close();
  const mine = (source = new EventSource(`/live/?ticket=${encodeURIComponent(told.ticket)}${after}`));
  const on = (name, act) =>
    mine.addEventListener(name, (event) => {
      if (mine !== source) return;
      if (event.lastEventId) heard = Number(event.lastEventId);
      act(event);
    });
  on("hello", () => {
    live();
    if (firstTime) lookAgain("*"); // whatever changed between the page and the stream
  });
  on("look", (event) => lookAgain(event.data));
  on("resync", () => {
    live();
    lookAgain("*");
  });
  on("renew", () => {
    close();
    follow();
  });
  mine.onerror = () => {
    if (mine === source) again();
  };
}

// What somebody has opened stays open when its part is drawn anew: the second "More" is the second "More" again.
const folded = (part) => {
  const counts = new Map();
  return [...part.querySelectorAll("details")].map((one) => {
    const text = one.querySelector("summary")?.textContent.trim() ?? "";
    counts.set(text, (counts.get(text) ?? 0) + 1);
    return { one, name: `${text} ${counts.get(text)}` };
  });
};
let opened = new Set();
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  opened = new Set(folded(detail.target).filter(({ one }) => one.open).map(({ name }) => name));
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  for (const { one, name } of folded(detail.target)) one.open ||= opened.has(name);
});

// A hidden page needs no stream. When it is seen again it goes on from where it was.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    clearTimeout(timer);
    close();
  } else if (!source && !stopped) {
    follow();
  }
});
window.addEventListener("pagehide", close);
window.addEventListener("pageshow", (event) => {
  if (event.persisted && !stopped) follow();
});
if (topicsOf(followers()).length) {
  setInterval(() => {
    if (!source && !stopped && document.visibilityState === "visible") notLive();
  }, 5000);
  follow();
}
