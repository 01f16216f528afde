/** Naming a shopper on the command line. */
import type { Person } from '../desk/person.ts'
import { type Option, text, UsageError, type Values } from './command.ts'

export const PERSON_OPTIONS: Record<string, Option> = {
  email: { type: 'string', value: 'ADDRESS', means: 'Whose: an e-mail address' },
  'customer-id': { type: 'string', value: 'ID', means: 'Whose: the shop’s own id of the customer' },
  phone: { type: 'string', value: 'NUMBER', means: 'Whose: a telephone number; only its digits count' },
  org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
}

export function personIn(values: Values): Person {
  const [email, customerId, phone] = [text(values, 'email'), text(values, 'customer-id'), text(values, 'phone')]
  if (email === undefined && customerId === undefined && phone === undefined)
    throw new UsageError('Say whose data is meant, with --email, --customer-id or --phone.')
  return { ...(email && { email }), ...(customerId && { customerId }), ...(phone && { phone }) }
}
