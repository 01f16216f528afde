/** The people of the sandbox, all invented, all reachable at example.com, where nobody reads mail. */
import type { Address, Party } from '../core/party.ts'

export type Shopper = { party: Partial<Party>; address: Partial<Address> }

const shopper = (
  firstName: string,
  lastName: string,
  locale: string,
  where: Pick<Address, 'street1' | 'city' | 'postalCode' | 'country'> & Partial<Address>,
): Shopper => {
  const email = `${firstName}.${lastName}@example.com`.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')
  return {
    party: {
      id: `c-${firstName.toLowerCase()}`,
      username: `${firstName.toLowerCase()}_${lastName.toLowerCase()}`,
      firstName,
      lastName,
      emails: [email],
      locale,
    },
    address: { name: `${firstName} ${lastName}`, email, ...where },
  }
}

export const CAST = {
  maja: shopper('Maja', 'Lund', 'de-DE', {
    street1: 'Lindenweg 4',
    city: 'Berlin',
    postalCode: '10115',
    country: 'DE',
    phone: '+49 30 5550101',
  }),
  theo: shopper('Theo', 'Brandwijk', 'nl-NL', {
    street1: 'Kanaalstraat 17',
    city: 'Utrecht',
    postalCode: '3531 CJ',
    country: 'NL',
  }),
  eleni: shopper('Eleni', 'Kalliga', 'el-GR', {
    street1: 'Odos Elaion 8',
    city: 'Athens',
    postalCode: '11742',
    country: 'GR',
  }),
  ines: shopper('Ines', 'Carvalhal', 'es-ES', {
    street1: 'Calle del Olmo 21',
    city: 'Sevilla',
    postalCode: '41003',
    country: 'ES',
  }),
  june: shopper('June', 'Tallgrass', 'en-US', {
    street1: '88 Prairie Ave',
    city: 'Lawrence',
    postalCode: '66044',
    country: 'US',
    state: { code: 'KS', name: 'Kansas' },
  }),
  haruki: shopper('Haruki', 'Aozora', 'ja-JP', {
    street1: '3-8-1 Midorigaoka',
    city: 'Kobe',
    postalCode: '650-0012',
    country: 'JP',
  }),
  noor: shopper('Noor', 'Alsahel', 'ar-KW', {
    street1: 'Palm Street 12',
    city: 'Kuwait City',
    postalCode: '13001',
    country: 'KW',
  }),
  oscar: shopper('Oscar', 'Fennimore', 'en-GB', {
    street1: '5 Harbour Row',
    city: 'Bristol',
    postalCode: 'BS1 4RW',
    country: 'GB',
  }),
  wen: shopper('Wen', 'Lanting', 'zh-Hant-TW', {
    street1: 'Bamboo Road 66',
    city: 'Taipei',
    postalCode: '10617',
    country: 'TW',
    district: 'Da’an',
  }),
} as const

export type ShopperName = keyof typeof CAST

/** Everybody who works for the shop, the marketplace or a carrier. */
export const STAFF = {
  owner: { name: 'Linnea Ahlberg', email: 'owner@example.com' },
  agent: { name: 'Samir Holt', email: 'samir.holt@example.com' },
  warehouse: { name: 'Greta Dockweiler', email: null },
  arbiter: { name: 'Marketplace support', email: 'support@example.com' },
  carrier: { name: 'Nordpost', email: null },
  system: { name: 'Backhaul', email: null },
} as const
