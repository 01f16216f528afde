/** Which rules are behind a difference: those that speak otherwise now, and those that fell silent. */
import type { Order } from '../order/order.ts'
import type { Return } from '../return/return.ts'
import { counterOf } from '../worth/quote-drafts.ts'
import { assess, type Bench, type Wish } from './assess.ts'
import { chosen, type Facts } from './condition.ts'
import type { Effect, EffectKind, Policy } from './policy.ts'
import { namesOf, without } from './rule-names.ts'
import type { Both, Change, FiledVerdict, Sides } from './simulation.ts'
import { standardPolicy } from './standard.ts'

/** `bench`: what lay on the table when the return was filed, with one policy or another. */
export type Asking = { ret: Return; order: Order; bench: (policy: Policy | null) => Bench }

/** By the names people gave them. What was refused is explained by what refuses, and what costs more by what costs. */
export function filingRules(
  asking: Asking,
  wish: Wish,
  sides: Sides,
  verdicts: Both<FiledVerdict>,
  what: readonly Change[],
): string[] {
  const has = (...some: Change[]) => some.some(change => what.includes(change))
  const refusing = has('refused', 'why_not') ? refusingRules(asking, wish, sides.after) : []
  const freed = has('allowed') ? refusingRules(asking, wish, sides.before).map(without) : []
  const deciding = has('decision') ? decidingRules(asking, wish, sides) : []
  const others = has('terms') ? voicesBetween(asking, sides, ASKING) : []
  const barred = has('refused', 'allowed', 'why_not')
  // A choice that is not on offer any more is refused without a rule that refuses.
  const chosenFrom = barred && refusing.length + freed.length === 0 ? voicesBetween(asking, sides, CHOOSING) : []
  const priced = has('money') && !barred && deciding.length === 0 ? voicesBetween(asking, sides, pricing(verdicts)) : []
  return [...new Set([...refusing, ...freed, ...deciding, ...others, ...chosenFrom, ...priced])]
}

function refusingRules({ ret, order, bench }: Asking, wish: Wish, policy: Policy | null): string[] {
  const { lines } = assess(order, bench(policy), wish)
  const own = lines.filter(answer => ret.items.some(item => item.line === answer.line))
  return namesOf(
    own.flatMap(answer => answer.refusals.map(refusal => refusal.rule ?? null)),
    policy,
    bench(policy).shop,
  )
}

function decidingRules({ order, bench }: Asking, wish: Wish, { before, after }: Sides): string[] {
  const { shop } = bench(null)
  const decider = (policy: Policy | null) => namesOf([assess(order, bench(policy), wish).auto.rule], policy, shop)
  const now = decider(after)
  return now.length > 0 ? now : decider(before).map(without)
}

/** Kinds of effect, each told apart where one speaks of several things. */
type Voice = { kind: EffectKind; about?: string }

const CHOOSING: readonly Voice[] = [{ kind: 'resolutions' }, { kind: 'reasons' }]

const ASKING: readonly Voice[] = [
  { kind: 'require', about: 'photo' },
  { kind: 'require', about: 'comment' },
]

const TAKING: readonly Voice[] = [
  { kind: 'fee', about: 'restocking_fee' },
  { kind: 'fee', about: 'return_cost' },
  { kind: 'methods' },
  { kind: 'deduction' },
  { kind: 'freeExchange' },
]

const REPAYING: readonly Voice[] = [
  { kind: 'shippingBack' },
  { kind: 'discount' },
  { kind: 'exchangeLeft' },
  { kind: 'keepBelow' },
]

/** Of what makes up the money only the parts that differ are asked about. */
function pricing({ before, after }: Both<FiledVerdict>): Voice[] {
  const differs = (of: (verdict: FiledVerdict) => number) => of(before) !== of(after)
  return [
    ...(differs(one => one.fees.amountMinor) ? TAKING : []),
    ...(differs(one => one.bonus.amountMinor) ? [{ kind: 'bonus' } as const] : []),
    ...(differs(one => one.total.amountMinor + one.fees.amountMinor - one.bonus.amountMinor) ? REPAYING : []),
  ]
}

function voicesBetween({ ret, order, bench }: Asking, { before, after }: Sides, voices: readonly Voice[]): string[] {
  const { shop, siblings } = bench(null)
  const { facts } = counterOf(ret, { order, shop, policy: null, siblings }, [])
  const names = voices.flatMap(voice => {
    const [old, now] = [before, after].map(policy => heard(policy ?? standardPolicy(shop), voice, facts))
    if (old?.said === now?.said) return []
    return now ? [now.name] : old ? [without(old.name)] : []
  })
  return [...new Set(names)]
}

const KEPT: Effect = { discount: 'keep' }

function heard(policy: Policy, { kind, about }: Voice, facts: Facts): { said: string; name: string } | null {
  const isAbout = (effect: object) => about === undefined || JSON.stringify(effect).includes(`"${about}"`)
  const found = chosen(policy, kind, facts, isAbout)
  if (!found) return null
  // Keeping discounts is what happens when nobody speaks of them.
  const said = JSON.stringify(found.effect)
  if (said === JSON.stringify(KEPT)) return null
  return { said, name: found.rule.name || found.rule.id }
}
