/** What a simulation found, on a page that a merchant reads: how much changes, what money moves, and the decisions one by one. */
import { localDate } from '../core/calendar.ts'
import { digits, type Money, subtract } from '../core/money.ts'
import type { Change, Changed, FiledVerdict, LineVerdict } from '../core/policy/simulation.ts'
import type { MoneyMoved, Summary } from '../core/policy/simulation-sum.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import type { Simulated } from '../desk/simulate.ts'
import { columns, cut, padEnd, padStart } from './columns.ts'
import { wrapped } from './help.ts'
import type { Output } from './output.ts'

type Page = { name: string; shop: Shop; rows: number; width: number; paint: Output['paint'] }

export function simulationPage(simulated: Simulated, page: Page): string[] {
  const { summary, changes } = simulated
  if (simulated.placed === null)
    return [`${page.shop.name} has no orders to try “${page.name}” on. A longer --since or another --shop may have.`]
  const nothing = summary.changed.orders === 0
  return [
    ...heading(simulated, page),
    '',
    ...(nothing ? unchanged(summary) : tallies(summary, page)),
    ...(nothing ? [] : moneyTable(summary.money, page)),
    ...(changes.length > 0 && page.rows > 0 ? ['', ...decisions(simulated, page)] : []),
  ]
}

function heading({ against, placed, summary }: Simulated, { name, shop, paint }: Page): string[] {
  const day = (at: Instant) => localDate(at, shop.timeZone)
  const beside = against === 'then' ? 'the policy each was placed under' : 'the policy that holds now'
  const span = placed === null ? '' : `, placed ${day(placed.from)} to ${day(placed.to)}`
  return [
    ...wrapped(`“${name}” on ${counted(summary.orders, 'order')} of ${shop.name}${span}`, '').map(line =>
      paint('bold', line),
    ),
    ...wrapped(`Beside ${beside}: sold lines as on the day they came, returns as they were filed.`, ''),
  ]
}

const unchanged = ({ lines, returns }: Summary): string[] => [
  `Nothing changes: ${counted(lines, 'sold line')} and ${counted(returns, 'filed return')} would be decided as before.`,
]

const counted = (many: number, what: string): string => `${grouped(String(many))} ${what}${many === 1 ? '' : 's'}`

const MEANS: Readonly<Record<Change, string>> = {
  refused: 'newly refused',
  allowed: 'newly allowed',
  pieces: 'another number of pieces',
  earlier: 'shorter deadline',
  later: 'longer deadline',
  decision: 'decided otherwise by itself',
  money: 'other money',
  terms: 'other choices or requirements',
  why_not: 'refused for other reasons',
}

/** What weighs most comes first. */
const WEIGHT: readonly Change[] = [
  'refused',
  'allowed',
  'decision',
  'money',
  'pieces',
  'earlier',
  'later',
  'terms',
  'why_not',
]

function tallies({ lines, returns, changed, changes }: Summary, { paint }: Page): string[] {
  const row = (what: string, some: string, others: string) =>
    `  ${padEnd(what, 30)}${padStart(some, 14)}${padStart(others, 18)}`
  return [
    paint('dim', row('', 'SOLD LINES', 'FILED RETURNS')),
    row('looked at', grouped(String(lines)), grouped(String(returns))),
    row('of these something changes', grouped(String(changed.lines)), grouped(String(changed.returns))),
    ...WEIGHT.filter(change => changes[change].lines + changes[change].returns > 0).map(change =>
      row(`  ${MEANS[change]}`, some(changes[change].lines), some(changes[change].returns)),
    ),
  ]
}

const some = (many: number): string => (many === 0 ? '–' : grouped(String(many)))

/** A currency in which nothing moves is not worth a table. */
function moneyTable(money: readonly MoneyMoved[], { paint }: Page): string[] {
  const row = (what: string, ...cells: string[]) =>
    `  ${padEnd(what, 30)}${cells.map((cell, place) => padStart(cell, place === 1 ? 18 : 14)).join('')}`
  return money
    .filter(one => one.returns > 0)
    .flatMap(({ currency, returns, total, fees, bonus, methods }) => {
      const line = (what: string, { before, after }: MoneyMoved['total']) =>
        row(what, amount(before), amount(after), signed(subtract(after, before)))
      const parts = [
        ['  fees taken off', fees],
        ['  bonus put on top', bonus],
        ['  cost of the ways back', methods],
      ] as const
      return [
        '',
        paint('dim', row(`${currency}, in ${counted(returns, 'return')}`, 'BEFORE', 'AFTER', 'DIFFERENCE')),
        line('shoppers get', total),
        ...parts
          .filter(([, { before, after }]) => before.amountMinor !== 0 || after.amountMinor !== 0)
          .map(([what, both]) => line(what, both)),
      ]
    })
}

const SHAPE = [
  { title: 'ORDER', most: 14 },
  { title: 'WHAT', share: 1, least: 14 },
  { title: 'WAS', share: 3, least: 17 },
  { title: 'WOULD BE', share: 3, least: 20 },
  { title: 'MONEY', right: true },
]

/** From this width on the rules stand beside; on a narrower page they stand below. */
const WIDE = 120

