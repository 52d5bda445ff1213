// The line to the house: a key in a header, a stream that says that there is news, and fetching it. Never a picture.

const POLL = 5000; // a stream can be cut by a proxy; nobody stays outside the door because of that
const BREATH = 25000;

export const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

export class Line {
  constructor(addresses, key, heard, gone) {
    Object.assign(this, { addresses, key, heard, gone, after: 0, seen: new Set(), queue: [], shut: false });
    this.poll = setInterval(() => this.look(), POLL);
    this.breath = setInterval(() => this.post(this.addresses.presence).catch(() => {}), BREATH);
    this.post(this.addresses.presence).catch(() => {});
    this.follow();
    this.look();
  }

  headers(more = {}) {
    return { "X-Seat": this.key, "X-CSRFToken": token(), Accept: "application/json", ...more };
  }

  post(address, body, more = {}) {
    const headers = this.headers(body ? { "Content-Type": "application/json" } : {});
    return fetch(address, { method: "POST", redirect: "manual", headers, body, ...more });
  }

  // One look at a time; whoever rings meanwhile is answered by one more.
  async look() {
    if (this.shut) return;
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    let told = null;
    try {
      const answer = await fetch(`${this.addresses.news}?after=${this.after}`, { headers: this.headers(), redirect: "manual" });
      if (this.shut) return;
      if (answer.status === 404 || answer.type === "opaqueredirect") {
        this.close();
        this.gone();
        return;
      }
      if (answer.ok) {
        told = await answer.json();
        told.signals = told.signals.filter((one) => !this.seen.has(one.id));
        for (const one of told.signals) {
          this.seen.add(one.id);
          this.after = Math.max(this.after, one.id);
        }
      }
    } catch {
      // no connection: the next look finds out
    }
    try {
      if (told && !this.shut) await this.heard(told);
    } finally {
      this.looking = false;
      if (this.again) {
        this.again = false;
        this.look();
      }
    }
  }

  async follow() {
    if (this.shut) return;
    clearTimeout(this.timer);
    try {
      const answer = await fetch(this.addresses.live, { headers: this.headers(), redirect: "manual" });
      if (!answer.ok) throw new Error("no ticket");
      const { ticket } = await answer.json();
      if (this.shut) return;
      this.source?.close();
      const mine = (this.source = new EventSource(`/live/?ticket=${encodeURIComponent(ticket)}`));
      const look = () => mine === this.source && this.look();
      for (const name of ["hello", "look", "resync"]) mine.addEventListener(name, look);
      mine.addEventListener("renew", () => mine === this.source && this.follow());
      mine.onerror = () => mine === this.source && this.later();
    } catch {
      this.later();
    }
  }

  later() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.follow(), 2000 + Math.random() * 2000);
  }

  // Words leave one handful after the other, in the order in which they were said.
  tell(to, body) {
    this.queue.push({ to, body });
    if (!this.telling) this.flush();
  }

  async flush() {
    this.telling = true;
    let tries = 0;
    while (this.queue.length && !this.shut) {
      const words = this.queue.slice(0, 20);
      let status = 0;
      try {
        status = (await this.post(this.addresses.signals, JSON.stringify({ words }))).status;
      } catch {
        status = 0;
      }
      const notYet = status === 0 || status === 429 || status >= 500;
      if (!notYet || ++tries > 5) {
        this.queue.splice(0, words.length);
        tries = 0;
        if (status === 404) this.look(); // somebody has gone, or we have
      } else {
        await new Promise((wake) => setTimeout(wake, 500 * 2 ** tries));
      }
    }
    this.telling = false;
  }

  leave() {
    this.post(this.addresses.leaving, undefined, { keepalive: true }).catch(() => {});
    this.close();
  }

  close() {
    this.shut = true;
    clearInterval(this.poll);
    clearInterval(this.breath);
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }
}
