/** A message to the shop. */
import { refused } from '../../core/refusal.ts'
import { html } from '../../ui/html.ts'
import { actions, button, field, troubleSummary, way } from '../../ui/kit/form.ts'
import type { Trouble } from '../../ui/kit/trouble.ts'
import { type Answer, said } from '../visit.ts'
import { carriedOut, type Following, forAct, troubleFor } from './follow-open.ts'
import { heard, photosField } from './talk-photos.ts'
import { LONGEST_WORDS, wordsFaulty } from './talk-words.ts'

export const message = forAct('message', async following => messagePage(following))

export const messageForm = forAct('message', async following => {
  const { form, photos } = await heard(following)
  const sent = { ...following, form }
  if (refused(photos)) return messagePage(sent, [troubleFor(photos, 'photos', sent)])
  const text = said(sent, 'text')
  const faulty = wordsFaulty(text, 'text', sent, { needed: photos.length === 0 })
  if (faulty) return messagePage(sent, [faulty])
  const answer = await carriedOut(
    sent,
    [{ verb: 'message', text, to: 'merchant', media: photos }],
    'written',
    undefined,
  )
  return refused(answer) ? messagePage(sent, [troubleFor(answer, 'text', sent)]) : answer
})

function messagePage(following: Following, troubles: readonly Trouble[] = []): Answer {
  const { say, shopName, place } = following
  const main = html`${troubleSummary(troubles, say)}
<form method="post" enctype="multipart/form-data" novalidate>
${field({ name: 'text', label: say('follow.message.words'), value: said(following, 'text'), rows: 6, maxlength: LONGEST_WORDS, required: true }, say, troubles)}
${photosField(following, troubles)}
${actions(button(say('follow.message.send')), way(say('follow.back'), place))}
</form>`
  return {
    page: { title: say('follow.message.title', { shop: shopName }), main },
    ...(troubles.length > 0 && { status: 422 }),
  }
}
