/** Paying what is asked of the shopper; and, where payments are rehearsed, the page that stands in for the provider's. */
import { refused } from '../../core/refusal.ts'
import type { Charge } from '../../core/return/return.ts'
import { payable, reportCharge } from '../../desk/shopper/paying.ts'
import { html } from '../../ui/html.ts'
import { actions, button, linkButton, unseen, way } from '../../ui/kit/form.ts'
import { notice } from '../../ui/kit/state.ts'
import { type Answer, said } from '../visit.ts'
import { nothingHere } from './fault.ts'
import { type Following, onReturn } from './follow-open.ts'

export const pay = onReturn(async following => {
  const { say, formats, place, shopName, seen } = following
  const [charge] = payable(seen.ret)
  const back = way(say('follow.back'), place)
  if (!charge)
    return { page: { title: say('get.pay.nothing'), main: html`<p>${say('get.pay.nothing.text')}</p>${back}` } }
  const amount = formats.money(charge.amount)
  const link = await linkFor(following, charge)
  return {
    page: {
      title: say('get.pay.title', { amount }),
      main: html`${charge.state === 'declined' ? notice('waiting', html`<p>${say('get.pay.declined')}</p>`) : null}
<p class="lead">${say(`get.pay.for.${charge.kind}`, { shop: shopName })}</p>
${link ? actions(linkButton(say('get.pay.button', { amount }), link), back) : html`<p>${say('get.pay.request', { shop: shopName })}</p>${back}`}`,
    },
  }
})

const linkFor = async (
  { pay: links, seen: { ret, order }, place }: Following,
  charge: Charge,
): Promise<string | null> =>
  (await links?.({
    key: charge.key,
    gateway: charge.gateway,
    amount: charge.amount,
    order: { number: order.refs.number },
    ret: { number: ret.number },
    page: `${place}/pay`,
  })) ?? null

/** Only where the house's payments are made up; elsewhere there is no such page. */
async function rehearsed(following: Following): Promise<Charge | null> {
  const [charge] = payable(following.seen.ret)
  return charge && (await linkFor(following, charge)) === `${following.place}/pay/rehearsal` ? charge : null
}

export const rehearsal = onReturn(async following => {
  const { say, formats, place } = following
  const charge = await rehearsed(following)
  if (!charge) return nothingHere(following)
  return {
    page: {
      title: say('get.rehearsal.title'),
      main: html`${notice('information', html`<p>${say('get.rehearsal.text')}</p>`)}
<form method="post" action="${place}/pay/rehearsal">${unseen('charge', charge.id)}
${actions(button(say('get.pay.button', { amount: formats.money(charge.amount) }), { name: 'answer', value: 'done' }), button(say('get.rehearsal.decline'), { look: 'quiet', name: 'answer', value: 'declined' }))}</form>`,
    },
  }
})

export const rehearsalForm = onReturn(async (following): Promise<Answer> => {
  const { desk, place, cause, seen } = following
  const charge = await rehearsed(following)
  if (!charge || charge.id !== said(following, 'charge')) return { to: place }
  const answer =
    said(following, 'answer') === 'done'
      ? ({ outcome: 'done', externalId: `rehearsed_${charge.key}` } as const)
      : ({ outcome: 'declined', why: 'Declined in a rehearsal.' } as const)
  const told = await reportCharge(desk, { org: seen.ret.org, ret: seen.ret.id, charge: charge.id }, answer, cause)
  return { to: refused(told) || answer.outcome === 'done' ? place : `${place}/pay` }
})
