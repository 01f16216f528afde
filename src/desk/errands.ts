/** Which work outside the house an act has ordered. Nothing outside happens inside the act itself. */
import type { Recorded } from '../core/return/events.ts'
import type { Return } from '../core/return/return.ts'
import type { ErrandKind } from '../db/outside.ts'

/** The body names the cause of the act, and the rule where one acted, so that whoever goes on the errand can say on whose account. */
export type Ordered = { kind: ErrandKind; key: string; body: Record<string, unknown> }

/** Gateways whose payouts somebody else carries out: the marketplace pays, or a person does and marks it. */
const MARKED_BY_OTHERS = new Set(['platform', 'manual'])

export const errandsOf = (ret: Return, events: readonly Recorded[]): Ordered[] =>
  events.flatMap(event =>
    orderedBy(ret, event).map(({ body, ...ordered }) => ({
      ...ordered,
      body: { ...body, cause: event.cause, ...(event.rule && { rule: event.rule }) },
    })),
  )

function orderedBy(ret: Return, event: Recorded): Ordered[] {
  switch (event.type) {
    case 'payout.ordered':
      return MARKED_BY_OTHERS.has(event.payout.gateway) || event.payout.state !== 'planned'
        ? []
        : [{ kind: 'refund', key: `refund:${event.payout.key}`, body: { payout: event.payout.id } }]
    case 'label.ordered':
      return [{ kind: 'label', key: `label:${ret.id}:${event.label}`, body: { label: event.label } }]
    case 'exchange.proposed':
      return []
    case 'charge.authorized':
    case 'charge.asked':
      return []
    case 'charge.sent':
      return [{ kind: 'charge', key: `charge:${event.charge}`, body: { charge: event.charge } }]
    default:
      return []
  }
}
