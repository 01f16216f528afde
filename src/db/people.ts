/** People who sign in, and the organisations they belong to. */
import type { OrgId } from '../core/ids.ts'
import type { Role } from '../core/party.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

/** `password` is what scrypt made of it; null for whoever signs in another way. */
export type Person = { id: string; email: string; name: string; password: string | null; createdAt: Instant }

/** A person as one organisation knows them. */
export type Member = {
  id: string
  email: string
  name: string
  role: Role
  hasPassword: boolean
  /** When they came to this organisation. */
  joinedAt: Instant
}

export const insertPerson = (on: Queryable, person: Person): Promise<unknown> =>
  query(
    on,
    sql`insert into people (id, email, name, password, created_at) values (${person.id}, ${person.email}, ${person.name}, ${person.password}, ${person.createdAt})`,
  )

/** Gives the id of whoever has this e-mail address: of this person, or of one who was there before, perhaps since a moment ago. */
export async function ensurePerson(on: Queryable, person: Person): Promise<string> {
  await query(
    on,
    sql`insert into people (id, email, name, password, created_at) values (${person.id}, ${person.email}, ${person.name}, ${person.password}, ${person.createdAt})
      on conflict (email) do nothing`,
  )
  const { rows } = await query<{ id: string }>(on, sql`select id from people where email = ${person.email}`)
  return rows[0]?.id ?? person.id
}

export async function findPersonByEmail(on: Queryable, email: string): Promise<Pick<Person, 'id' | 'password'> | null> {
  const { rows } = await query<Pick<Person, 'id' | 'password'>>(
    on,
    sql`select id, password from people where email = ${email}`,
  )
  return rows[0] ?? null
}

export const setPassword = (on: Queryable, id: string, password: string): Promise<unknown> =>
  query(on, sql`update people set password = ${password} where id = ${id}`)

/** For somebody who belongs nowhere any more. */
export const deletePerson = (on: Queryable, id: string): Promise<unknown> =>
  query(on, sql`delete from people where id = ${id}`)

export const insertMembership = (
  on: Queryable,
  person: string,
  org: OrgId,
  role: Role,
  at: Instant,
): Promise<unknown> =>
  query(
    on,
    sql`insert into memberships (person_id, org_id, role, created_at) values (${person}, ${org}, ${role}, ${at})`,
  )

export const setRole = (on: Queryable, person: string, org: OrgId, role: Role): Promise<unknown> =>
  query(on, sql`update memberships set role = ${role} where person_id = ${person} and org_id = ${org}`)

export const deleteMembership = (on: Queryable, person: string, org: OrgId): Promise<unknown> =>
  query(on, sql`delete from memberships where person_id = ${person} and org_id = ${org}`)

/** By name. */
export async function listMembers(on: Queryable, org: OrgId): Promise<Member[]> {
  const { rows } = await query<Member>(
    on,
    sql`select p.id, p.email, p.name, m.role, p.password is not null as "hasPassword", m.created_at as "joinedAt"
      from memberships m join people p on p.id = m.person_id where m.org_id = ${org} order by lower(p.name), p.email`,
  )
  return rows
}

/** How many organisations a person belongs to. */
export async function countMemberships(on: Queryable, person: string): Promise<number> {
  const { rows } = await query<{ many: number }>(
    on,
    sql`select count(*)::integer as many from memberships where person_id = ${person}`,
  )
  return rows[0]?.many ?? 0
}

/** Holds the organisation's row until the transaction ends, so that two who change its people do so one after the other. */
export const lockOrg = (on: Queryable, org: OrgId): Promise<unknown> =>
  query(on, sql`select 1 from orgs where id = ${org} for no key update`)
