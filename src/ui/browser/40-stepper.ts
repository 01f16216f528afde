/** Two buttons beside a number. The number stays an ordinary field. */
for (const stepper of document.querySelectorAll<HTMLElement>('[data-stepper]')) {
  const field = stepper.querySelector('input')
  if (!field) continue
  const buttons = [...stepper.querySelectorAll('button')]
  const settle = () => {
    const count = field.valueAsNumber || 0
    for (const button of buttons) {
      const next = count + Number(button.dataset['by'])
      button.disabled = next < Number(field.min) || next > Number(field.max)
    }
  }
  stepper.classList.add('spun')
  stepper.addEventListener('click', event => {
    const by = (event.target as Element).closest<HTMLElement>('[data-by]')?.dataset['by']
    if (by === undefined) return
    field.valueAsNumber = Math.min(
      Number(field.max),
      Math.max(Number(field.min), (field.valueAsNumber || 0) + Number(by)),
    )
    for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }))
    // A button that has just been switched off would lose the focus to nowhere.
    if (document.activeElement instanceof HTMLButtonElement && document.activeElement.disabled) field.focus()
  })
  field.addEventListener('input', settle)
  settle()
}
export {}
