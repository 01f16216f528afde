/** Asks now and then, and only while somebody looks, whether the return has moved on; says so, and never moves the page under the hand. */
const EVERY_MS = 30_000
/** Two hours of looking; then the page is what it was when it was opened. */
const MOST_TIMES = 240

const watched = document.querySelector<HTMLElement>('[data-watch]')
const word = document.querySelector<HTMLElement>('[data-changed]')

if (watched && word) {
  const address = watched.dataset['watch'] ?? ''
  const tag = `"v${watched.dataset['version'] ?? ''}"`
  let times = 0
  const timer = setInterval(ask, EVERY_MS)

  async function ask(): Promise<void> {
    if (document.hidden) return
    if (++times > MOST_TIMES) return clearInterval(timer)
    const answer = await fetch(address, { headers: { 'if-none-match': tag }, redirect: 'error' }).catch(() => null)
    // Without a line, or signed out: nothing to say.
    if (answer === null || answer.status !== 200) return
    clearInterval(timer)
    if (word) word.hidden = false
  }

  document.addEventListener('visibilitychange', () => void (document.hidden || word.hidden === false || ask()))
}
export {}
