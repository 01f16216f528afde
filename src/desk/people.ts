/** The people of an organisation: who signs in to it, as what, and with which password. */
import type { OrgId } from '../core/ids.ts'
import type { Role } from '../core/party.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import * as rows from '../db/people.ts'
import type { Queryable } from '../db/pool.ts'
import { send } from '../db/send.ts'
import type { Transaction } from '../db/transaction.ts'
import { type Caller, missingScope, nothingHere } from './caller.ts'
import type { Desk } from './desk.ts'
import { type Keyed, note, once } from './once.ts'
import { hashPassword, isPassword, weakness } from './passwords.ts'

export type { Member } from '../db/people.ts'

/** As whom a person may sign in. Shoppers prove an order instead; carriers and the house itself are programs. */
export const PERSONAL_ROLES = ['owner', 'agent', 'warehouse', 'arbiter'] as const satisfies readonly Role[]

export type PersonWish = { email: string; name: string; password: string | null; role: Role }

/** Puts a person into an organisation without asking: for the sandbox, where nobody stands at the door yet. */
export async function addPerson(
  on: Queryable,
  desk: Desk,
  org: OrgId,
  { role, password, email, name }: PersonWish,
): Promise<string> {
  const id = desk.fresh<string>()
  const hashed = password === null ? null : await hashPassword(password)
  const createdAt = desk.now()
  await rows.insertPerson(on, { id, email: email.toLowerCase(), name, password: hashed, createdAt })
  await rows.insertMembership(on, id, org, role, createdAt)
  return id
}

