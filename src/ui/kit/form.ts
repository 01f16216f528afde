/** What forms are made of. Errors stand at the field and once more on top, where they take the focus; nothing that was typed is lost. */
import { attributes, html, type Hole, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Speak } from '../texts/speak.ts'
import { describedBy, type Trouble, troubleAt } from './trouble.ts'

export { type Choice, choices } from './choices.ts'
export { notice } from './state.ts'
export type { Trouble } from './trouble.ts'

type Given = Record<string, string | number | boolean | null>

export type Field = {
  name: string
  label: string
  value?: string | null
  hint?: string | null
  type?: 'text' | 'email' | 'tel' | 'number' | 'search'
  autocomplete?: string
  inputmode?: 'text' | 'numeric' | 'email' | 'tel' | 'decimal'
  required?: boolean
  rows?: number
  maxlength?: number
  attributes?: Given
}

const labelled = (
  { name, label, hint, required }: Pick<Field, 'name' | 'label' | 'hint' | 'required'>,
  say: Speak,
  troubles: readonly Trouble[],
  control: Html,
): Html => html`<div class="field">
<label for="${name}">${label}${required ? null : html` <small>${say('common.optional')}</small>`}</label>
${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : null}
${troubleAt(name, troubles)}
${control}
</div>`

/** One line to fill in; with `rows` a larger place for sentences. */
export function field(given: Field, say: Speak, troubles: readonly Trouble[] = []): Html {
  const { name, value, rows } = given
  const members = attributes({
    id: name,
    name,
    autocomplete: given.autocomplete,
    inputmode: given.inputmode,
    required: given.required ?? false,
    maxlength: given.maxlength,
    ...describedBy(name, given.hint, troubles),
    ...given.attributes,
  })
  const control = rows
    ? html`<textarea rows="${rows}"${members}>${value ?? ''}</textarea>`
    : html`<input type="${given.type ?? 'text'}" value="${value ?? ''}"${members}>`
  return labelled(given, say, troubles, control)
}

export type Option = { value: string; label: string; disabled?: boolean }

/** One of a list. `empty` stands on top for as long as nothing has been chosen. */
export function select(
  given: Pick<Field, 'name' | 'label' | 'value' | 'hint' | 'required' | 'autocomplete' | 'attributes'> & {
    options: readonly Option[]
    empty?: string
  },
  say: Speak,
  troubles: readonly Trouble[] = [],
): Html {
  const { name, value, options, empty, required = false, autocomplete } = given
  const members = attributes({
    id: name,
    name,
    required,
    autocomplete,
    ...describedBy(name, given.hint, troubles),
    ...given.attributes,
  })
  return labelled(
    given,
    say,
    troubles,
    html`<div class="picker"><select${members}>${empty === undefined ? null : html`<option value="">${empty}</option>`}${options.map(
      ({ value: each, label, disabled }) =>
        html`<option value="${each}"${attributes({ selected: each === value, disabled })}>${label}</option>`,
    )}</select>${icon('chevron')}</div>`,
  )
}

/** A place for sentences. */
export const textarea = (given: Omit<Field, 'type'>, say: Speak, troubles: readonly Trouble[] = []): Html =>
  field({ rows: 4, ...given }, say, troubles)

/** How many: a plain field for a number, which the script gives two buttons. `label` is for those who listen. */
export const stepper = (
  {
    name,
    label,
    value,
    min = 0,
    max,
    attributes: more,
  }: {
    name: string
    label: string
    value: number
    min?: number
    max: number
    attributes?: Given
  },
  say: Speak,
  troubles: readonly Trouble[] = [],
): Html =>
  html`<span class="stepper" data-stepper><button type="button" class="needs-script" data-by="-1" aria-label="${say('common.less', { what: label })}">${icon('minus')}</button><input type="number" inputmode="numeric"${attributes(
    { id: name, name, value, min, max, step: 1, 'aria-label': label, ...describedBy(name, null, troubles), ...more },
  )}><button type="button" class="needs-script" data-by="1" aria-label="${say('common.more', { what: label })}">${icon('plus')}</button></span>`

/** Something the form says without asking. */
export const unseen = (name: string, value: string | number): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`

/** The summary on top of a page that was sent back; it takes the focus and leads to each field. */
export const troubleSummary = (troubles: readonly Trouble[], say: Speak): Html | null =>
  troubles.length === 0
    ? null
    : html`<section class="notice stopped" role="alert" tabindex="-1" data-focus aria-labelledby="trouble-title">${icon('warning')}<div>
<h2 id="trouble-title">${say('common.trouble.title')}</h2>
<ul>${troubles.map(
        ({ field: name, text, code }) =>
          html`<li>${name ? html`<a href="#${name}">${text}</a>` : text}${code ? html` <small>${say('common.code', { code })}</small>` : null}</li>`,
      )}</ul>
</div></section>`

type Look = 'main' | 'quiet' | 'stop'

export const button = (
  label: Hole,
  { look = 'main', ...given }: { look?: Look; name?: string; value?: string; form?: string; formaction?: string } = {},
): Html => html`<button type="submit" class="button ${look}"${attributes(given)}>${label}</button>`

/** A way to another page that weighs as much as a button. */
export const linkButton = (label: Hole, href: string, { look = 'main' }: { look?: Look } = {}): Html =>
  html`<a class="button ${look}" href="${href}">${label}</a>`

/** A way to another page that stands alone on its line. */
export const way = (label: Hole, href: string): Html => html`<a class="way" href="${href}">${label}</a>`

/** Buttons and ways beside each other; on a phone each button has the whole width. */
export const actions = (...all: readonly Hole[]): Html => html`<div class="actions">${all}</div>`

/** For `foot` of a page: what it comes to so far, and the button that goes on (name its `form`). */
export const footBar = (label: Hole, amount: Hole, on: Hole): Html =>
  html`<div>${amount ? html`<span class="estimate" aria-live="polite"><span>${label}</span> <span class="amount">${amount}</span></span>` : null}${on}</div>`

/** Where files are chosen or dropped. The browser's own field is in it, so it works without a script; what has been sent is shown with `photoTiles`. */
export const fileDrop = (
  {
    name,
    label,
    hint,
    accept = 'image/*',
    multiple = true,
    attributes: more,
  }: {
    name: string
    label: string
    hint?: string | null
    accept?: string
    multiple?: boolean
    attributes?: Given
  },
  troubles: readonly Trouble[] = [],
): Html =>
  html`${troubleAt(name, troubles)}<div class="drop" data-drop><label for="${name}">${icon('camera')}<span>${label}</span>${hint ? html`<span class="hint" id="${name}-hint">${hint}</span>` : null}</label><input type="file"${attributes(
    { id: name, name, accept, multiple, ...describedBy(name, hint, troubles), ...more },
  )}></div>`

/** Photos that are there already, each with what takes it away again. */
export const photoTiles = (all: readonly { src: string; alt: string; remove?: Hole }[]): Html =>
  html`<ul class="photos" data-photos>${all.map(
    ({ src, alt, remove }) => html`<li><img src="${src}" alt="${alt}" loading="lazy">${remove}</li>`,
  )}</ul>`
