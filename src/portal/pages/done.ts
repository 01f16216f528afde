/** What has been sent has a number now: the next thing first, then its papers, and what happens by when. */
import type { DraftId } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import { openDraft } from '../../desk/shopper/drafts.ts'
import { returnsOfDraft } from '../../desk/shopper/filing.ts'
import { followed, openReturn } from '../../desk/shopper/following.ts'
import { momentSaid, stateSaid, thenSaid } from '../../ui/follow-words.ts'
import { html, type Html } from '../../ui/html.ts'
import { actions, linkButton } from '../../ui/kit/form.ts'
import { moneyBlock } from '../../ui/kit/money.ts'
import { code, statusLine, timeline } from '../../ui/kit/state.ts'
import { addressOf } from '../steps.ts'
import type { Answer, Visit } from '../visit.ts'
import { nothingHere } from './fault.ts'
import { type Following, shopNameOf, speakerOf } from './follow-open.ts'
import { papersPart } from './follow-parts.ts'

export async function done(visit: Visit): Promise<Answer> {
  const { desk, session, params, say } = visit
  if (session === null) return nothingHere(visit)
  const draft = await openDraft(desk, session, params['draft'] as DraftId)
  if (refused(draft)) return nothingHere(visit)
  if (draft.doc.filed === null) return { to: addressOf(visit, draft, 'check') }
  const returns = await returnsOfDraft(desk, draft)
  const all = (await Promise.all(returns.map(({ number }) => followingOf(visit, number)))).filter(one => one !== null)
  const several = all.length > 1
  return {
    page: {
      title: say('get.done.title', { count: Math.max(all.length, 1) }),
      main: html`<div class="done">${all.map(one => returnPart(one, several))}</div>
<p>${say.html('get.done.mail', { email: html`<b dir="ltr">${returns[0]?.contact.emails[0] ?? ''}</b>` })}</p>
<p><a class="way" href="${visit.base}/orders">${say('follow.orders')}</a></p>`,
    },
  }
}

async function followingOf(visit: Visit, number: string): Promise<Following | null> {
  const { desk, session, caller } = visit
  const opened = session === null ? null : await openReturn(desk, session, caller, number)
  if (opened === null || refused(opened)) return null
  const what = followed(opened.seen, opened.standing, desk.now())
  return {
    ...visit,
    seen: opened.seen,
    followed: what,
    place: `${visit.base}/returns/${what.number}`,
    shopName: shopNameOf(visit),
  }
}

function returnPart(one: Following, several: boolean): Html {
  const { followed: what, say, formats, place } = one
  const speaker = speakerOf(one)
  const unpaid = what.money.charges.filter(({ state }) => state === 'asked' || state === 'declined')
  return html`<section class="part">
${several ? html`<h2>${say('choose.order', { number: what.order.number })}</h2>` : null}
<p class="number"><span class="small">${say('get.done.number')}</span> ${code(what.number, { large: true })}</p>
${statusLine(what.meaning, stateSaid(what.state, speaker), { large: true, about: what.then ? thenSaid(what.then, speaker) : null })}
${unpaid.map(({ amount }) => actions(linkButton(say('get.pay.button', { amount: formats.money(amount) }), `${place}/pay`)))}
${papersPart(one)}
${what.money.all ? moneyBlock(say(what.exchange ? 'get.worth' : 'get.estimate'), what.money.all, say, formats, { ruled: true }) : null}
${several ? html`<h3>${say('get.done.next')}</h3>` : html`<h2>${say('get.done.next')}</h2>`}
${timeline(
  what.line
    .filter(({ when }) => when !== 'done')
    .map(moment => ({
      phase: moment.when,
      what: momentSaid(moment, speaker),
      at: moment.by ? say('follow.line.by', { by: formats.day(moment.by) }) : null,
      datetime: moment.by ?? null,
    })),
  say,
)}
${actions(linkButton(say('get.done.follow'), place, { look: unpaid.length > 0 ? 'quiet' : 'main' }))}
</section>`
}
