import { sideOf } from '../../party.ts'
import { refused } from '../../refusal.ts'
import { methodNamed } from '../method.ts'
import { happened, type Verb } from '../verb.ts'
import { type Row, SENDABLE } from '../where.ts'

const NOT_SENT: Row = { ...SENDABLE, transit: ['to_arrange', 'ready'] }

/** Choose how the goods travel. The shopper chooses among what policy offered for this purchase, the merchant among everything the shop knows. */
export const choose: Verb<'choose'> = {
  may: { shopper: NOT_SENT, merchant: NOT_SENT },
  locks: [],

  decide(ret, { method: type }, tray) {
    const method = methodNamed(type, ret.assessment, tray, sideOf(tray.by.role) === 'merchant')
    if (refused(method)) return method
    return ret.method?.type === method.type && ret.method.name === method.name
      ? []
      : [happened(tray, 'method.chosen', { method })]
  },
}
