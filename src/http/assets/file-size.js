// Says at once that files are too large for a form, before they are sent for nothing. Without it the form comes back and says the same.

function areTooLarge({ files, dataset }) {
  const sizes = [...files].map(({ size }) => size)
  const all = sizes.reduce((sum, size) => sum + size, 0)
  if (sizes.length > Number(dataset.files) || all > Number(dataset.filesBytes)) return true
  return sizes.some((size) => size > Number(dataset.fileBytes))
}

function watch(input) {
  const message = document.getElementById(`${input.id}-too-large`)
  const description = input.getAttribute('aria-describedby') ?? ''
  const tell = () => {
    const isWrong = areTooLarge(input)
    message.hidden = !isWrong
    input.setAttribute('aria-invalid', String(isWrong))
    input.setAttribute('aria-describedby', isWrong ? `${description} ${message.id}` : description)
    return isWrong
  }
  input.addEventListener('change', tell)
  input.form.addEventListener('submit', (event) => {
    if (!tell()) return
    event.preventDefault()
    input.focus()
  })
}

for (const input of document.querySelectorAll('input[data-file-bytes]')) watch(input)
