/** What is marked is reckoned at once: the sum at the foot follows, and whoever listens hears the new one. Nothing is kept by it. */
const PAUSE_MS = 120

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-estimate]')) {
  const place = document.querySelector<HTMLElement>('[data-estimated]')
  let asked: AbortController | null = null
  let pause = 0

  const ask = async (): Promise<void> => {
    asked?.abort()
    asked = new AbortController()
    const { signal } = asked
    try {
      const answer = await fetch(form.dataset['estimate'] ?? '', {
        method: 'POST',
        body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>),
        signal,
      })
      if (!answer.ok || place === null) return
      const text = await answer.text()
      if (!signal.aborted) place.innerHTML = text
    } catch {
      // A newer question took its place, or the line broke: the sum is told again on the next page.
    }
  }

  form.addEventListener('change', ({ target }) => {
    // Another country has other ways, so the page is fetched anew.
    if (target instanceof HTMLSelectElement && target.dataset['submits']) {
      const button = form.querySelector<HTMLButtonElement>(`button[name="go"][value="${target.dataset['submits']}"]`)
      return form.requestSubmit(button)
    }
    clearTimeout(pause)
    pause = setTimeout(() => void ask(), PAUSE_MS)
  })
}
export {}
