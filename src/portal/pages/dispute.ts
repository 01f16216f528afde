/** Asking for a decision where an arbiter sits, and taking that question back. */
import { refused } from '../../core/refusal.ts'
import type { DisputeReasonCode } from '../../core/return/return.ts'
import { html } from '../../ui/html.ts'
import { actions, button, choices, field, troubleSummary, way } from '../../ui/kit/form.ts'
import type { Trouble } from '../../ui/kit/trouble.ts'
import { type Answer, said } from '../visit.ts'
import { basedOn, carriedOut, type Following, forAct, troubleFor } from './follow-open.ts'
import { LONGEST_WORDS, wordsFaulty } from './talk-words.ts'

/** That goods did not come back is for the shop to say. */
const REASONS = ['objection', 'not_received', 'unknown'] as const satisfies readonly DisputeReasonCode[]

export const dispute = forAct('dispute', async following => disputePage(following))

export const disputeForm = forAct('dispute', async following => {
  const reason = REASONS.find(word => word === said(following, 'reason'))
  const text = said(following, 'text')
  const wordless = wordsFaulty(text, 'text', following, { needed: true })
  const unchosen = reason ? null : { field: 'reason', text: following.say('follow.refusal.choice_missing') }
  if (!reason || wordless)
    return disputePage(
      following,
      [unchosen, wordless].filter(one => one !== null),
    )
  const answer = await carriedOut(
    following,
    [{ verb: 'dispute', reason, text }],
    'disputed',
    said(following, 'version'),
  )
  return refused(answer) ? disputePage(following, [troubleFor(answer, 'text', following)]) : answer
})

function disputePage(following: Following, troubles: readonly Trouble[] = []): Answer {
  const { say, shopName, place } = following
  const chosen = said(following, 'reason')
  const cards = REASONS.map(value => ({
    value,
    label: say(`follow.dispute.reason.${value}`),
    checked: value === chosen,
  }))
  const main = html`${troubleSummary(troubles, say)}
<p class="lead">${say('follow.dispute.text', { shop: shopName })}</p>
<form method="post" novalidate>${basedOn(following)}
${choices('reason', say('follow.dispute.reason'), cards, troubles)}
${field({ name: 'text', label: say('follow.dispute.words'), value: said(following, 'text'), rows: 6, maxlength: LONGEST_WORDS, required: true }, say, troubles)}
${actions(button(say('follow.dispute.send')), way(say('follow.back'), place))}
</form>`
  return { page: { title: say('follow.dispute.title'), main }, ...(troubles.length > 0 && { status: 422 }) }
}

export const disputeWithdraw = forAct('withdraw', async following => withdrawPage(following))

export const disputeWithdrawForm = forAct('withdraw', async following => {
  const answer = await carriedOut(following, [{ verb: 'withdraw' }], 'withdrawn', said(following, 'version'))
  return refused(answer) ? withdrawPage(following, [troubleFor(answer, null, following)]) : answer
})

function withdrawPage(following: Following, troubles: readonly Trouble[] = []): Answer {
  const { say, place } = following
  const main = html`${troubleSummary(troubles, say)}
<p class="lead">${say('follow.withdraw.effect')}</p>
<form method="post">${basedOn(following)}${actions(button(say('follow.withdraw.send'), { look: 'stop' }), way(say('common.cancel'), place))}</form>`
  return { page: { title: say('follow.withdraw.title'), main }, ...(troubles.length > 0 && { status: 422 }) }
}
