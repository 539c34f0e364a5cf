// Asks the Web eID extension of the browser to let the card answer our challenge, and sends the answer with the form of the page.
// The extension listens to messages of the page, and answers by messages of the same window.

const SECONDS_TO_ACKNOWLEDGE = 2
const AUTHENTICATE = 'web-eid:authenticate'

const box = document.querySelector('#web-eid')
const form = box?.querySelector('form')
let acknowledgement

function tell(what) {
  for (const part of box.querySelectorAll('[data-tell]')) part.hidden = part.dataset.tell !== what
}

function ask() {
  tell('waiting')
  const { nonce, language } = box.dataset
  acknowledgement = setTimeout(() => tell('missing'), SECONDS_TO_ACKNOWLEDGE * 1000)
  const options = { lang: language }
  const message = { action: AUTHENTICATE, libraryVersion: '2.0.0', challengeNonce: nonce, options }
  window.postMessage(message, window.location.origin)
}

function hear({ source, origin, data }) {
  if (source !== window || origin !== window.location.origin || typeof data?.action !== 'string') return
  if (!data.action.startsWith(`${AUTHENTICATE}-`)) return
  clearTimeout(acknowledgement)
  if (data.action === `${AUTHENTICATE}-failure`) return tell('failed')
  if (data.action !== `${AUTHENTICATE}-success`) return
  const { unverifiedCertificate, algorithm, signature, format } = data
  form.elements.token.value = JSON.stringify({ unverifiedCertificate, algorithm, signature, format })
  form.submit()
}

if (form) {
  window.addEventListener('message', hear)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    ask()
  })
}
