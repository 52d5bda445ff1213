// Dictation: record, send, read, accept. Nothing is kept here: the sound is let go once it was sent.
const RATE = 16000;
const LONGEST = 55000; // milliseconds

for (const box of document.querySelectorAll("[data-dictation]")) {
  if (!navigator.mediaDevices?.getUserMedia || !window.AudioContext) continue;
  const [start, stop, says, heard] = ["start", "stop", "says", "heard"].map((name) => box.querySelector(`[data-${name}]`));
  const notes = document.getElementById(box.dataset.into);
  let recording = null;
  box.hidden = false;

  const tell = (what) => { says.textContent = what ? says.dataset[what] : ""; };
  const show = (on) => { start.hidden = on; stop.hidden = !on; };

  start.addEventListener("click", async () => {
    start.disabled = true;
    heard.replaceChildren();
    try {
      recording = await record();
      recording.ends = setTimeout(() => stop.click(), LONGEST);
      show(true);
      stop.focus();
      tell("recording");
    } catch {
      tell("refused");
    }
    start.disabled = false;
  });

  stop.addEventListener("click", async () => {
    if (!recording) return;
    const sound = recording.end();
    clearTimeout(recording.ends);
    recording = null;
    show(false);
    start.disabled = true;
    tell("waiting");
    try {
      const spoken = document.getElementById("id_notes_language")?.value || "";
      const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
      const headers = { "Content-Type": "audio/wav", "HX-Request": "true", "X-CSRFToken": token };
      const address = `${box.dataset.dictation}?language=${encodeURIComponent(spoken)}`;
      const answer = await fetch(address, { method: "POST", headers, body: sound, redirect: "manual" });
      if (answer.type === "opaqueredirect") throw new Error("signed out");
      heard.innerHTML = await answer.text();
      tell("");
      heard.querySelector("[data-accept]")?.focus();
    } catch {
      tell("failed");
    }
    start.disabled = false;
  });

  heard.addEventListener("click", (press) => {
    const words = heard.querySelector("[data-words]")?.textContent || "";
    if (press.target.closest("[data-accept]")) {
      notes.value = [notes.value.trimEnd(), words].filter(Boolean).join("\n");
      notes.dispatchEvent(new Event("input", { bubbles: true }));
      notes.focus();
    } else if (!press.target.closest("[data-leave]")) {
      return;
    }
    heard.replaceChildren();
  });
}

async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  const source = context.createMediaStreamSource(stream);
  const listener = context.createScriptProcessor(4096, 1, 1);
  const pieces = [];
  listener.onaudioprocess = (sound) => pieces.push(new Float32Array(sound.inputBuffer.getChannelData(0)));
  source.connect(listener);
  listener.connect(context.destination);
  return {
    end() {
      listener.disconnect();
      source.disconnect();
      for (const track of stream.getTracks()) track.stop();
      const rate = context.sampleRate;
      context.close();
      return wav(thin(pieces, rate));
    },
  };
}

// Every piece at 16,000 a second, each the mean of those it stands for.
function thin(pieces, rate) {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) { all.set(piece, at); at += piece.length; }
  const step = Math.max(rate / RATE, 1);
  const few = new Int16Array(Math.floor(all.length / step));
  for (let i = 0; i < few.length; i += 1) {
    const from = Math.floor(i * step);
    const to = Math.max(Math.floor((i + 1) * step), from + 1);
    let sum = 0;
    for (let j = from; j < to; j += 1) sum += all[j];
    few[i] = Math.max(-1, Math.min(1, sum / (to - from))) * 32767;
  }
  return few;
}

function wav(samples) {
  const head = new DataView(new ArrayBuffer(44));
  const word = (at, letters) => [...letters].forEach((letter, i) => head.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF"); head.setUint32(4, 36 + samples.byteLength, true); word(8, "WAVEfmt ");
  head.setUint32(16, 16, true); head.setUint16(20, 1, true); head.setUint16(22, 1, true);
  head.setUint32(24, RATE, true); head.setUint32(28, RATE * 2, true); head.setUint16(32, 2, true); head.setUint16(34, 16, true);
  word(36, "data"); head.setUint32(40, samples.byteLength, true);
  return new Blob([head, samples], { type: "audio/wav" });
}
