/** An address as AfterShip's callers write it. */
import type { Address } from '../../../core/party.ts'
import { countryOf } from '../countries.ts'
import type { AddressIn } from './wire.ts'

/** Their country codes have three letters; one nobody knows is left out. */
export const addressHeard = (address: AddressIn): Address => ({
  name: address.contact_name ?? null,
  company: address.company_name ?? null,
  street1: address.street_1 ?? null,
  street2: address.street_2 ?? null,
  town: null,
  district: null,
  city: address.city ?? null,
  state: { code: address.state?.code ?? null, name: address.state?.name ?? null },
  postalCode: address.postal_code ?? null,
  country: countryOf(address.country_region?.code ?? ''),
  phone: address.phone ?? null,
  email: address.email ?? null,
  type: null,
})
