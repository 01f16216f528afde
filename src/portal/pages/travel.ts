/** How the goods travel and where from: the ways there are from that country, what each costs and what it asks of whoever sends. */
import { isZero } from '../../core/money.ts'
import type { MethodOffer } from '../../core/policy/policy.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import type { MethodType } from '../../core/words.ts'
import { changeDraft, type KeptDraft } from '../../desk/shopper/drafts.ts'
import { knownFor } from '../../desk/shopper/filing-commands.ts'
import {
  asTold,
  type Estimated,
  type EstimatedOrder,
  estimateDraft,
  estimateWith,
} from '../../desk/shopper/filing-estimate.ts'
import { html, type Html } from '../../ui/html.ts'
import { button, choices, footBar, type Trouble, troubleSummary } from '../../ui/kit/form.ts'
import { moneyBlock } from '../../ui/kit/money.ts'
import { notice } from '../../ui/kit/state.ts'
import { addressOf, after, stepLine } from '../steps.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { considerAs, openWalk, type Walk } from '../walk.ts'
import { estimateSaid, isExchange, refusalSaid } from './get-words.ts'
import { fromHeard, fromPart, NEEDS_FROM } from './travel-from.ts'

const FORM = 'travel-form'

export async function travel(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  if (walk.draft.doc.pieces.length === 0) return { to: addressOf(visit, walk.draft, 'pieces') }
  return shown(visit, walk)
}

/** A way that every order of the request can take; what stays with the shopper needs none. */
export type Way = { type: MethodType; offers: MethodOffer[]; estimated: Estimated }

/** Each way is tried out, so that the sum beside it is the sum of sending it. */
export async function waysFor(
  visit: Visit,
  { session, draft, considered }: Pick<Walk, 'session' | 'considered'> & { draft: KeptDraft },
): Promise<Way[] | Refusal> {
  const { desk, caller } = visit
  const known = await knownFor(desk, session, draft.doc, considered)
  if (refused(known)) return known
  const try_ = (method: MethodType | null) =>
    estimateWith(desk, caller, { ...draft, doc: { ...draft.doc, method } }, known)
  const open = await try_(null)
  if (refused(open)) return open
  const travelling = open.orders.filter(travels)
  const [first] = travelling
  const types = (first?.ret.assessment.methods ?? [])
    .map(({ type }) => type)
    .filter(type => type !== 'green_return' && travelling.every(order => offerOf(order, type)))
  const tried = await Promise.all(
    [...new Set(types)].map(async type => {
      const estimated = await try_(type)
      return refused(estimated)
        ? []
        : [{ type, estimated, offers: travelling.flatMap(order => offerOf(order, type) ?? []) }]
    }),
  )
  return tried.flat()
}

const travels = ({ ret }: EstimatedOrder): boolean => ret.items.some(({ handling }) => handling === 'send_back')
const offerOf = ({ ret }: EstimatedOrder, type: MethodType) => ret.assessment.methods.find(offer => offer.type === type)

async function shown(visit: Visit, walk: Walk, troubles: readonly Trouble[] = []): Promise<Answer> {
  const { say } = visit
  const { draft, considered } = walk
  const ways = await waysFor(visit, walk)
  const all = refused(ways) ? [] : ways
  const chosen = all.find(({ type }) => type === draft.doc.method) ?? all[0]
  const gone = draft.doc.method !== null && all.length > 0 && chosen?.type !== draft.doc.method
  return {
    status: troubles.length > 0 ? 422 : 200,
    page: {
      title: say('get.travel.title'),
      step: stepLine(visit, draft, considered, 'travel'),
      main: html`${troubleSummary([...troubles, ...(refused(ways) ? [refusalSaid(ways, considered, visit)] : [])], say)}
${gone ? notice('information', html`<p>${say('get.travel.changed')}</p>`) : null}
<form method="post" id="${FORM}" action="${addressOf(visit, draft, 'travel')}" data-estimate="${addressOf(visit, draft, 'travel')}/estimate">
${
  all.length > 0
    ? choices(
        'method',
        say('get.travel.ways'),
        all.map(one => wayCard(one, one === chosen, visit)),
        troubles,
        'rows',
      )
    : notice('waiting', html`<p>${say('get.travel.none')}</p>`)
}
${costs(chosen, visit)}
${fromPart(visit, draft.doc, walk, troubles)}
</form>`,
      foot: footBar(
        '',
        null,
        html`${chosen ? html`<span class="estimate" data-estimated aria-live="polite">${estimateSaid(chosen.estimated, visit)}</span>` : null}${button(say('common.next'), { name: 'go', value: 'on', form: FORM })}`,
      ),
    },
  }
}

