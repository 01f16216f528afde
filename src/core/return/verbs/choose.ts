import type { Figure } from '../../figure.ts'
import { zero } from '../../money.ts'
import type { MethodOffer } from '../../policy/policy.ts'
import { sideOf } from '../../party.ts'
import { refuse } from '../../refusal.ts'
import type { MethodType, Return } from '../return.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { type Row, SENDABLE } from '../where.ts'

const NOT_SENT: Row = { ...SENDABLE, transit: ['to_arrange', 'ready'] }

/** Choose how the goods travel. The shopper chooses among what policy offered for this purchase, the merchant among everything the shop knows. */
export const choose: Verb<'choose'> = {
  may: { shopper: NOT_SENT, merchant: NOT_SENT },
  locks: [],

  decide(ret, { method }, tray) {
    const offer = offered(ret, tray, method)
    if (!offer) {
      const open = sideOf(tray.by.role) === 'merchant' ? tray.shop.methods : ret.assessment.methods
      const methods = open.map(one => one.type)
      return refuse('method_unavailable', { path: 'method', sentence: `This method is not on offer; choose one of: ${methods.join(', ') || 'none'}.`, methods })
    }
    if (ret.method?.type === method && ret.method.name === offer.name) return []
    const { type, name, rule, cost } = offer
    return [happened(tray, 'method.chosen', { method: { type, name, zone: ret.assessment.zone, rule, cost } })]
  },
}

function offered(ret: Return, tray: Tray, method: MethodType): MethodOffer | undefined {
  const offer = ret.assessment.methods.find(one => one.type === method)
  if (offer || sideOf(tray.by.role) !== 'merchant') return offer
  const known = tray.shop.methods.find(one => one.type === method)
  return known && { type: known.type, name: known.name, cost: nothing(tray), rule: null }
}

/** What staff choose beyond the offer costs the shopper nothing. */
const nothing = ({ order }: Tray): Figure => ({ parts: [], total: { presentment: zero(order.currency), shop: zero(order.shopCurrency) } })
