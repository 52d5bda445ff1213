// A key presses what carries it: data-key="b". What stands in the page itself comes before what stands in the bar.
//
// No key is taken from whoever is typing, nor together with Ctrl, Alt or Meta. In a list to choose from, letters find
// an entry, and only figures are keys. Staff can switch all of it off: then this file is not loaded.
const WRITES = "textarea, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit], [type=button])";

const carriers = (key) =>
  [...document.querySelectorAll("[data-key]")].filter(
    (one) => one.dataset.key.split(" ").includes(key) && (one.checkVisibility() || one.closest("details:not([open])")),
  );

const taken = ({ target, key }) => {
  if (!(target instanceof Element)) return false;
  return target.matches(WRITES) || (target.matches("select") && !/^[0-9]$/.test(key));
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey || taken(event)) return;
  const found = carriers(event.key);
  const one = found.find((each) => each.closest("dialog[open]")) || found.find((each) => each.closest("main")) || found[0];
  if (!one || (document.querySelector("dialog[open]") && !one.closest("dialog[open]"))) return;
  event.preventDefault();
  one.focus();
  one.click();
});
