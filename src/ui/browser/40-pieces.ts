/** How many pieces are chosen, said at the foot of the page as they are. */
const chosen = document.querySelector<HTMLElement>('[data-chosen]')
const form = document.querySelector<HTMLFormElement>('form[data-per]')

if (chosen && form) {
  const sentences = JSON.parse(chosen.dataset['chosen'] ?? '[]') as string[]
  const per = JSON.parse(form.dataset['per'] ?? '{}') as Record<string, number>
  const counted = (field: HTMLInputElement): number => {
    const count = field.type === 'checkbox' ? Number(field.checked) : field.valueAsNumber || 0
    return count * (per[field.name] ?? 1)
  }
  const tell = () => {
    const fields = [...form.querySelectorAll<HTMLInputElement>('input[name^="q-"]')]
    const count = fields.reduce((all, field) => all + counted(field), 0)
    const sentence = sentences[count] ?? sentences.at(-1) ?? ''
    if (chosen.textContent !== sentence) chosen.textContent = sentence
  }
  form.addEventListener('input', tell)
  // A browser that comes back to the page fills it in again without saying so.
  addEventListener('pageshow', tell)
  tell()
}

export {}
