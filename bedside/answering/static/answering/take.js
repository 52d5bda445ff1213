// Taking a suggestion without leaving the page: a sentence is added, a word is put in another's place.
(() => {
  const box = () => document.getElementById("id_words");
  const letters = "[\\p{L}\\p{N}_]";
  const word = (text) => new RegExp(`(?<!${letters})${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!${letters})`, "u");
  const take = (button) => {
    const draft = box();
    if (!draft) return false;
    const { take: text, insteadOf } = button.dataset;
    draft.value = insteadOf ? draft.value.replace(word(insteadOf), () => text) : `${draft.value.trimEnd()}\n\n${text}`.trim();
    draft.dispatchEvent(new Event("input", { bubbles: true }));
    draft.focus();
    return true;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (button && take(button)) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !/^Digit[1-9]$/.test(event.code)) return;
    const button = document.querySelector(`[data-take][accesskey="${event.code.slice(5)}"]`);
    if (button && take(button)) event.preventDefault();
  });
})();
