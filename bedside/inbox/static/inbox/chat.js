// Adds the button "Write to us" to a page of the clinic's web site. What is said stands in a frame of ours: the page
// around it can read nothing of it. <script src="https://…/chat.js" data-language="en" async></script>
// At /chat.js the house hands this function what it needs to know.
(({ words, sites, page }) => {
  const tag = document.currentScript;
  const home = new URL(tag.src).origin;
  if (!sites.includes(location.origin)) {
    console.warn(`Bedside: ${location.origin} is not among BEDSIDE_CHAT_SITES, so there is no chat on this page.`);
    return;
  }
  const wanted = tag.dataset.language || document.documentElement.lang.split("-")[0];
  const language = wanted in words ? wanted : "en";
  const said = words[language];

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { all: initial; }
    button { box-sizing: border-box; font: 700 1.125rem/1.2 system-ui, sans-serif; border-radius: 0.75rem; cursor: pointer; min-height: 3rem; }
    button:focus-visible { outline: 4px solid #ffd54a; outline-offset: 0; box-shadow: 0 0 0 7px #1b2b30; }
    .open { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 2147483000; padding: 0.75rem 1.25rem; color: #fff; background: #0b5c63; border: 2px solid #fff; box-shadow: 0 4px 16px rgb(27 43 48 / 25%); }
    dialog { box-sizing: border-box; width: min(28rem, 100vw); height: min(44rem, 100dvh); max-width: none; max-height: none; margin: auto 1rem 1rem auto; padding: 0; overflow: hidden; border: 1px solid #6b7b80; border-radius: 0.75rem; background: #fbf9f5; }
    dialog:dir(rtl) { margin: auto auto 1rem 1rem; }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: rgb(27 43 48 / 45%); }
    .close { align-self: flex-end; margin: 0.25rem; padding: 0.25rem 1rem; color: #0b5c63; background: transparent; border: 0; text-decoration: underline; }
    iframe { flex: 1; width: 100%; border: 0; }
    @media (max-width: 40rem) { dialog, dialog:dir(rtl) { width: 100vw; height: 100dvh; margin: 0; border: 0; border-radius: 0; } }
  `);
  root.adoptedStyleSheets = [style];

  const open = document.createElement("button");
  const dialog = document.createElement("dialog");
  const close = document.createElement("button");
  open.className = "open";
  close.className = "close";
  open.type = close.type = "button";
  open.textContent = said.open;
  close.textContent = said.close;
  open.setAttribute("aria-haspopup", "dialog");
  dialog.setAttribute("aria-label", said.open);
  for (const one of [open, dialog]) {
    one.lang = language;
    one.dir = said.dir;
  }
  dialog.append(close);
  root.append(open, dialog);
  document.body.append(host);

  let frame;
  open.addEventListener("click", () => {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = said.open;
      frame.src = `${home}${page}?language=${language}`;
      dialog.append(frame);
    }
    dialog.showModal();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => open.focus());
  window.addEventListener("message", (event) => {
    if (frame && event.source === frame.contentWindow && event.origin === home && event.data === "bedside:close") dialog.close();
  });
})
