// One other person: the connection to her browser, after the pattern of "perfect negotiation". Both sides may speak at
// once; of two offers that cross, the polite side takes back its own.

const PATIENCE = 4000; // so long a connection may stumble before a new way is looked for
const LOOK_AT_LOSS = 4000;

export class Peer {
  constructor({ mine, line, ice, tracks, tell, changed, weak }) {
    Object.assign(this, { line, tell, changed, weak, polite: mine < line, making: false, ignoring: false, badly: 0 });
    this.stream = new MediaStream();
    this.media = { camera: true, microphone: true };
    this.counted = { lost: 0, got: 0 };
    this.pc = new RTCPeerConnection({ iceServers: ice });
    this.tracks = tracks;
    this.pc.onicecandidate = ({ candidate }) => candidate && tell({ candidate });
    this.pc.ontrack = ({ track }) => {
      if (!this.stream.getTracks().includes(track)) this.stream.addTrack(track);
      this.changed(this);
    };
    this.pc.onnegotiationneeded = () => this.offer();
    this.pc.onconnectionstatechange = () => this.changed(this);
    this.pc.oniceconnectionstatechange = () => this.mend();
    if (!this.polite) {
      for (const kind of ["audio", "video"]) {
        this.pc.addTransceiver(kind, { direction: "sendrecv" }).sender.replaceTrack(tracks()[kind] || null);
      }
    }
    this.timer = setInterval(() => this.measure(), LOOK_AT_LOSS);
  }

  async offer() {
    try {
      this.making = true;
      await this.pc.setLocalDescription();
      this.tell({ description: this.pc.localDescription });
    } catch {
      // shut meanwhile
    } finally {
      this.making = false;
    }
  }

  async hear({ description, candidate, media }) {
    if (media) {
      this.media = { ...this.media, ...media };
      this.changed(this);
    }
    if (description) await this.describe(description);
    if (candidate) {
      try {
        await this.pc.addIceCandidate(candidate);
      } catch (error) {
        if (!this.ignoring && this.pc.signalingState !== "closed" && this.pc.remoteDescription) throw error;
      }
    }
  }

  async describe(description) {
    const collides = description.type === "offer" && (this.making || this.pc.signalingState !== "stable");
    this.ignoring = !this.polite && collides;
    if (this.ignoring) return;
    await this.pc.setRemoteDescription(description);
    if (description.type !== "offer") return;
    this.send();
    await this.pc.setLocalDescription();
    this.tell({ description: this.pc.localDescription });
  }

  // What we have goes out on the ways that are there; the polite side is given its ways by the first offer.
  send() {
    for (const way of this.pc.getTransceivers()) {
      const kind = way.receiver.track.kind;
      if (kind === "video" && this.soundOnly) continue;
      if (way.direction === "recvonly") way.direction = "sendrecv";
      const track = this.tracks()[kind] || null;
      if (way.sender.track !== track) way.sender.replaceTrack(track).catch(() => {});
    }
  }

  listen(soundOnly) {
    this.soundOnly = soundOnly;
    for (const way of this.pc.getTransceivers()) {
      if (way.receiver.track.kind === "video") way.direction = soundOnly ? "inactive" : "sendrecv";
    }
    this.send();
  }

  mend() {
    clearTimeout(this.stumbled);
    const state = this.pc.iceConnectionState;
    if (state === "failed") this.pc.restartIce();
    if (state === "disconnected") this.stumbled = setTimeout(() => this.pc.restartIce(), PATIENCE);
    this.changed(this);
  }

  restart(ice) {
    if (!this.pc.remoteDescription) return; // the first way is still being looked for
    this.pc.setConfiguration({ iceServers: ice });
    this.pc.restartIce();
  }

  async measure() {
    if (this.pc.connectionState !== "connected") return;
    let [lost, got, slow] = [0, 0, false];
    for (const one of (await this.pc.getStats()).values()) {
      if (one.type === "inbound-rtp") {
        lost += one.packetsLost || 0;
        got += one.packetsReceived || 0;
      }
      if (one.type === "candidate-pair" && one.nominated && one.currentRoundTripTime > 0.8) slow = true;
    }
    const [newLost, newGot] = [lost - this.counted.lost, got - this.counted.got];
    this.counted = { lost, got };
    const bad = slow || (newLost > 0 && newLost / (newLost + newGot) > 0.08);
    this.badly = bad ? this.badly + 1 : 0;
    this.weak(this.badly >= 2);
  }

  get connected() {
    return this.pc.connectionState === "connected";
  }

  close() {
    clearInterval(this.timer);
    clearTimeout(this.stumbled);
    this.pc.close();
  }
}
