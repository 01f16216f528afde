/** What a policy would have decided about purchases of the past, beside what another one says of them. */
import type { Order } from '../order/order.ts'
import type { Return } from '../return/return.ts'
import type { Sold } from '../return/tray.ts'
import type { Shop } from '../shop.ts'
import type { Instant } from '../time.ts'
import { assess, type Bench } from './assess.ts'
import { cameToNothing } from './facts.ts'
import type { EffectKind, LineAnswer, Policy } from './policy.ts'
import { namesOf, without } from './rule-names.ts'
import { askedAgain } from './simulate-filing.ts'
import type { Asking } from './simulate-rules.ts'
import type { Change, Changed, Compared, LineVerdict, Past, Sides } from './simulation.ts'

/** Every line as if it were asked about on the day it came, and every return that was filed as if it were filed again. */
export function compare(past: Past, sides: Sides): Compared {
  const lines = linesCompared(past, sides)
  const returns = past.returns.map(ret => returnCompared(ret, past, sides))
  return {
    lines: lines.length,
    returns: returns.length,
    changed: [...lines, ...returns].filter(one => one.what.length > 0),
    filed: returns.map(({ before, after }) => ({ before, after })),
  }
}

function linesCompared(past: Past, sides: Sides): Extract<Changed, { about: 'line' }>[] {
  const { order } = past
  const at = arrivalOf(order)
  const said = (policy: Policy | null) => assess(order, benchAt(at, past, policy, []))
  const [before, after] = [said(sides.before), said(sides.after)]
  return before.lines.flatMap((old, place) => {
    const now = after.lines[place]
    const line = order.lines.find(one => one.id === old.line)
    if (!now || !line) return []
    const what = lineChanges(old, now)
    return {
      about: 'line',
      ...named(order),
      line: line.id,
      title: line.product.title,
      sku: line.variant.sku,
      what,
      before: verdictOf(old),
      after: verdictOf(now),
      rules: what.length > 0 ? rulesBehind(old, now, sides, past.shop) : [],
    }
  })
}

const named = (order: Order) => ({ order: order.id, orderNumber: order.refs.number, placedAt: order.placedAt })

const verdictOf = ({ allowed, until, refusals, resolutions }: LineAnswer): LineVerdict => ({
  allowed,
  until,
  refusals,
  resolutions,
})

/** The day the last of it came, or went out where no delivery was reported. */
function arrivalOf({ fulfilments, placedAt }: Order): Instant {
  const known = fulfilments.filter(one => one.state === 'sent').flatMap(one => one.deliveredAt ?? one.sentAt ?? [])
  return known.toSorted().at(-1) ?? placedAt
}

function lineChanges(old: LineAnswer, now: LineAnswer): Change[] {
  const codes = ({ refusals }: LineAnswer) => refusals.map(refusal => refusal.code).join()
  if (old.allowed === 0 && now.allowed === 0) return codes(old) === codes(now) ? [] : ['why_not']
  if (old.allowed === 0 || now.allowed === 0) return [now.allowed === 0 ? 'refused' : 'allowed']
  return [
    ...(old.allowed === now.allowed ? [] : (['pieces'] as const)),
    ...(old.until === now.until ? [] : ([isLater(now.until, old.until) ? 'later' : 'earlier'] as const)),
    ...(old.resolutions.toSorted().join() === now.resolutions.toSorted().join() ? [] : (['terms'] as const)),
  ]
}

/** No end is later than any. */
const isLater = (a: Instant | null, b: Instant | null): boolean => a === null || (b !== null && a > b)

/** The rules that say something else now; where none of the new ones does, the old ones that fell away. */
function rulesBehind(old: LineAnswer, now: LineAnswer, { before, after }: Sides, shop: Shop): string[] {
  const refusing = now.refusals.flatMap(refusal => refusal.rule ?? [])
  if (now.allowed === 0 && refusing.length > 0) return namesOf(refusing, after, shop)
  const lifted = old.refusals.filter(refusal => !COUNTED.includes(refusal.code)).flatMap(refusal => refusal.rule ?? [])
  if (old.allowed === 0 && lifted.length > 0) return namesOf(lifted, before, shop).map(without)
  const news = (from: LineAnswer, to: LineAnswer) =>
    to.trace.filter(step => step.rule && !from.trace.some(one => one.said === step.said)).map(step => step.rule)
  const speaking = news(old, now)
  const named = namesOf(
    speaking.filter(id => decides(id, after)),
    after,
    shop,
  )
  return named.length > 0
    ? named
    : namesOf(
        news(now, old).filter(id => decides(id, before)),
        before,
        shop,
      ).map(without)
}

/** A no of these turns into a yes because another rule counts otherwise, not because one fell away. */
const COUNTED: readonly string[] = ['window_closed', 'cap_reached', 'not_arrived']

const OF_LINES: readonly EffectKind[] = [
  'window',
  'after',
  'final',
  'block',
  'allow',
  'cap',
  'resolutions',
  'keepBelow',
]

/** Rules that only speak of money say nothing about whether a line may come back. */
const decides = (id: string | null, policy: Policy | null): boolean =>
  policy?.rules.find(rule => rule.id === id)?.then.some(effect => OF_LINES.some(kind => kind in effect)) ?? true

function returnCompared(ret: Return, past: Past, sides: Sides): Extract<Changed, { about: 'return' }> {
  const { order } = past
  const asking: Asking = {
    ret,
    order,
    bench: policy => benchAt(ret.createdAt, past, policy, earlierThan(ret, past.returns)),
  }
  const { before, after, what, rules } = askedAgain(asking, sides)
  return {
    about: 'return',
    ...named(order),
    ret: ret.id,
    returnNumber: ret.number,
    title: titlesOf(ret, order),
    what,
    before,
    after,
    rules,
  }
}

const titlesOf = (ret: Return, order: Order): string =>
  [...new Set(ret.items.flatMap(item => order.lines.find(line => line.id === item.line)?.product.title ?? []))].join(
    ', ',
  )

const earlierThan = (ret: Return, returns: readonly Return[]): Return[] =>
  returns.filter(one => one.serial < ret.serial && !cameToNothing(one))

/** Everything that lay on the table at a moment: earlier returns hold their pieces, later ones are not known yet. */
function benchAt(at: Instant, { order, shop, history }: Past, policy: Policy | null, siblings: Return[]): Bench {
  const filed = history?.filter(one => one.at < at)
  return {
    at,
    shop,
    policy,
    siblings,
    ledger: ledgerOf(order, siblings),
    history: filed ? { returns: filed.length, pieces: filed.reduce((all, one) => all + one.pieces, 0), filed } : null,
  }
}

function ledgerOf({ fulfilments }: Order, siblings: readonly Return[]): Sold[] {
  const slices = siblings.flatMap(ret =>
    ret.items.flatMap(item => item.slices.map(slice => ({ ...slice, line: item.line }))),
  )
  return fulfilments
    .filter(one => one.state === 'sent')
    .flatMap(({ id, lines }) =>
      lines.map(({ line, quantity }) => {
        const held = slices.reduce(
          (all, one) => (one.line === line && one.fulfilment === id ? all + one.quantity : all),
          0,
        )
        return { line, fulfilment: id, delivered: quantity, held: Math.min(held, quantity) }
      }),
    )
}
