/** Another order in the same request: one that is open already, or one that is proved here and now. */
import type { OrderId } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import { changeDraft } from '../../desk/shopper/drafts.ts'
import { lookUp, type ProvedOrder } from '../../desk/shopper/proof.ts'
import { MOST_ORDERS, proved } from '../../desk/shopper/session.ts'
import { type Html, html } from '../../ui/html.ts'
import { actions, button, field, notice, type Trouble, troubleSummary, way } from '../../ui/kit/form.ts'
import { addressOf, stepLine } from '../steps.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { openWalk, type Walk } from '../walk.ts'

export async function moreOrders(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  return 'answer' in walk ? walk.answer : ordersPage(visit, walk)
}

export async function moreOrdersForm(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  const { session, draft } = walk
  const known = visit.orders.find(({ order }) => order.id === said(visit, 'order'))
  const found = known ?? (await foundBy(visit))
  if ('text' in found) return ordersPage(visit, walk, [found])
  const before = draft.doc.orders
  const added = before.includes(found.order.id) ? before : [...before, found.order.id]
  if (added.length > MOST_ORDERS || isFull(visit, walk, found.order.id)) return ordersPage(visit, walk)
  const kept = await changeDraft(visit.desk, draft, { orders: added })
  if (refused(kept)) return ordersPage(visit, walk, [{ field: null, text: visit.say('choose.trouble.stale') }])
  return {
    to: addressOf(visit, draft, 'pieces'),
    ...(!known && { session: proved(visit.desk, found.order, found.standing, session) }),
  }
}

async function foundBy(visit: Visit): Promise<ProvedOrder | Trouble> {
  const { desk, portal, address, say, formats } = visit
  // Whoever was given something proves a further present as they proved the first.
  const gift = visit.orders.every(({ standing }) => standing === 'recipient')
  const guess = {
    orderNumber: said(visit, 'order_number'),
    email: said(visit, 'email'),
    postalCode: said(visit, 'postal_code'),
    ...(gift && { gift }),
  }
  const found = await lookUp(desk, portal, guess, { address })
  if (!refused(found)) return found
  const { until } = found.detail
  if (found.code === 'limit_exceeded' && until)
    return { field: null, text: say('choose.orders.wait', { moment: formats.moment(until) }) }
  return { field: 'order_number', text: say('choose.orders.not_found') }
}

/** A session opens so many orders and forgets the first of them for a further one; those of the request must stay. */
const isFull = ({ session }: Visit, { draft }: Walk, order?: OrderId): boolean => {
  const opened = session?.orders.map(known => known.order) ?? []
  const isNew = order === undefined || !opened.includes(order)
  return draft.doc.orders.length >= MOST_ORDERS || (isNew && opened.length >= MOST_ORDERS)
}

function ordersPage(visit: Visit, walk: Walk, troubles: readonly Trouble[] = []): Answer {
  const { say } = visit
  const { draft, considered } = walk
  const others = visit.orders.filter(({ order }) => !draft.doc.orders.includes(order.id))
  const full = draft.doc.orders.length >= MOST_ORDERS
  return {
    status: troubles.length > 0 ? 422 : 200,
    page: {
      title: say('choose.orders.title'),
      step: { ...stepLine(visit, draft, considered, 'pieces'), back: addressOf(visit, draft, 'pieces') },
      main: html`${troubleSummary(troubles, say)}<p class="lead">${say('choose.orders.text')}</p>
${others.length > 0 && !full ? knownOrders(others, visit) : null}
${isFull(visit, walk) ? notice('information', html`<p>${say('choose.orders.full', { count: MOST_ORDERS })}</p>`) : lookUpForm(visit, troubles)}`,
    },
  }
}

const knownOrders = (others: Visit['orders'], { say }: Visit): Html => html`<section>
<h2>${say('choose.orders.known')}</h2>
<form method="post">${actions(
  ...others.map(({ order }) =>
    button(say('choose.orders.add', { number: order.refs.number }), { look: 'quiet', name: 'order', value: order.id }),
  ),
)}</form></section>`

/** What must be known besides the number is the shop's choice; where one of two is enough, neither is marked as needed. */
function lookUpForm(visit: Visit, troubles: readonly Trouble[]): Html {
  const { say, portal, base, params } = visit
  const { proof } = portal.settings
  const either = proof === 'either'
  const typed = (name: string): string => said(visit, name)
  return html`<form method="post">
${field({ name: 'order_number', label: say('choose.orders.number'), value: typed('order_number'), autocomplete: 'off', required: true }, say, troubles)}
${either ? html`<p class="hint">${say('choose.orders.either')}</p>` : null}
${proof === 'postal_code' ? null : field({ name: 'email', label: say('choose.orders.email'), value: typed('email'), type: 'email', autocomplete: 'email', inputmode: 'email', required: !either }, say)}
${proof === 'email' ? null : field({ name: 'postal_code', label: say('choose.orders.postal_code'), value: typed('postal_code'), autocomplete: 'postal-code', required: !either }, say)}
${actions(button(say('choose.orders.find')), way(say('common.cancel'), `${base}/return/${params['draft']}/pieces`))}
</form>`
}
