/** The whole rope: nine strands and three plain facts, as they stand in the columns of every stored return. */

import { travelling } from '../quantities.ts'
import type { Return } from '../return.ts'
import type { Columns } from '../where.ts'
import { negotiation } from './negotiation.ts'
import { onward } from './onward.ts'
import { receiving } from './receiving.ts'
import { settlement } from './settlement.ts'
import { transit } from './transit.ts'

export const strands = (ret: Return): Columns => ({
  request: ret.request.state,
  negotiation: negotiation(ret),
  dispute: ret.dispute.state,
  evidence: ret.evidence.state,
  compensation: ret.compensation.state,
  transit: transit(ret),
  onward: onward(ret),
  receiving: receiving(ret),
  settlement: settlement(ret),
  handling: travelling(ret).length === 0 ? 'keep' : 'send_back',
  kind: ret.kind,
  inspector: ret.inspector,
})
