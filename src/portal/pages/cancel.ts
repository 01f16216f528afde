/** Calling a return off. */
import { refused } from '../../core/refusal.ts'
import { html } from '../../ui/html.ts'
import { actions, button, field, troubleSummary, way } from '../../ui/kit/form.ts'
import type { Trouble } from '../../ui/kit/trouble.ts'
import { type Answer, said } from '../visit.ts'
import { basedOn, carriedOut, type Following, forAct, troubleFor } from './follow-open.ts'
import { wordsFaulty } from './talk-words.ts'

export const cancel = forAct('cancel', async following => cancelPage(following))

export const cancelForm = forAct('cancel', async following => {
  const reason = said(following, 'reason')
  const faulty = wordsFaulty(reason, 'reason', following)
  if (faulty) return cancelPage(following, [faulty])
  const command = { verb: 'cancel', reason: reason === '' ? null : reason } as const
  const answer = await carriedOut(following, [command], 'cancelled', said(following, 'version'))
  return refused(answer) ? cancelPage(following, [troubleFor(answer, null, following)]) : answer
})

function cancelPage(following: Following, troubles: readonly Trouble[] = []): Answer {
  const { followed, say, place } = following
  const labelled = followed.parcels.some(({ label }) => label !== null)
  const main = html`${troubleSummary(troubles, say)}
<p class="lead">${say('follow.cancel.effect')}</p>
${labelled ? html`<p>${say('follow.cancel.label')}</p>` : null}
<form method="post" novalidate>${basedOn(following)}
${field({ name: 'reason', label: say('follow.cancel.reason'), value: said(following, 'reason'), rows: 3, maxlength: 500 }, say, troubles)}
${actions(button(say('follow.cancel.send'), { look: 'stop' }), way(say('follow.cancel.keep'), place))}
</form>`
  return { page: { title: say('follow.cancel.title'), main }, ...(troubles.length > 0 && { status: 422 }) }
}