function decisions({ changes, more }: Simulated, { rows: most, width, shop, paint }: Page): string[] {
  const all = gathered(changes.toSorted((a, b) => weightOf(a) - weightOf(b)).map(one => rowOf(one, shop)))
  const shown = all.slice(0, most)
  const beside = width >= WIDE
  const cells = shown.map(row => [row.order, row.what, row.was, row.wouldBe, row.money, row.why])
  const shape = beside ? [...SHAPE, { title: 'WHY', share: 2, least: 24 }] : SHAPE
  const [head = '', ...lines] = columns(shape, cells, width)
  const below = ({ why }: Row) => (beside || why === '' ? [] : [paint('dim', cut(`    ${why}`, width))])
  const left = all.slice(most).reduce((sum, row) => sum + row.many, more)
  return [
    paint('dim', head),
    ...lines.flatMap((line, place) => [line, ...below(shown[place] as Row)]),
    ...(left > 0 ? ['', `… and ${counted(left, 'more decision')}; --rows prints more, --json all that are told.`] : []),
  ]
}

type Row = { order: string; what: string; was: string; wouldBe: string; money: string; why: string; many: number }

/** Decisions that read the same but for the order and the goods become one row, at the place of the first. */
function gathered(rows: readonly Row[]): Row[] {
  const alike = Map.groupBy(rows, ({ was, wouldBe, money, why }) => JSON.stringify([was, wouldBe, money, why]))
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ? [first] : []
    const different = others.some(one => one.what !== first.what)
    const more = `+${grouped(String(others.length))}`
    return [
      {
        ...first,
        order: `${first.order} ${more}`,
        what: `${first.what}${different ? ' …' : ''}`,
        many: others.length + 1,
      },
    ]
  })
}

const weightOf = ({ what }: Changed): number => Math.min(...what.map(change => WEIGHT.indexOf(change)))

function rowOf(changed: Changed, shop: Shop): Row {
  const why = changed.rules.join('; ')
  const row = { order: changed.orderNumber, why, many: 1 }
  if (changed.about === 'line') {
    const { before, after, what, title } = changed
    const wouldBe = [lineSaid(after, shop, what), ...(what.includes('terms') ? [choices(before, after)] : [])].join(
      ', ',
    )
    return { ...row, what: title, was: lineSaid(before, shop, what), wouldBe, money: '' }
  }
  const moved = subtract(changed.after.total, changed.before.total)
  return {
    ...row,
    what: `↩ ${changed.title}`,
    was: filedSaid(changed.before, changed.what),
    wouldBe: filedSaid(changed.after, changed.what),
    money: moved.amountMinor === 0 ? '' : `${signed(moved)} ${moved.currency}`,
  }
}

/** Where the answer is now another one altogether, the day it used to end is left out. */
function lineSaid({ allowed, until, refusals }: LineVerdict, shop: Shop, what: readonly Change[]): string {
  if (allowed === 0) return `no: ${codes(refusals)}`
  const pieces = counted(allowed, 'piece')
  if (what.includes('refused')) return pieces
  const end = until === null ? 'no end' : `until ${localDate(until, shop.timeZone)}`
  return what.includes('pieces') || what.includes('allowed') ? `${pieces}, ${end}` : end
}

/** What may be chosen now, and what no longer: `+swap −keep`. */
function choices({ resolutions: old }: LineVerdict, { resolutions: now }: LineVerdict): string {
  const more = now.filter(one => !old.includes(one)).map(one => `+${one}`)
  const fewer = old.filter(one => !now.includes(one)).map(one => `−${one}`)
  return [...more, ...fewer].join(' ').replaceAll('_', ' ')
}

/** Codes that read badly on their own. */
const CODES: Readonly<Record<string, string>> = {
  window_closed: 'too late',
  terms_unavailable: 'choice not on offer',
  reason_unknown: 'reason not on offer',
  cap_reached: 'too many',
  too_many: 'too many pieces',
  method_unavailable: 'no way back on offer',
}

const codes = (refusals: readonly { code: string }[]): string =>
  [...new Set(refusals.map(({ code }) => CODES[code] ?? code.replaceAll('_', ' ')))].join(', ') || 'none is left'

const DECIDED = { approve: 'approved', reject: 'rejected', person: 'by hand' } as const

function filedSaid({ refusals, decision, requires, total }: FiledVerdict, what: readonly Change[]): string {
  if (refusals.length > 0 || decision === null) return `no: ${codes(refusals)}`
  const said = what.includes('money') ? `${DECIDED[decision]}, ${amount(total)}` : DECIDED[decision]
  const asks = requires.length > 0 ? `${requires.join(' and ')} asked` : 'nothing asked'
  return what.includes('terms') ? `${said}, ${asks}` : said
}

/** `1 234.50`: a thin line between thousands is the same in every country. */
function amount({ amountMinor, currency }: Money): string {
  const places = digits(currency)
  const text = String(Math.abs(amountMinor)).padStart(places + 1, '0')
  const whole = grouped(places === 0 ? text : text.slice(0, -places))
  return `${amountMinor < 0 ? '−' : ''}${whole}${places === 0 ? '' : `.${text.slice(-places)}`}`
}

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, '\u202f')

const signed = (moved: Money): string => (moved.amountMinor > 0 ? `+${amount(moved)}` : amount(moved))
