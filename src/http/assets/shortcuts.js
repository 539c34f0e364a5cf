// Keys for who works here all day; every one is also a link or a field of the page. Nothing happens while something is typed.

const GO = { o: '/', q: '/queues', s: '/submissions', p: '/profile' }
let waitsForSecond = false

function isTyping({ target, ctrlKey, metaKey, altKey }) {
  return ctrlKey || metaKey || altKey || target.closest?.('input, textarea, select, [contenteditable]') !== null
}

/** Only where the page has a link to it: what a role does not open is not there. */
function go(path) {
  const link = [...document.querySelectorAll('#nav a')].find((one) => one.getAttribute('href') === path)
  link?.click()
}

document.addEventListener('keydown', (event) => {
  if (isTyping(event)) return
  const wasWaiting = waitsForSecond
  waitsForSecond = !wasWaiting && event.key === 'g'
  if (wasWaiting && Object.hasOwn(GO, event.key)) return go(GO[event.key])
  if (event.key === '?') return go('/help')
  if (event.key !== '/') return
  event.preventDefault()
  document.getElementById('seek')?.focus()
})
