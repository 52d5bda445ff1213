// What was typed is not lost when the network is: it is kept on this phone and sent again, once, when the network is back.
// The form's own number makes the house do it once, even where the answer was lost on the way and not the words.
const form = document.querySelector("form[data-keep]")
const told = document.querySelector("[data-kept]")
const place = `kept:${location.pathname}${location.search}`
const NOT_NOW = [401, 403, 404, 408, 425, 429] // the page is shut to us for now: what was typed may still be wanted
const DOORS = ["/sign-in/", "/second-step/"]
const DAY = 24 * 60 * 60 * 1000

const kept = () => {
  const found = JSON.parse(localStorage.getItem(place) || "null")
  if (found && Date.now() - found.at > DAY) forget()
  return found && Date.now() - found.at <= DAY ? found : null
}
const forget = () => {
  localStorage.removeItem(place)
  sessionStorage.removeItem(typing)
}

// What was typed and not sent yet outlives the page in this one tab: a phone that let go of it, a reload, a wrong link.
// What was sent already is put back only into the very page from which it was sent, where the network took it.
const typing = `typed:${location.pathname}${location.search}`
const boxes = (here) =>
  [...here.elements].filter(({ name, type }) => name && !["hidden", "file", "password", "submit", "button"].includes(type))
const note = (here, sent = false) => {
  const said = boxes(here).map(({ name, value, checked }) => ({ name, value, checked }))
  sessionStorage.setItem(typing, JSON.stringify({ sent, said }))
}
const putBack = (here) => {
  const { sent, said } = JSON.parse(sessionStorage.getItem(typing) || "{}")
  const now = boxes(here)
  const cameBack = ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type)
  if (!said || (sent && !cameBack) || said.length !== now.length || said.some(({ name }, at) => name !== now[at].name)) return
  now.forEach((one, at) => {
    if (["radio", "checkbox"].includes(one.type)) one.checked = said[at].value === one.value ? said[at].checked : one.checked
    else one.value = said[at].value
  })
  here.dispatchEvent(new Event("change", { bubbles: true }))
}

const send = async (pairs) => {
  const body = new URLSearchParams(pairs)
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value // the page's own; the kept one may be old
  body.set("csrfmiddlewaretoken", token)
  const answer = await fetch(location.href, { method: "POST", body, headers: { "X-CSRFToken": token } })
  const atTheDoor = answer.redirected && DOORS.some((one) => new URL(answer.url).pathname.startsWith(one))
  if (answer.status >= 500 || NOT_NOW.includes(answer.status) || atTheDoor) throw new TypeError("not taken")
  forget()
  if (answer.redirected) return location.assign(answer.url)
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  document.querySelector("main").replaceWith(page.querySelector("main")) // what has to be put right
  document.querySelector("main").focus()
  watch()
}

const keep = (pairs) => {
  localStorage.setItem(place, JSON.stringify({ at: Date.now(), pairs }))
  document.querySelector("[data-kept]").hidden = false
}

const again = () => {
  const found = kept()
  if (found) send(found.pairs).catch(() => keep(found.pairs))
}

const watch = () => {
  const here = document.querySelector("form[data-keep]")
  here?.addEventListener("input", () => note(here))
  here?.addEventListener("submit", (event) => {
    const files = [...here.querySelectorAll("input[type=file]")].flatMap((one) => [...one.files])
    const large = document.querySelector("[data-large]")
    if (large) {
      large.hidden = files.reduce((sum, one) => sum + one.size, 0) <= Number(large.dataset.large)
      if (!large.hidden) { // the house would not read it, and what was typed would be lost on the way
        event.preventDefault()
        return large.scrollIntoView({ block: "center" })
      }
    }
    if (here.querySelector("input[type=file]")) return note(here, true)
    event.preventDefault()
    const pairs = [...new FormData(here, event.submitter)].map(([name, value]) => [name, String(value)])
    here.querySelectorAll("button").forEach((button) => { button.disabled = true })
    send(pairs)
      .catch(() => keep(pairs))
      .finally(() => here.querySelectorAll("button").forEach((button) => { button.disabled = false }))
  })
}

if (form && told) {
  if (!form.querySelector("[aria-invalid=true], .nhsuk-error-message")) putBack(form)
  watch()
  window.addEventListener("online", again)
  again()
}
