/** Where somebody lives, in the platform's columns. */
import type { Address, Party } from '../../core/party.ts'
import type { Address as Columns } from './wire.ts'

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Without an address only the customer's name is known; `null` and an empty text are each where the platform has them. */
export function sayAddress<Whose extends 'b' | 's'>(
  whose: Whose,
  address: Address | null,
  contact: Party,
): Columns<Whose> {
  const { first, last } = namesIn(address?.name ?? null, contact)
  const columns = {
    firstname: first,
    lastname: last,
    address: address?.street1 ?? null,
    address2: address?.street2 ?? null,
    city: address?.city ?? null,
    state: address?.state.code ?? address?.state.name ?? null,
    country: address?.country ?? null,
    zipcode: address?.postalCode ?? null,
    phone: address?.phone ?? '',
  }
  return Object.fromEntries(Object.entries(columns).map(([name, text]) => [`${whose}_${name}`, text])) as Columns<Whose>
}

/** Addresses have one name, the platform two: the last word is the family's. */
function namesIn(name: string | null, { firstName, lastName }: Party): { first: string; last: string } {
  const words = name?.trim().split(/\s+/) ?? []
  if (words.length === 0 || words.join(' ') === '' || words.join(' ') === `${firstName} ${lastName}`.trim())
    return { first: firstName, last: lastName }
  return { first: words.slice(0, -1).join(' '), last: words.at(-1) ?? '' }
}

/** For people; a code nobody knows has no name. */
export function countryName(address: Address | null): string {
  const code = address?.country ?? ''
  try {
    return COUNTRIES.of(code) ?? ''
  } catch {
    return ''
  }
}

export const stateName = (address: Address | null): string => address?.state.name ?? ''