/** Lower case, one @, a domain with a dot, and short enough to be one (RFC 5321 4.5.3.1). Null when it is none. */
export function parseEmail(text: string): string | null {
  const email = text.trim().toLowerCase()
  const fits =
    email.length <= 254 &&
    /^[^\s@"(),:;<>[\]\\]{1,64}@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])$/.test(email)
  return fits && !/^\.|\.\.|\.@/.test(email) ? email : null
}

/** Who has this address and this password; null for anybody else, and for people who sign in another way. */
export async function personWho(
  desk: Desk,
  { email, password }: { email: string; password: string },
): Promise<string | null> {
  const person = await rows.findPersonByEmail(desk.db, email.trim().toLowerCase())
  return (await isPassword(password, person?.password ?? null)) && person ? person.id : null
}

/** How one organisation knows a person; null when it does not. */
export const memberOf = async (desk: Desk, org: OrgId, person: string): Promise<rows.Member | null> =>
  (await memberIn(desk.db, org, person)) ?? null

export async function peopleOf(desk: Desk, caller: Caller): Promise<rows.Member[] | Refusal> {
  return denied(caller) ?? (await rows.listMembers(desk.db, caller.org))
}

export type Added = { member: rows.Member; wasKnown: boolean }

/**
 * Somebody known already, from another organisation, keeps name and password: whoever manages one organisation has no say over how a person signs in
 * to another.
 */
export async function welcomePerson(
  desk: Desk,
  caller: Caller,
  wish: PersonWish,
  keyed: Keyed = {},
): Promise<Added | Refusal> {
  const no = denied(caller) ?? unfitRole(wish.role) ?? unfitPerson(wish)
  if (no) return no
  const email = parseEmail(wish.email) ?? ''
  const weak = wish.password === null ? null : weakness(wish.password, email)
  if (weak) return weak
  const password = wish.password === null ? null : await hashPassword(wish.password)
  return once(desk, caller, keyed, async tx => {
    await rows.lockOrg(tx, caller.org)
    const at = desk.now()
    const fresh = desk.fresh<string>()
    const id = await rows.ensurePerson(tx, { id: fresh, email, name: wish.name.trim(), password, createdAt: at })
    if (await memberIn(tx, caller.org, id))
      return refuse('invalid', { path: 'email', sentence: `${email} belongs to this organisation already.` })
    send(rows.insertMembership(tx, id, caller.org, wish.role, at))
    note(tx, desk, caller, 'member.added', id, { email, role: wish.role })
    return { member: (await memberIn(tx, caller.org, id)) as rows.Member, wasKnown: id !== fresh }
  })
}

/** The last owner stays one: an organisation nobody can manage helps nobody. */
export async function changeRole(
  desk: Desk,
  caller: Caller,
  id: string,
  role: Role,
  keyed: Keyed = {},
): Promise<rows.Member | Refusal> {
  const no = denied(caller) ?? unfitRole(role)
  if (no) return no
  return withMember(desk, caller, id, keyed, async (tx, member) => {
    if (member.role === role) return member
    const last = await lastOwner(tx, caller.org, member)
    if (last) return last
    send(rows.setRole(tx, id, caller.org, role))
    note(tx, desk, caller, 'member.role_changed', id, { email: member.email, from: member.role, to: role })
    return { ...member, role }
  })
}

/** Whoever belongs nowhere any more is forgotten, with password and all; what they did stays in the records under their name. */
export async function removePerson(
  desk: Desk,
  caller: Caller,
  id: string,
  keyed: Keyed = {},
): Promise<rows.Member | Refusal> {
  const no = denied(caller)
  if (no) return no
  return withMember(desk, caller, id, keyed, async (tx, member) => {
    const last = await lastOwner(tx, caller.org, member)
    if (last) return last
    await rows.deleteMembership(tx, id, caller.org)
    if ((await rows.countMemberships(tx, id)) === 0) send(rows.deletePerson(tx, id))
    note(tx, desk, caller, 'member.removed', id, { email: member.email, role: member.role })
    return member
  })
}

/**
 * `reach`: `here` for one organisation's owner, who must not change how somebody signs in to other organisations too; `everywhere` for the operator of
 * the machine, who could do so anyway.
 */
export async function changePassword(
  desk: Desk,
  caller: Caller,
  id: string,
  { password, reach = 'here' }: { password: string; reach?: 'here' | 'everywhere' },
): Promise<rows.Member | Refusal> {
  const no = denied(caller)
  if (no) return no
  const hashed = await hashPassword(password)
  return withMember(desk, caller, id, {}, async (tx, member) => {
    const weak = weakness(password, member.email)
    if (weak) return weak
    if (reach === 'here' && (await rows.countMemberships(tx, id)) > 1)
      return refuse('forbidden', {
        sentence: `${member.email} belongs to other organisations too, and changes the password only by signing in.`,
      })
    send(rows.setPassword(tx, id, hashed))
    note(tx, desk, caller, 'member.password_changed', id, { email: member.email })
    return { ...member, hasPassword: true }
  })
}

const withMember = <T>(
  desk: Desk,
  caller: Caller,
  id: string,
  keyed: Keyed,
  work: (tx: Transaction, member: rows.Member) => Promise<T | Refusal>,
): Promise<T | Refusal> =>
  once<T>(desk, caller, keyed, async tx => {
    await rows.lockOrg(tx, caller.org)
    const member = await memberIn(tx, caller.org, id)
    return member ? work(tx, member) : nothingHere('person')
  })

async function memberIn(on: Queryable, org: OrgId, id: string): Promise<rows.Member | undefined> {
  return (await rows.listMembers(on, org)).find(member => member.id === id)
}

async function lastOwner(on: Queryable, org: OrgId, member: rows.Member): Promise<Refusal | null> {
  if (member.role !== 'owner') return null
  const owners = (await rows.listMembers(on, org)).filter(({ role }) => role === 'owner')
  if (owners.length > 1) return null
  return refuse('forbidden', {
    sentence: `${member.email} is the last owner; make somebody else an owner first.`,
  })
}

/** People belong to the organisation as a whole. */
function denied(caller: Caller): Refusal | null {
  const missing = missingScope(caller, 'people:write')
  if (missing) return missing
  if (caller.shops === null) return null
  return refuse('forbidden', {
    sentence: 'This caller is tied to some shops; people belong to the whole organisation.',
  })
}

const unfitRole = (role: Role): Refusal | null =>
  (PERSONAL_ROLES as readonly Role[]).includes(role)
    ? null
    : refuse('invalid', { path: 'role', sentence: `A person can be one of ${PERSONAL_ROLES.join(', ')}.` })

const LONGEST_NAME = 120

function unfitPerson({ email, name }: PersonWish): Refusal | null {
  if (parseEmail(email) === null)
    return refuse('invalid', { path: 'email', sentence: `${JSON.stringify(email)} is not an e-mail address.` })
  const length = name.trim().length
  if (length > 0 && length <= LONGEST_NAME) return null
  return refuse('invalid', {
    path: 'name',
    sentence: `A name has 1 to ${LONGEST_NAME} letters; this one has ${length}.`,
  })
}
