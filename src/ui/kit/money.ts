/** A sum of money on a page: one line, which unfolds into what it is made of. The same everywhere. */
import type { Figure, PartKind } from '../../core/figure.ts'
import { add, isZero, type Money } from '../../core/money.ts'
import type { Formats } from '../formats.ts'
import { attributes, html, type Hole, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Speak } from '../texts/speak.ts'

/** `ruled`: between hairlines; `large`: where the sum is what the page is about. */
export function moneyBlock(
  label: Hole,
  figure: Figure,
  say: Speak,
  formats: Formats,
  looks: { large?: boolean; ruled?: boolean } = {},
): Html {
  const rows = rowsOf(figure)
  const look = ['money', looks.large && 'large', looks.ruled && 'ruled'].filter(Boolean).join(' ')
  const total = html`<data class="amount" value="${figure.total.presentment.amountMinor}">${formats.money(figure.total.presentment)}</data>`
  return rows.length < 2
    ? html`<p class="${look}"><span>${label}</span> ${total}</p>`
    : html`<details class="${look}"><summary><span>${label}${icon('chevron')}</span> ${total}</summary><dl>${rows.map(row => line(row, say, formats))}</dl></details>`
}

/** A tax inside the price is told and not added, so it is set smaller. */
const line = ({ kind, included, amount }: Row, say: Speak, formats: Formats): Html =>
  html`<div${attributes({ class: included ? 'within' : null })}><dt>${say(included ? 'common.money.included_tax' : `common.money.${kind}`)}</dt><dd><span class="amount">${formats.money(amount)}</span></dd></div>`

type Row = { kind: PartKind; included: boolean; amount: Money }

/** Parts of a kind are one row; what comes to nothing is not shown. */
function rowsOf({ parts }: Figure): Row[] {
  const rows = new Map<string, Row>()
  for (const { kind, included = false, amount } of parts) {
    const known = rows.get(`${kind} ${included}`)
    rows.set(`${kind} ${included}`, {
      kind,
      included,
      amount: known ? add(known.amount, amount.presentment) : amount.presentment,
    })
  }
  return [...rows.values()].filter(({ amount }) => !isZero(amount))
}
