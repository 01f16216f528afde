/** Answering the shop's offer, and proposing something else: what each answer leads to stands beside its button. */
import { type Money, zero } from '../../core/money.ts'
import { refuse, refused } from '../../core/refusal.ts'
import type { OfferId } from '../../core/ids.ts'
import type { Handling, Terms } from '../../core/return/return.ts'
import { countersLeft } from '../../core/return/strands/negotiation.ts'
import { strands } from '../../core/return/strands/strands.ts'
import { bounds } from '../../core/worth/quote.ts'
import { act } from '../../desk/act.ts'
import type { FollowedOffer } from '../../desk/shopper/following.ts'
import { moneyOf } from '../../desk/shopper/following-money.ts'
import { html, type Html } from '../../ui/html.ts'
import { actions, button, choices, field, troubleSummary, unseen, way } from '../../ui/kit/form.ts'
import { statusLine } from '../../ui/kit/state.ts'
import type { Trouble } from '../../ui/kit/trouble.ts'
import { typedAmount } from '../typed-amount.ts'
import { type Answer, said } from '../visit.ts'
import { basedOn, carriedOut, type Following, forAct, troubleFor } from './follow-open.ts'
import { termsSaid } from './follow-talk.ts'

export const offer = forAct(['accept', 'offer'], following => offerPage(following))

export const offerForm = forAct(['accept', 'offer'], async following => {
  const id = said(following, 'offer') as OfferId
  const version = said(following, 'version')
  switch (said(following, 'do')) {
    case 'accept':
      return answered(following, await carriedOut(following, [{ verb: 'accept', offer: id }], 'accepted', version))
    case 'decline':
      return answered(following, await carriedOut(following, [{ verb: 'decline', offer: id }], 'declined', version))
    default:
      return proposed(following, version)
  }
})

async function answered(following: Following, answer: Awaited<ReturnType<typeof carriedOut>>): Promise<Answer> {
  return refused(answer) ? offerPage(following, [troubleFor(answer, null, following)]) : answer
}

async function proposed(following: Following, version: string): Promise<Answer> {
  const terms = termsIn(following)
  const answer = refused(terms) ? terms : await carriedOut(following, [{ verb: 'offer', terms }], 'proposed', version)
  if (!refused(answer)) return answer
  const field = answer.code.startsWith('amount') ? 'amount' : answer.code === 'terms_unavailable' ? 'handling' : null
  const ends = boundsOf(following, handlingIn(following) ?? 'send_back')
  const { formats } = following
  return offerPage(following, [
    troubleFor(answer, field, following, { least: formats.money(ends.least), most: formats.money(ends.most) }),
  ])
}

const handlingIn = (following: Following): Handling | null => {
  const word = said(following, 'handling')
  return word === 'keep' || word === 'send_back' ? word : null
}

function termsIn(following: Following): Terms | ReturnType<typeof refuse> {
  const { seen } = following
  const handling = handlingIn(following)
  if (handling === null) return refuse('terms_unavailable')
  if (!seen.shop.offers.adjustable) return { handling, amount: null }
  const text = said(following, 'amount')
  if (text === '') return refuse('amount_required')
  const amount = typedAmount(text, seen.order.currency)
  return amount === null ? refuse('amount_invalid') : { handling, amount }
}

async function offerPage(following: Following, troubles: readonly Trouble[] = []): Promise<Answer> {
  const { followed, say, shopName, place } = following
  const standing = followed.may.includes('accept')
    ? followed.offers.find(({ end, by }) => end === null && by === 'shop')
    : undefined
  const main = html`${troubleSummary(troubles, say)}
${standing ? await answering(standing, following) : null}
${followed.may.includes('offer') ? proposing(following, troubles, standing !== undefined) : null}
<p>${way(say('follow.back'), place)}</p>`
  const title = standing ? say('follow.answer.title', { shop: shopName }) : say('follow.propose.title')
  return { page: { title, main }, ...(troubles.length > 0 && { status: 422 }) }
}

/** The amount on the button is the one that accepting would really give. */
async function answering(standing: FollowedOffer, following: Following): Promise<Html> {
  const { say, formats, shopName } = following
  const given = await worthOf(standing, following)
  const amount = given ? formats.money(given) : 'none'
  return html`${statusLine('waiting', termsSaid({ ...standing, amount: given }, following), { large: true, about: standing.until ? say('follow.answer.until', { by: formats.moment(standing.until) }) : null })}
<form method="post">${basedOn(following)}${unseen('offer', standing.id)}
<p>${say(standing.handling === 'keep' ? 'follow.answer.keep_effect' : 'follow.answer.send_effect', { amount })}</p>
${actions(button(say('follow.answer.accept', { amount }), { name: 'do', value: 'accept' }))}
<p>${say('follow.answer.decline_effect', { shop: shopName })}</p>
${actions(button(say('follow.answer.decline'), { look: 'quiet', name: 'do', value: 'decline' }))}
</form>`
}

/** By trying it out; null where the amount is not the visitor's to see. */
async function worthOf({ id }: FollowedOffer, { desk, caller, seen, followed }: Following): Promise<Money | null> {
  const acted = await act(desk, caller, { ret: seen.ret.id }, [{ verb: 'accept', offer: id }], { preview: true })
  if (refused(acted)) return null
  return moneyOf({ ...seen, ret: acted.ret }, followed.standing).all?.total.presentment ?? null
}

const boundsOf = ({ seen }: Following, handling: Handling): { least: Money; most: Money } =>
  seen.ret.items.length > 0
    ? bounds(seen.ret, seen, handling)
    : { least: zero(seen.order.currency), most: zero(seen.order.currency) }

function handlingsOf({ seen: { ret, order } }: Following): Handling[] {
  const shippable = ret.items.some(item => order.lines.find(line => line.id === item.line)?.requiresShipping)
  const { receiving } = strands(ret)
  return shippable || receiving === 'partial' || receiving === 'received' ? ['keep', 'send_back'] : ['keep']
}

function proposing(following: Following, troubles: readonly Trouble[], folded: boolean): Html {
  const { seen, say, formats, shopName } = following
  const { adjustable, counters } = seen.shop.offers
  const left = countersLeft(seen.ret, 'shopper', counters)
  const handlings = handlingsOf(following)
  const chosen = handlingIn(following) ?? seen.ret.offers.at(-1)?.terms.handling ?? handlings[0]
  const cards = handlings.map(handling => {
    const { least, most } = boundsOf(following, handling)
    const values = { least: formats.money(least), most: formats.money(most) }
    return {
      value: handling,
      label: say(`follow.propose.${handling}`),
      about: adjustable ? say(`follow.propose.bound.${handling}`, values) : null,
      checked: handling === chosen,
    }
  })
  const form = html`<form method="post" novalidate>${basedOn(following)}${unseen('do', 'propose')}
<p>${say('follow.propose.text', { shop: shopName })} ${left < 100 ? say('follow.propose.left', { count: left }) : null}</p>
${choices('handling', say('follow.propose.handling'), cards, troubles)}
${
  adjustable
    ? field(
        {
          name: 'amount',
          label: `${say('follow.propose.amount')} (${seen.order.currency})`,
          value: said(following, 'amount'),
          inputmode: 'decimal',
          required: true,
          maxlength: 20,
          autocomplete: 'off',
        },
        say,
        troubles,
      )
    : null
}
${actions(button(say('follow.propose.send'), folded ? { look: 'quiet' } : {}))}
</form>`
  return folded ? html`<section class="part"><h2>${say('follow.propose.title')}</h2>${form}</section>` : form
}
