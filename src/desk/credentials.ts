/** The keys of platforms' clients: found by the name a client gives, kept sealed, because signing needs them in the clear again. */
import { createHash } from 'node:crypto'
import type { OrgId, ShopId } from '../core/ids.ts'
import { findCredentialRow, resealCredential } from '../db/credentials.ts'
import { insertCredential } from '../db/orgs.ts'
import type { Queryable } from '../db/pool.ts'
import type { Desk } from './desk.ts'
import { seal, unseal } from './sealing.ts'

/** `name` is what a client names itself with; a name that is a secret by itself is kept as its hash (`nameOfKey`). */
export type CredentialWish = {
  org: OrgId
  shop: ShopId
  dialect: string
  name: string
  secret: Record<string, unknown>
}

/** Whose a credential is, and what its holder must prove to know. */
export type Opened<S> = { id: string; org: OrgId; shop: ShopId; secret: S }

/** For platforms whose clients present nothing but a secret: what it is looked up by. */
export const nameOfKey = (key: string): string => createHash('sha256').update(key).digest('hex')

export async function issueCredential(on: Queryable, desk: Desk, { secret, ...wish }: CredentialWish): Promise<string> {
  const id = desk.fresh<string>()
  await insertCredential(on, { ...wish, id, sealed: seal(desk, labelOf(wish), secret), createdAt: desk.now() })
  return id
}

/** Null for a name nobody was given, or whose credential was revoked. */
export async function findCredential<S>(desk: Desk, dialect: string, name: string): Promise<Opened<S> | null> {
  const found = await findCredentialRow(desk.db, dialect, name)
  if (found === null) return null
  return { id: found.id, org: found.org, shop: found.shop, secret: unseal(desk, labelOf(found), found.sealed) as S }
}

/** Puts another secret in its place, as when a token was renewed. */
export const changeCredential = (
  desk: Desk,
  { id, ...of }: { id: string; dialect: string; name: string },
  secret: Record<string, unknown>,
): Promise<unknown> => resealCredential(desk.db, id, seal(desk, labelOf(of), secret))

/** A sealed text opens only for the credential it was sealed for. */
const labelOf = ({ dialect, name }: { dialect: string; name: string }): Buffer =>
  Buffer.from(JSON.stringify([dialect, name]))
