/** Does a return stand as a rule wants it to? */
import type { Order } from '../order/order.ts'
import { conditionHolds, type Facts } from '../policy/condition.ts'
import { cameToNothing, offerOf, requestFacts, type Told } from '../policy/facts.ts'
import { returned } from '../return/quantities.ts'
import type { Return } from '../return/return.ts'
import { strands } from '../return/strands/strands.ts'
import { COLUMN_NAMES, type Columns, holds, type Row } from '../return/where.ts'
import type { Shop } from '../shop.ts'
import { worth } from '../worth/worth.ts'
import type { Guard } from './automation.ts'

/** What lies around a return: its purchase, its shop as it is set now, and the other returns of the order. */
export type Around = { order: Order; shop: Shop; siblings: readonly Return[] }

/** Null when it does; else what stands in the way, in a sentence for the log. */
export function unmet({ state, facts }: Guard, ret: Return, around: Around): string | null {
  const columns = strands(ret)
  if (state.length > 0 && !holds(state, columns)) return `It does not stand as wanted: ${mismatches(state, columns)}.`
  return conditionHolds(facts, factsOf(ret, around)) ? null : 'What is asked about the purchase does not hold.'
}

/** Of the row that fits best, the columns that say something else. */
function mismatches(rows: readonly Row[], columns: Columns): string {
  const wrong = rows
    .map(row => COLUMN_NAMES.filter(name => row[name] && !(row[name] as readonly string[]).includes(columns[name])))
    .toSorted((a, b) => a.length - b.length)[0]
  return (wrong ?? []).map(name => `${name} is ${columns[name]}`).join(' and ')
}

/**
 * The facts of policy, about the pieces this return is about as it stands now; days are counted from when it was filed. How often a customer sends things
 * back is known only in the act of filing, so automation does not ask for it.
 */
export function factsOf(ret: Return, { order, shop, siblings }: Around): Facts {
  const items = ret.items.filter(item => returned(item) > 0)
  const lines = order.lines.filter(line => items.some(item => item.line === line.id))
  const told = (line: string): Told => {
    const item = items.find(one => one.line === line)
    return {
      reason: item?.reason.code ?? null,
      sub: item?.reason.sub ?? null,
      resolution: item ? offerOf(item.resolution) : null,
    }
  }
  const situation = {
    order,
    zone: ret.assessment.zone,
    method: ret.method?.type ?? null,
    lane: ret.lane,
    kind: ret.kind,
    value: valueOf(ret, order),
    returnsByCustomer: null,
    returnsOfOrder: siblings.filter(other => !cameToNothing(other)).length,
    at: ret.createdAt,
    timeZone: shop.timeZone,
  }
  return requestFacts(lines, situation, told)
}

/** What the pieces were paid, in minor units of the shop's currency. */
const valueOf = (ret: Return, order: Order): number =>
  order.lines.reduce((all, line) => {
    const pieces = ret.items.reduce((sum, item) => (item.line === line.id ? sum + returned(item) : sum), 0)
    return pieces > 0 ? all + worth(line, 0, Math.min(pieces, line.quantity)).total.shop.amountMinor : all
  }, 0)
