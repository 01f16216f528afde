/** Which person is meant. */
import { refused } from '../core/refusal.ts'
import { type Member, peopleOf } from '../desk/people.ts'
import type { Desk } from '../desk/desk.ts'
import type { Org } from '../db/orgs.ts'
import { CommandError } from './command.ts'
import { operator } from './find-house.ts'
import { nearest } from './nearest.ts'

/** By e-mail address or id. */
export async function findMember(desk: Desk, org: Org, named: string): Promise<Member> {
  const people = await peopleOf(desk, operator(org.id))
  if (refused(people)) throw new CommandError(people.detail.sentence ?? people.code)
  const wanted = named.trim().toLowerCase()
  const found = people.find(({ id, email }) => id === wanted || email === wanted)
  if (found) return found
  const meant = nearest(
    wanted,
    people.map(({ email }) => email),
  )
  throw new CommandError(
    `${org.name} has no person ${JSON.stringify(named)}${meant ? `; did you mean ${meant}?` : '.'} \`backhaul users list\` shows them.`,
  )
}

export const shownMember = ({ id, email, name, role, hasPassword, joinedAt }: Member) => ({
  id,
  email,
  name,
  role,
  has_password: hasPassword,
  joined_at: joinedAt,
})
