// Keeps parts of a page live: `<div data-live="/address">` around elements with `data-part="name"`. The stream only says which part has
// changed; the page itself is asked for it again, so that a live part is what the page would show. Nothing is heard while the tab is hidden.

const holder = document.querySelector('[data-live]')
const changed = new Set()
const PAUSE_MILLISECONDS = 1000
let source = null
let isAsking = false

function partOf(root, name) {
  return root.querySelector(`[data-part="${CSS.escape(name)}"]`)
}

/** A part in which somebody is typing or choosing stays as it is until the next change. */
function swap(name, fresh) {
  const [here, there] = [partOf(document, name), partOf(fresh, name)]
  if (!here || !there || here.contains(document.activeElement)) return
  here.replaceChildren(...document.importNode(there, true).childNodes)
}

/** Read as a document by the browser itself: no text becomes HTML here. Without the parts it is another page: the session has ended. */
function ask() {
  if (isAsking || changed.size === 0) return
  isAsking = true
  const names = [...changed]
  changed.clear()
  const request = new XMLHttpRequest()
  request.open('GET', location.href)
  request.setRequestHeader('X-Live', '1') // nobody asked: a page that is only open keeps no session alive
  request.responseType = 'document'
  request.addEventListener('load', () => {
    if (request.status === 200 && !request.response?.querySelector('[data-live]')) return location.reload()
    if (request.status === 200) for (const name of names) swap(name, request.response)
  })
  request.addEventListener('loadend', () => {
    setTimeout(() => {
      isAsking = false
      ask()
    }, PAUSE_MILLISECONDS)
  })
  request.send()
}

function hear(...names) {
  for (const name of names) changed.add(name)
  ask()
}

function names() {
  return [...document.querySelectorAll('[data-part]')].map(({ dataset }) => dataset.part)
}

function start() {
  if (source || document.hidden) return
  source = new EventSource(holder.dataset.live)
  for (const name of names()) source.addEventListener(name, () => hear(name))
  // Refused for good: perhaps the session has ended, which the page itself will tell.
  source.addEventListener('error', ({ target }) => target.readyState === EventSource.CLOSED && hear(...names()))
}

function stop() {
  source?.close()
  source = null
}

if (holder) {
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()))
  addEventListener('pagehide', stop)
  start()
}
