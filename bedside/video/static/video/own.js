// One's own camera and microphone: asking for them, looking at oneself, and switching them off.

export const supported = () => Boolean(navigator.mediaDevices?.getUserMedia && window.RTCPeerConnection);

const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } };
const SOUND = { echoCancellation: true, noiseSuppression: true };

export class Own {
  constructor() {
    this.stream = null;
  }

  // "" when all is well; else what is in the way: refused, nothing, unsupported. Without a camera, sound alone will do.
  async ask() {
    if (!supported()) return "unsupported";
    for (const video of [PICTURE, false]) {
      try {
        this.stream = await navigator.mediaDevices.getUserMedia({ video, audio: SOUND });
        return "";
      } catch (error) {
        if (error.name === "NotAllowedError" || error.name === "SecurityError") return "refused";
      }
    }
    return "nothing";
  }

  tracks() {
    const [audio] = this.stream?.getAudioTracks() || [];
    const [video] = this.stream?.getVideoTracks() || [];
    return { audio, video };
  }

  get media() {
    const { audio, video } = this.tracks();
    return { camera: Boolean(video?.enabled), microphone: Boolean(audio?.enabled) };
  }

  toggle(what) {
    const track = this.tracks()[what === "camera" ? "video" : "audio"];
    if (track) track.enabled = !track.enabled;
    return Boolean(track?.enabled);
  }

  // The bar of the microphone, until the page has better things to do.
  measure(bar) {
    if (!this.tracks().audio || this.ear) return;
    this.ear = new AudioContext();
    const listens = this.ear.createAnalyser();
    listens.fftSize = 512;
    this.ear.createMediaStreamSource(new MediaStream([this.tracks().audio])).connect(listens);
    const heard = new Uint8Array(listens.fftSize);
    const step = () => {
      if (!this.ear) return;
      listens.getByteTimeDomainData(heard);
      bar.value = Math.min(100, Math.max(...heard.map((one) => Math.abs(one - 128))) * 2);
      setTimeout(step, 100);
    };
    step();
  }

  ring() {
    const voice = new AudioContext();
    const tone = voice.createOscillator();
    const level = voice.createGain();
    tone.frequency.value = 523;
    level.gain.value = 0.2;
    tone.connect(level).connect(voice.destination);
    tone.start();
    tone.stop(voice.currentTime + 0.8);
    tone.onended = () => voice.close();
  }

  stopMeasuring() {
    this.ear?.close();
    this.ear = null;
  }

  stop() {
    this.stopMeasuring();
    for (const track of this.stream?.getTracks() || []) track.stop();
    this.stream = null;
  }
}