function wayCard({ type, offers }: Way, checked: boolean, visit: Visit) {
  const { say } = visit
  return {
    value: type,
    label: offers[0]?.name ?? type,
    figure: costSaid(offers, visit),
    about: say(`get.way.${type}`),
    checked,
  }
}

/** A label's price is an estimate until it has been made, and says so. */
function costSaid(offers: readonly MethodOffer[], { say, formats }: Visit): string {
  const costly = offers.filter(({ cost }) => !isZero(cost.total.presentment))
  if (costly.length === 0) return say(offers.some(isByLabel) ? 'get.way.by_label' : 'get.way.free')
  const sum = costly.map(({ cost }) => formats.money(cost.total.presentment)).join(' + ')
  return costly.some(isByLabel) ? say('get.way.about', { amount: sum }) : sum
}

const isByLabel = ({ cost }: MethodOffer): boolean => cost.parts.some(({ why }) => why === 'label')

/** What it comes to with this way, each order unfolded into what it is made of. */
const costs = (chosen: Way | undefined, { say, formats }: Visit): Html | null =>
  chosen
    ? html`<div class="sums">${asTold(chosen.estimated).orders.map(({ order, figure, goes }) =>
        moneyBlock(
          chosen.estimated.orders.length > 1
            ? say('get.check.order_sum', { number: order.refs.number })
            : say(isExchange({ goes }) ? 'get.worth' : 'get.estimate'),
          figure,
          say,
          formats,
          { ruled: true },
        ),
      )}</div>`
    : null

export async function travelForm(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  const { desk, say } = visit
  const go = said(visit, 'go') || 'on'
  const from = fromHeard(visit, walk)
  const draft = { ...walk.draft, doc: { ...walk.draft.doc, from: from.address } }
  const ways = await waysFor(visit, { ...walk, draft })
  const known = refused(ways) ? [] : ways
  const method = known.find(({ type }) => type === said(visit, 'method'))?.type ?? null
  const missing: Trouble[] = [
    ...(method === null && known.length > 0 ? [{ field: 'method', text: say('get.travel.trouble.choose') }] : []),
    ...((method && NEEDS_FROM.includes(method)) || from.address !== walk.draft.doc.from ? from.troubles : []),
  ]
  const doc = { ...draft.doc, method: method ?? (go === 'on' ? null : walk.draft.doc.method) }
  if (go === 'on' && missing.length > 0)
    return shown(visit, { ...walk, draft: { ...draft, doc }, considered: await considerAs(visit, doc) }, missing)
  const kept = await changeDraft(desk, walk.draft, { method: doc.method, from: doc.from })
  if (refused(kept)) return shown(visit, walk, [refusalSaid(kept, walk.considered, visit)])
  if (go !== 'on') return { to: addressOf(visit, kept, 'travel') }
  return { to: addressOf(visit, kept, after(await considerAs(visit, kept.doc), 'travel')) }
}

/** The sum for the way that is marked; changes nothing. */
export async function travelEstimate(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return { fragment: html``, status: 404 }
  const { desk, caller } = visit
  const method = (said(visit, 'method') || null) as MethodType | null
  const draft = { ...walk.draft, doc: { ...walk.draft.doc, method } }
  return { fragment: estimateSaid(await estimateDraft(desk, walk.session, caller, draft), visit) }
}
