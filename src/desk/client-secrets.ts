/** What a platform's messages are signed with when nobody names a secret: a secret its client has already. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { FormatTerms } from '../core/push.ts'
import type { Shop } from '../core/shop.ts'
import { firstClient } from '../db/clients.ts'
import type { Queryable } from '../db/pool.ts'
import { findCredential } from './credentials.ts'
import type { Desk } from './desk.ts'

/** Null where the language has no such secret, or nobody speaks it yet for these shops (null: any of the organisation). */
export async function clientSecret(
  on: Queryable,
  desk: Desk,
  org: OrgId,
  { signer }: Pick<FormatTerms, 'signer'>,
  shops: readonly ShopId[] | null,
): Promise<string | null> {
  const name = signer && (await firstClient(on, org, signer.dialect, shops))
  if (!signer || !name) return null
  const found = await findCredential<Record<string, unknown>>(desk, signer.dialect, name)
  const secret = found?.secret[signer.member]
  return typeof secret === 'string' && secret !== '' ? secret : null
}

/** What the client of a platform names itself with at this shop; null when the shop has none there. */
export const clientNameOf = (
  desk: Desk,
  dialect: string,
  { org, id }: Pick<Shop, 'org' | 'id'>,
): Promise<string | null> => firstClient(desk.db, org, dialect, [id])
