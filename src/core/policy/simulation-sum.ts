/** What many comparisons come to: how many decisions change, which way, and what money moves. */
import { add, type Currency, type Money, zero } from '../money.ts'
import { type Both, CHANGES, type Change, type Changed, type Compared, type FiledVerdict } from './simulation.ts'

type Tally = { lines: number; returns: number }

/** All filed returns of one currency, as they were announced, under either policy. */
export type MoneyMoved = {
  currency: Currency
  returns: number
  total: Both<Money>
  fees: Both<Money>
  bonus: Both<Money>
  methods: Both<Money>
}

export type Summary = {
  orders: number
  lines: number
  returns: number
  /** Orders, lines and returns with at least one decision that changes. */
  changed: { orders: number } & Tally
  changes: Record<Change, Tally>
  money: MoneyMoved[]
}

export const NOTHING_YET: Summary = {
  orders: 0,
  lines: 0,
  returns: 0,
  changed: { orders: 0, lines: 0, returns: 0 },
  changes: Object.fromEntries(CHANGES.map(change => [change, { lines: 0, returns: 0 }])) as Summary['changes'],
  money: [],
}

/** The sum with one more order in it. */
export function withCompared(sum: Summary, { lines, returns, changed, filed }: Compared): Summary {
  const tally = tallyOf(changed)
  return {
    orders: sum.orders + 1,
    lines: sum.lines + lines,
    returns: sum.returns + returns,
    changed: { orders: sum.changed.orders + (changed.length > 0 ? 1 : 0), ...addTally(sum.changed, tally) },
    changes: Object.fromEntries(
      CHANGES.map(change => [
        change,
        addTally(sum.changes[change], tallyOf(changed.filter(one => one.what.includes(change)))),
      ]),
    ) as Summary['changes'],
    money: filed.reduce(withMoney, sum.money),
  }
}

const tallyOf = (changed: readonly Changed[]): Tally => {
  const lines = changed.filter(one => one.about === 'line').length
  return { lines, returns: changed.length - lines }
}

const addTally = (a: Tally, b: Tally): Tally => ({ lines: a.lines + b.lines, returns: a.returns + b.returns })

function withMoney(sums: MoneyMoved[], { before, after }: Both<FiledVerdict>): MoneyMoved[] {
  const { currency } = before.total
  const known = sums.find(one => one.currency === currency) ?? noMoney(currency)
  const both = (of: (verdict: FiledVerdict) => Money, sum: Both<Money>): Both<Money> => ({
    before: add(sum.before, of(before)),
    after: add(sum.after, of(after)),
  })
  const next: MoneyMoved = {
    currency,
    returns: known.returns + (before.total.amountMinor === after.total.amountMinor ? 0 : 1),
    total: both(one => one.total, known.total),
    fees: both(one => one.fees, known.fees),
    bonus: both(one => one.bonus, known.bonus),
    methods: both(one => one.method?.cost ?? zero(currency), known.methods),
  }
  return [...sums.filter(one => one !== known), next].toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}

const noMoney = (currency: Currency): MoneyMoved => {
  const none = { before: zero(currency), after: zero(currency) }
  return { currency, returns: 0, total: none, fees: none, bonus: none, methods: none }
}
