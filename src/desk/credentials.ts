/** The keys of platforms' clients: found by the name a client gives, kept sealed, because signing needs them in the clear again. */
import { createHash } from 'node:crypto'
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { findCredentialRow, findCredentialRows, lockCredentialRow, resealCredential } from '../db/credentials.ts'
import { type Credential, insertCredential } from '../db/orgs.ts'
import type { Queryable } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { note } from './once.ts'
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
export type Opened<S> = { id: string; org: OrgId; shop: ShopId; since: Instant; secret: S }

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
  return found && opened<S>(desk, found)
}

/** All whose names begin like this, oldest first: platforms where one partner serves several shops name the partner first. */
export async function findCredentialsNamed<S>(desk: Desk, dialect: string, start: string): Promise<Opened<S>[]> {
  return (await findCredentialRows(desk.db, dialect, start)).map(found => opened<S>(desk, found))
}

/** What was kept sealed, as its holder knows it. */
export const opened = <S>(desk: Desk, { id, org, shop, createdAt, ...found }: Credential): Opened<S> => ({
  id,
  org,
  shop,
  since: createdAt,
  secret: unseal(desk, labelOf(found), found.sealed) as S,
})

/**
 * Looks at a secret and may put another in its place, alone: of two who present the same single-use token at the same moment, one finds it gone. Null when
 * there is no such credential any more. `noted`: who did it and what, where that was a person's decision.
 */
export function renewCredential<S extends object, T>(
  desk: Desk,
  id: string,
  look: (secret: S) => { secret: S | null; answer: T },
  noted?: { by: Caller; what: string },
): Promise<T | null> {
  return transaction(desk.db, async tx => {
    const found = await lockCredentialRow(tx, id)
    if (found === null) return null
    const { secret, answer } = look(opened<S>(desk, found).secret)
    if (secret !== null) await resealCredential(tx, id, seal(desk, labelOf(found), secret))
    if (noted) note(tx, desk, noted.by, noted.what, id, { dialect: found.dialect, name: found.name })
    return answer
  })
}

/** A sealed text opens only for the credential it was sealed for. */
const labelOf = ({ dialect, name }: { dialect: string; name: string }): Buffer =>
  Buffer.from(JSON.stringify([dialect, name]))
