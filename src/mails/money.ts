/** Sums in mails: the same figures as on the pages, unfolded into what they are made of. */
import type { Figure, PartKind } from '../core/figure.ts'
import { add, isZero, type Money } from '../core/money.ts'
import type { Grant } from '../core/return/return.ts'
import { inAll } from '../core/worth/quote.ts'
import type { AboutReturn } from './about.ts'
import type { Block } from './content.ts'

/** A gift's recipient reads what it comes to and not what it is made of, since that would tell what the buyer paid and saved. */
export function moneyOf({ say, formats, ret }: AboutReturn, name: string, figure: Figure): Block {
  const rows = ret.gift === null ? rowsOf(figure) : []
  return {
    is: 'money',
    rows: (rows.length > 1 ? rows : []).map(({ kind, included, amount }) => ({
      name: say(included ? 'common.money.included_tax' : `common.money.${kind}`),
      amount: formats.money(amount),
      quiet: included,
    })),
    total: { name, amount: formats.money(figure.total.presentment) },
  }
}

/** One sum that is not made of parts. */
export const sumOf = ({ formats }: Pick<AboutReturn, 'formats'>, name: string, amount: Money): Block => ({
  is: 'money',
  rows: [],
  total: { name, amount: formats.money(amount) },
})

type Row = { kind: PartKind; included: boolean; amount: Money }

/** Parts of a kind are one row; what comes to nothing is not told. */
function rowsOf({ parts }: Figure): Row[] {
  const rows = new Map<string, Row>()
  for (const { kind, included = false, amount } of parts) {
    const known = rows.get(`${kind} ${included}`)
    const sum = known ? add(known.amount, amount.presentment) : amount.presentment
    rows.set(`${kind} ${included}`, { kind, included, amount: sum })
  }
  return [...rows.values()].filter(({ amount }) => !isZero(amount))
}

/** What the return comes to as far as anybody can say today. */
export const expectedOf = ({ seen }: AboutReturn): Figure => inAll(seen.ret, seen)

/** The promise a mail tells of; the newest where it names none. */
export const grantOf = ({ ret, doc }: AboutReturn): Grant | undefined =>
  ret.grants.find(({ id }) => id === doc.grant) ?? ret.grants.at(-1)
