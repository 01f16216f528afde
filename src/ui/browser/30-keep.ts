/** What was typed survives a broken line: it is kept in this tab until the page it was typed on has been sent and another one has come. */
type Kept = { sent: boolean; words: Record<string, string> }
type Typed = HTMLInputElement | HTMLTextAreaElement

const PREFIX = 'backhaul:'
const here = PREFIX + location.pathname

/** Without a place to keep things (a browser that forbids it, a frame of another shop) nothing is kept. */
const place = (() => {
  try {
    return sessionStorage
  } catch {
    return null
  }
})()

/** One-time codes are typed anew, and hidden fields are the page's. */
const isKept = (field: unknown): field is Typed =>
  field instanceof HTMLTextAreaElement ||
  (field instanceof HTMLInputElement &&
    ['text', 'email', 'tel', 'search'].includes(field.type) &&
    field.autocomplete !== 'one-time-code')

function read(key: string): Kept | null {
  try {
    return JSON.parse(place?.getItem(key) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

function write(kept: Kept): void {
  try {
    place?.setItem(here, JSON.stringify(kept))
  } catch {
    // Full: what is on the page is still on the page.
  }
}

for (const key of Object.keys(place ?? {}))
  if (key.startsWith(PREFIX) && key !== here && read(key)?.sent) place?.removeItem(key)

const words = read(here)?.words ?? {}
let last: Typed | null = null
for (const field of document.querySelectorAll('input, textarea'))
  if (isKept(field) && field.value === '' && words[field.name]) {
    field.value = words[field.name] ?? ''
    last = field
  }
const line = document.body.dataset['kept']
if (last && line) {
  const said = document.createElement('p')
  said.className = 'hint'
  said.setAttribute('role', 'status')
  said.textContent = line
  last.form?.prepend(said)
}

document.addEventListener('input', ({ target }) => {
  if (!isKept(target) || target.name === '') return
  words[target.name] = target.value
  write({ sent: false, words })
})

document.addEventListener('submit', ({ target, defaultPrevented }) => {
  if (defaultPrevented || !(target instanceof HTMLFormElement)) return
  if (target.dataset['forget'] !== undefined) place?.clear()
  else if (Object.keys(words).length > 0) write({ sent: true, words })
})
export {}
