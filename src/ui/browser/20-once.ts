/** A form is sent once, however often the button is pressed. Whoever listens hears that it is on its way. */
const PATIENCE_MS = 12_000

const status = document.createElement('p')
status.className = 'unseen'
status.setAttribute('role', 'status')
document.body.append(status)

function rest(form: HTMLFormElement): void {
  delete form.dataset['sending']
  for (const button of document.querySelectorAll('[aria-disabled="true"][data-pressed]')) {
    button.removeAttribute('aria-disabled')
    button.removeAttribute('data-pressed')
  }
  status.textContent = ''
}

document.addEventListener('submit', event => {
  const form = event.target
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return
  if (form.dataset['sending'] !== undefined) return event.preventDefault()
  form.dataset['sending'] = ''
  // A button that is switched off would take its name and value out of what is sent, so it is only said to be off.
  event.submitter?.setAttribute('aria-disabled', 'true')
  event.submitter?.setAttribute('data-pressed', '')
  status.textContent = document.body.dataset['sending'] ?? ''
  // What answers with a file leaves the page where it is, and a line that broke off should not lock it.
  setTimeout(rest, PATIENCE_MS, form)
})

// Back from the next page, as it was left.
addEventListener('pageshow', event => {
  if (event.persisted) for (const form of document.forms) rest(form)
})
export {}
