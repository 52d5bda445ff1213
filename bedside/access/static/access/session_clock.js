// Says before the session ends, lets one stay, and covers the page when it is over. What was typed stays in the page.
(() => {
  const clock = document.getElementById("session-clock")
  const main = document.getElementById("main")
  if (!clock || !main) return
  const part = (name) => clock.querySelector(name)
  let ends = Date.now() + clock.dataset.left * 1000

  const show = (state) => {
    const over = state === "over"
    clock.hidden = state === "calm"
    part("[data-say=soon]").hidden = state !== "soon"
    part("[data-say=over]").hidden = !over
    part("[data-do=stay]").hidden = over
    part("[data-do=sign-in]").hidden = part("[data-do=look]").hidden = !over
    if (over) document.body.insertBefore(clock, main)
    main.hidden = over
  }

  const learn = async (response) => {
    if (!response.ok || response.redirected) return false
    const told = await response.json()
    const same = told.who === clock.dataset.who // somebody else may have signed in meanwhile
    ends = Date.now() + (same ? told.left * 1000 : 0)
    if (!same) return false
    // Signing in again makes a new token against forgery; the forms of this page take it over.
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = told.token })
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": told.token }))
    return true
  }
  const ask = () => fetch(clock.dataset.ask, { headers: { "HX-Request": "true" } }).then(learn, () => null)
  const stay = () => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value
    return fetch(clock.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token } }).then(learn, () => null)
  }

  const look = async () => {
    if (ends - Date.now() < clock.dataset.warn * 1000) await ask() // another tab may have kept the session awake
    const left = ends - Date.now()
    if (left <= 0) return show("over")
    part("[data-minutes]").textContent = Math.max(1, Math.round(left / 60000))
    show(left < clock.dataset.warn * 1000 ? "soon" : "calm")
  }

  part("[data-do=stay]").addEventListener("click", async () => { await stay(); look() })
  part("[data-do=look]").addEventListener("click", look)
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look() })
  setInterval(look, 15000)
})()
