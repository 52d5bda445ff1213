// The page of a video visit, from looking at oneself to the end. Which part shows is what the house last said.

import { Line, token } from "./line.js";
import { Own, supported } from "./own.js";
import { Peer } from "./peer.js";

const stage = document.querySelector("[data-stage]");
const own = new Own();
const peers = new Map(); // by line: one letting-in of one other person
const tiles = new Map();
let line = null;
let mine = "";
let ice = [];
let soundOnly = false;
let shown = "";

const all = (what) => [...stage.querySelectorAll(what)];
const one = (what) => stage.querySelector(what);

function show(name) {
  if (shown === name) return;
  shown = name;
  for (const panel of all("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
  const told = one(`[data-panel="${name}"] [data-tell]`);
  if (told) one("[data-status]").textContent = told.textContent.trim();
}

// ---- looking at oneself

async function check() {
  for (const trouble of all("[data-trouble]")) trouble.hidden = true;
  own.stop();
  const trouble = await own.ask();
  if (trouble) {
    one(`[data-trouble="${trouble}"]`).hidden = false;
    return;
  }
  for (const picture of all("video[data-preview]")) picture.srcObject = own.stream;
  one("[data-no-camera]").hidden = Boolean(own.tracks().video);
  one("[data-before]").hidden = true;
  one("[data-looking]").hidden = false;
  one("[data-check]").hidden = true;
  one("[data-go]").hidden = false;
  one("[data-go]").focus();
  own.measure(one("[data-level]"));
}

async function enter() {
  const go = one("[data-go]");
  go.disabled = true;
  try {
    const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
    const answer = await fetch(stage.dataset.enter, { method: "POST", headers });
    if (answer.redirected) {
      location.assign(answer.url); // an emergency, or signing in, comes first
      return;
    }
    if (!answer.ok) {
      const place = document.getElementById("refused");
      place.innerHTML = await answer.text(); // the house's own sentence
      place.focus();
      return;
    }
    const { key } = await answer.json();
    own.stopMeasuring();
    line = new Line(stage.dataset, key, heard, () => gone("elsewhere"));
    navigator.wakeLock?.request("screen").catch(() => {});
  } finally {
    go.disabled = false;
  }
}

// ---- what the house says

async function heard(told) {
  if (told.line !== mine) hangUp(); // let in anew: whoever knew us knows us no more
  mine = told.line;
  ice = told.ice;
  if (told.visit === "ended") return gone("over");
  if (told.visit === "by_phone") {
    hangUp();
    return show("phone");
  }
  if (told.seat === "lobby") {
    hangUp();
    return show("lobby");
  }
  if (told.seat !== "admitted") return gone(told.seat === "left" ? "left" : "elsewhere");
  show("call");
  meet(told.others);
  for (const word of told.signals) {
    const peer = peers.get(word.from);
    if (peer) await peer.hear(word.body).catch(() => peer.restart(ice));
  }
}

function meet(others) {
  const here = new Set(others.map((other) => other.line));
  for (const gone of [...peers.keys()].filter((known) => !here.has(known))) drop(gone);
  for (const other of others.filter((other) => !peers.has(other.line))) {
    const peer = new Peer({
      mine,
      line: other.line,
      ice,
      tracks: () => own.tracks(),
      tell: (body) => line?.tell(other.line, body),
      changed: draw,
      weak: (bad) => (one("[data-weak]").hidden = !bad || soundOnly),
    });
    peers.set(other.line, peer);
    tiles.set(other.line, newTile(other));
    if (soundOnly) peer.listen(true);
    line.tell(other.line, { media: own.media });
  }
  one("[data-nobody]").hidden = peers.size > 0;
}

function drop(known) {
  peers.get(known)?.close();
  peers.delete(known);
  tiles.get(known)?.remove();
  tiles.delete(known);
}

function hangUp() {
  for (const known of [...peers.keys()]) drop(known);
  one("[data-nobody]").hidden = false;
  one("[data-weak]").hidden = true;
}

function gone(to) {
  hangUp();
  line?.close();
  line = null;
  own.stop();
  show(to);
}

// ---- pictures

function newTile({ name, kind }) {
  const tile = one("template[data-tile]").content.firstElementChild.cloneNode(true);
  tile.querySelector("[data-name]").textContent = `${name}, ${kind}`;
  tile.querySelector("video").setAttribute("aria-label", name);
  one("[data-tiles]").insertBefore(tile, one("[data-mine]"));
  return tile;
}

function draw(peer) {
  const tile = tiles.get(peer.line);
  if (!tile) return;
  const picture = tile.querySelector("video");
  if (picture.srcObject !== peer.stream) picture.srcObject = peer.stream;
  tile.querySelector("[data-connecting]").hidden = peer.connected;
  tile.querySelector("[data-dark]").hidden = peer.media.camera && !soundOnly;
  tile.dataset.connection = peer.pc.connectionState;
}

// ---- buttons

const toggles = {
  microphone: () => own.toggle("microphone"),
  camera: () => own.toggle("camera"),
  sound: () => {
    soundOnly = !soundOnly;
    one("[data-weak]").hidden = true;
    for (const peer of peers.values()) {
      peer.listen(soundOnly);
      draw(peer);
    }
    return soundOnly;
  },
};

function pressed(button) {
  const on = toggles[button.dataset.toggle]();
  button.setAttribute("aria-pressed", String(on));
  const media = soundOnly ? { ...own.media, camera: false } : own.media;
  for (const known of peers.keys()) line?.tell(known, { media });
}

function begin() {
  if (!supported()) one('[data-trouble="unsupported"]').hidden = false;
  one("[data-check]").addEventListener("click", check);
  one("[data-go]").addEventListener("click", enter);
  one("[data-sound]").addEventListener("click", () => own.ring());
  for (const button of all("[data-toggle]")) button.addEventListener("click", () => pressed(button));
  for (const button of all("[data-again]")) {
    button.addEventListener("click", () => (stage.dataset.begins === "phone" ? again() : location.reload()));
  }
  for (const button of all("[data-leave]")) {
    button.addEventListener("click", () => {
      line?.leave();
      gone("left");
    });
  }
  window.addEventListener("pagehide", () => line?.leave());
  window.addEventListener("online", newNetwork);
  let network = navigator.connection?.type;
  navigator.connection?.addEventListener?.("change", () => {
    if (navigator.connection.type !== network) newNetwork();
    network = navigator.connection.type;
  });
}

// From the house's network to the street's: a new way to everybody.
function newNetwork() {
  for (const peer of peers.values()) peer.restart(ice);
  line?.look();
}

// After the phone was chosen on an earlier page: from the start again.
function again() {
  stage.dataset.begins = "check";
  show("check");
}

if (stage) begin();
