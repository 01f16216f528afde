/** One of several things: rows to choose from, or offers side by side with what each comes to in large figures. */
import { attributes, html, type Hole, type Html } from '../html.ts'
import { type Trouble, troubleAt } from './trouble.ts'

/** One of several: a card with a heading, a line below, and what it comes to in large figures. `badge`: what speaks for it, such as a bonus. */
export type Choice = {
  value: string
  label: Hole
  about?: Hole
  figure?: Hole
  badge?: Hole
  checked?: boolean
  disabled?: boolean
}

/** `offers`: beside each other where there is room, with large figures. */
export const choices = (
  name: string,
  legend: Hole,
  all: readonly Choice[],
  troubles: readonly Trouble[] = [],
  look: 'rows' | 'offers' = 'rows',
): Html => {
  const wrong = troubles.some(({ field }) => field === name)
  return html`<fieldset class="choices ${look}" id="${name}" tabindex="-1"${attributes({ 'aria-describedby': wrong ? `${name}-trouble` : null })}>
<legend>${legend}</legend>
${troubleAt(name, troubles)}
<div class="cards">${all.map(card => choice(name, card))}</div>
</fieldset>`
}

const choice = (name: string, { value, label, about, figure, badge, checked, disabled }: Choice): Html =>
  html`<label class="choice"><input type="radio" name="${name}" value="${value}"${attributes({ checked, disabled })}>
<span class="what">${label}</span>
${figure ? html`<span class="figure amount">${figure}</span>` : null}
${badge ? html`<span class="badge">${badge}</span>` : null}
${about ? html`<span class="about">${about}</span>` : null}
</label>`
