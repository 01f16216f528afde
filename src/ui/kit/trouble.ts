/** What is wrong with what somebody filled in, said at the field itself. */
import { html, type Hole, type Html } from '../html.ts'
import { icon } from '../icons.ts'

/** What is wrong with one field, in words for whoever filled it in. `field` is its name in the form; null for the page as a whole. */
export type Trouble = { field: string | null; text: string; code?: string }

const troubleOf = (name: string, troubles: readonly Trouble[]): Trouble | undefined =>
  troubles.find(({ field }) => field === name)

/** The sentence at the field; the field names it in `aria-describedby`. */
export const troubleAt = (name: string, troubles: readonly Trouble[]): Html | null => {
  const trouble = troubleOf(name, troubles)
  return trouble
    ? html`<p class="trouble" id="${name}-trouble">${icon('warning')}<span>${trouble.text}</span></p>`
    : null
}

/** What is said of a field beside its name: where it is described, and whether something is wrong with it. */
export function describedBy(
  name: string,
  hint: Hole,
  troubles: readonly Trouble[],
): Record<'aria-describedby' | 'aria-invalid', string | null> {
  const wrong = troubleOf(name, troubles) !== undefined
  const named = [wrong ? `${name}-trouble` : null, hint ? `${name}-hint` : null].filter(Boolean).join(' ')
  return { 'aria-describedby': named === '' ? null : named, 'aria-invalid': wrong ? 'true' : null }
}
