/** The reference says at every member who is not shown it. */
import type { TSchema } from 'typebox'
import { ROLES, type Role } from '../../core/party.ts'
import { hiddenFrom } from '../seen-by.ts'

type Shape = { $id?: string; properties?: Record<string, Shape>; required?: string[]; description?: string }

/**
 * A member that some role is not shown is optional, says so, and names the roles in `x-hidden-from`. Those it was made optional for stand in
 * `x-required-otherwise`, so that a client made for staff can rely on them.
 */
export function toldOfReaders(schema: TSchema): TSchema {
  const { $id = '', properties = {}, required = [] } = schema as Shape
  const hidden = Object.keys(properties)
    .map(name => [name, hiddenFrom($id, name)] as const)
    .filter(([, roles]) => roles.length > 0)
  if (hidden.length === 0) return schema
  const names = new Set(hidden.map(([name]) => name))
  const told = hidden.map(([name, roles]) => [name, memberTold(properties[name], roles)])
  return {
    ...schema,
    properties: { ...properties, ...Object.fromEntries(told) },
    required: required.filter(name => !names.has(name)),
    'x-required-otherwise': required.filter(name => names.has(name)),
  }
}

const memberTold = (member: Shape = {}, roles: readonly Role[]) => ({
  ...member,
  description: `${member.description ?? ''} Not shown to ${listed(roles)}.`.trim(),
  'x-hidden-from': roles,
})

/** `shopper and carrier keys`, or everybody but those who see it. */
function listed(roles: readonly Role[]): string {
  const others = ROLES.filter(role => !roles.includes(role))
  if (others.length === 0) return 'anybody'
  if (others.length === 1) return `keys other than ${others[0]}’s`
  const [last, ...before] = roles.toReversed()
  return `${[before.toReversed().join(', '), last].filter(part => part !== '').join(' and ')} keys`
}
