/** What a reason asks for: of the sub-reasons only those that fit it, and words or photos only where it wants them. */
for (const why of document.querySelectorAll<HTMLElement>('[data-why]')) {
  const reason = why.querySelector<HTMLSelectElement>('[data-reason]')
  if (!reason) continue
  const field = why.querySelector<HTMLElement>('[data-sub-field]')
  const sub = field?.querySelector('select')
  // Groups are taken out and not hidden, because some browsers show them all the same.
  const groups = [...(sub?.querySelectorAll<HTMLOptGroupElement>('optgroup') ?? [])]

  const follow = () => {
    for (const group of groups) group.remove()
    const fitting = groups.find(group => group.dataset['of'] === reason.value)
    if (field && sub) {
      if (fitting) sub.append(fitting)
      else sub.value = ''
      field.hidden = !fitting
    }
    for (const place of why.querySelectorAll<HTMLElement>('[data-needs]')) {
      const hint = place.querySelector<HTMLElement>('.hint')
      const needed = place.dataset['needs']?.split(' ').includes(reason.value) ?? false
      const sentence = place.querySelector<HTMLElement>('[data-needed]')?.dataset['needed']
      if (hint) {
        if (needed && sentence) hint.textContent = sentence
        hint.hidden = !needed
      }
      const words = place.querySelector('textarea')
      const optional = place.querySelector<HTMLElement>('label small')
      if (words && optional) {
        words.setAttribute('aria-required', String(needed))
        optional.hidden = needed
      }
    }
  }
  reason.addEventListener('change', follow)
  addEventListener('pageshow', follow)
  follow()
}

export {}
