/** The house itself, when time or a worker acts: it may what the system may, in one organisation. */
import type { OrgId } from '../core/ids.ts'
import { HOUSE } from '../core/party.ts'
import { type Caller, SCOPES_OF } from '../desk/caller.ts'

export const houseCaller = (org: OrgId): Caller => ({
  org,
  actor: HOUSE,
  scopes: new Set(SCOPES_OF.system),
  shops: null,
  orders: null,
})
