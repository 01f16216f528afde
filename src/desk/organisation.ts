/** The organisation itself, and the record of who changed what in it. */

import { type Refusal, refuse } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { type AuditEntry, listAudit } from '../db/audit.ts'
import { findOrg, type Org, renameOrg } from '../db/orgs.ts'
import { send } from '../db/send.ts'
import { type Caller, missingScope, nothingHere } from './caller.ts'
import type { Desk } from './desk.ts'
import { type Page, pageOf, pageSize } from './look.ts'
import { type Keyed, note, once } from './once.ts'

export async function organisationOf(desk: Desk, caller: Caller): Promise<Org | Refusal> {
  return (await findOrg(desk.db, caller.org)) ?? nothingHere('organisation')
}

export async function renameOrganisation(
  desk: Desk,
  caller: Caller,
  name: string,
  keyed: Keyed = {},
): Promise<Org | Refusal> {
  const denied = missingScope(caller, 'shops:write')
  if (denied) return denied
  if (caller.shops !== null)
    return refuse('forbidden', {
      sentence: 'This key is tied to some shops; renaming the organisation needs a key for the whole of it.',
    })
  return once(desk, caller, { key: keyed.key, request: { name } }, async tx => {
    const org = await findOrg(tx, caller.org)
    if (org === null) return nothingHere('organisation')
    send(renameOrg(tx, caller.org, name))
    note(tx, desk, caller, 'organisation.renamed', caller.org, { from: org.name, to: name })
    return { ...org, name }
  })
}

/** Newest first. */
export async function auditFor(
  desk: Desk,
  caller: Caller,
  wish: { subject?: string; from?: Instant; before?: Instant; after?: { at: Instant; id: string }; limit: number },
): Promise<Page<AuditEntry> | Refusal> {
  const denied = missingScope(caller, 'audit:read')
  if (denied) return denied
  const limit = pageSize(wish.limit)
  const rows = await listAudit(desk.db, caller.org, { ...wish, limit: limit + 1 })
  return pageOf(rows, limit, entry => ({ at: entry.at, id: entry.id }))
}
