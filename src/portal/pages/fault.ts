/** When something is not there, or went wrong: what is so, and what to do next. */
import { html, type Html } from '../../ui/html.ts'
import { linkButton } from '../../ui/kit/form.ts'
import type { TextKey } from '../../ui/texts/catalogue.ts'
import type { Speak } from '../../ui/texts/speak.ts'
import type { Answer, Visit } from '../visit.ts'

const text = (say: Speak): Html => html`<p>${say('common.nothing.text')}</p>`

export const nothingHere = Object.assign(
  ({ say, base }: Visit): Answer => ({
    status: 404,
    page: { title: say('common.nothing.title'), main: html`${text(say)}${wayOn(say, base)}` },
  }),
  { text },
)

/** The code stands small beside the sentence, so that support can find it. */
export const faultPage = ({ say, base }: Visit, code: string, status = 400): Answer => ({
  status,
  page: {
    title: say('common.fault.title'),
    main: html`<p>${say(sentenceFor(status))}</p>${wayOn(say, base)}<p><small>${say('common.code', { code })}</small></p>`,
  },
})

const wayOn = (say: Speak, base: string): Html =>
  html`<div class="actions">${linkButton(say('common.start_over'), `${base}/`)}</div>`

function sentenceFor(status: number): TextKey {
  if (status === 413) return 'common.fault.too_large'
  if (status === 429) return 'common.fault.too_many'
  return status >= 500 ? 'common.fault.ours' : 'common.fault.text'
}
