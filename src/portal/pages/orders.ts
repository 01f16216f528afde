/** What a shopper has proved: the orders, and the returns there are of them. */
import { refused } from '../../core/refusal.ts'
import type { Instant } from '../../core/time.ts'
import { type ConsideredOrder, consider } from '../../desk/shopper/consider.ts'
import { EMPTY_DRAFT } from '../../desk/shopper/drafts.ts'
import { follow, type Followed, isOpenTo } from '../../desk/shopper/following.ts'
import { stateSaid } from '../../ui/follow-words.ts'
import { attributes, html, type Html } from '../../ui/html.ts'
import { icon } from '../../ui/icons.ts'
import { button, way } from '../../ui/kit/form.ts'
import { pieceRows } from '../../ui/kit/pieces.ts'
import { statusLine } from '../../ui/kit/state.ts'
import type { Answer, Visit } from '../visit.ts'
import { nothingHere } from './fault.ts'

type Opened = ConsideredOrder & { followed: Followed[] }

export async function orders(visit: Visit): Promise<Answer> {
  const { desk, session, say, base } = visit
  if (session === null) return nothingHere(visit)
  const wanted = visit.orders.map(({ order }) => order.id)
  const considered = await consider(desk, session, visit.orders, { ...EMPTY_DRAFT, orders: wanted })
  const opened = await Promise.all(
    considered.orders
      .toSorted((a, b) => (a.order.placedAt < b.order.placedAt ? 1 : -1))
      .map(async one => ({ ...one, followed: await followedOf(visit, one) })),
  )
  const one = opened.length === 1 ? opened[0] : undefined
  return {
    page: {
      title: one ? say('orders.order', { number: one.order.refs.number }) : say('orders.title'),
      main: html`${one ? orderDetails(visit, one, true) : opened.map(each => orderPart(visit, each))}
<div class="part"><ul class="ways">
<li>${way(html`${icon('plus')}${say('orders.add')}`, `${base}/?another=1`)}</li>
<li><form method="post" action="${base}/gone" data-forget><button type="submit" class="way">${say('orders.leave')}</button></form></li>
</ul></div>`,
      foot:
        one && isOpen(one) ? html`<div>${button(say('orders.start'), { form: `start-${one.order.id}` })}</div>` : null,
    },
  }
}

const isOpen = ({ lines }: ConsideredOrder): boolean => lines.some(({ most }) => most > 0)

async function followedOf(visit: Visit, { returns, standing }: ConsideredOrder): Promise<Followed[]> {
  const { desk, session, caller } = visit
  if (session === null) return []
  const theirs = returns.filter(ret => isOpenTo(ret, standing))
  const found = await Promise.all(theirs.map(({ number }) => follow(desk, session, caller, number)))
  return found.flatMap(one => (refused(one) ? [] : [one])).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

const orderPart = (visit: Visit, opened: Opened): Html => html`<section class="part" id="order-${opened.order.id}">
<h2>${visit.say('orders.order', { number: opened.order.refs.number })}</h2>
${orderDetails(visit, opened, false)}
</section>`

/** `alone`: the page is about this order, and its button stands at the foot. */
function orderDetails(visit: Visit, opened: Opened, alone: boolean): Html {
  const { say, formats } = visit
  const { order, standing, followed } = opened
  const until = untilOf(opened)
  return html`<p class="hint">${standing === 'recipient' ? say('orders.gift') : say('orders.placed', { day: formats.day(order.placedAt) })}</p>
${followed.length > 0 ? [returnsPart(visit, followed, alone), alone ? html`<h2>${say('orders.bought')}</h2>` : html`<h3>${say('orders.bought')}</h3>`] : null}
${pieceRows(rowsOf(visit, opened))}
${until ? html`<p>${say('orders.until', { day: formats.day(until) })}</p>` : null}
${startForm(visit, opened, alone && isOpen(opened))}`
}

/** Where everything has the same day it is said once; the next page says it for each piece. */
function untilOf({ lines }: ConsideredOrder): Instant | null {
  const days = new Set(lines.filter(({ most }) => most > 0).map(({ answer }) => answer.until))
  return days.size === 1 ? ([...days][0] ?? null) : null
}

/** What was bought; the parts of a kit are its own matter. */
const rowsOf = ({ say }: Visit, { order }: ConsideredOrder) =>
  order.lines
    .filter(({ kit, quantity, cancelled }) => kit === null && quantity > cancelled)
    .map(({ id, product, variant, quantity, cancelled }) => ({
      id: `line-${id}`,
      picture: product.images[0] ?? null,
      title: product.title || variant.sku,
      variant: variant.options.length > 0 ? variant.options.map(({ value }) => value).join(' · ') : variant.title,
      facts: say('common.pieces', { count: quantity - cancelled }),
    }))

function returnsPart(visit: Visit, all: readonly Followed[], alone: boolean): Html {
  const { say, formats, base, portal } = visit
  const shop = portal.settings.brand.name ?? portal.shop.name
  const heading = say('orders.returns', { count: all.length })
  return html`${alone ? html`<h2>${heading}</h2>` : html`<h3>${heading}</h3>`}
<ul class="rows">${all.map(
    ({ number, state, meaning }) =>
      html`<li><a class="row-link" href="${base}/returns/${number}"><span class="small">${say('orders.return', { number })}</span>${icon('forward')}</a>${statusLine(meaning, stateSaid(state, { say, formats, shop }))}</li>`,
  )}</ul>`
}

/** `atFoot`: the button stands elsewhere and names this form. */
function startForm({ say, base }: Visit, opened: Opened, atFoot: boolean): Html {
  const { order } = opened
  const open = isOpen(opened)
  const label = open ? say('orders.start') : say('orders.closed.why')
  const told = open ? say('orders.start.of', { number: order.refs.number }) : null
  return html`${open ? null : html`<p>${say('orders.closed')}</p>`}<form method="post" action="${base}/orders/${order.id}/start" id="start-${order.id}">${
    atFoot
      ? null
      : html`<button type="submit" class="button quiet"${attributes({ 'aria-label': told })}>${label}</button>`
  }</form>`
}
