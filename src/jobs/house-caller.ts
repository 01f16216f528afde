/** The house itself, when time or a worker acts: it may what the system may, in one organisation. */
import type { OrgId } from '../core/ids.ts'
import { type Caller, SCOPES_OF } from '../desk/caller.ts'

export const houseCaller = (org: OrgId): Caller => ({
  org,
  actor: { role: 'system', id: null, name: 'Backhaul', via: 'job', email: null },
  scopes: new Set(SCOPES_OF.system),
  shops: null,
  orders: null,
})
