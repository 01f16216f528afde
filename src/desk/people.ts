/** People who sign in: found by e-mail address, known by a password that is kept only as what scrypt makes of it. */
import { randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { OrgId } from '../core/ids.ts'
import type { Role } from '../core/party.ts'
import { insertPerson } from '../db/orgs.ts'
import type { Queryable } from '../db/pool.ts'
import type { Desk } from './desk.ts'

type Scrypt = (
  password: string,
  salt: string,
  length: number,
  cost: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>
const derive = promisify(scrypt) as unknown as Scrypt

/** Some 16 MB and a tenth of a second per guess (OWASP Password Storage: scrypt). */
const COST = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 }

/** `salt:key` in hex. The salt goes in as its hex text, as the sign-in library reads it. */
export async function hashPassword(password: string, salt = randomBytes(16).toString('hex')): Promise<string> {
  const key = await derive(password.normalize('NFKC'), salt, 64, COST)
  return `${salt}:${key.toString('hex')}`
}

export type PersonWish = { email: string; name: string; password: string | null; role: Role }

/** For the command line and the sandbox, where nobody stands at the door yet. */
export async function addPerson(
  on: Queryable,
  desk: Desk,
  org: OrgId,
  { role, password, ...wish }: PersonWish,
): Promise<string> {
  const id = desk.fresh<string>()
  await insertPerson(
    on,
    { ...wish, id, password: password === null ? null : await hashPassword(password), createdAt: desk.now() },
    org,
    role,
  )
  return id
}
