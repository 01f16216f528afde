/** The shopper, as a seller may see them. */
import type { Address, Party } from '../../core/party.ts'

export type SaidUser = { username: string; email: string; portrait: string }

export function sayUser({ username, emails, portrait }: Party): SaidUser {
  const email = masked(emails[0] ?? '')
  return { username: username ?? email.split('@', 1)[0] ?? '', email, portrait: portrait ?? '' }
}

/** Of what stands before the @ only the last letter stays. */
function masked(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '' : `*****${email.slice(at - 1)}`
}

/** Where the shopper hands the parcel over. */
export const sayAddress = (address: Address | null) => ({
  address: [address?.street1, address?.street2].filter(Boolean).join(', '),
  name: address?.name ?? '',
  phone: address?.phone ?? '',
  town: address?.town ?? '',
  district: address?.district ?? '',
  city: address?.city ?? '',
  state: address?.state.name ?? address?.state.code ?? '',
  region: address?.country ?? '',
  zipcode: address?.postalCode ?? '',
})
