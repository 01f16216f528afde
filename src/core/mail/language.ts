/** In which language somebody is written who is not there to be asked. */
import { bestOf, type Language } from '../languages.ts'
import type { Order } from '../order/order.ts'
import type { CountryCode } from '../party.ts'
import { portalOf } from '../portal.ts'
import type { Return } from '../return/return.ts'
import type { Shop } from '../shop.ts'

const COUNTRIES: Record<Language, readonly CountryCode[]> = {
  en: ['GB', 'IE', 'US', 'CA', 'AU', 'NZ', 'ZA', 'SG'],
  el: ['GR', 'CY'],
  es: 'ES MX AR CO CL PE EC UY PY BO VE CR PA GT HN SV NI DO CU PR'.split(' '),
  'zh-Hant': ['TW', 'HK', 'MO'],
  ar: ['SA', 'AE', 'QA', 'KW', 'BH', 'OM', 'EG', 'JO', 'LB', 'IQ', 'MA', 'DZ', 'TN', 'LY', 'SY', 'YE', 'SD', 'PS'],
}

/**
 * What the person asked for, then what is spoken where the person lives, then what the shop speaks first. Only languages the shop's page speaks are
 * written, so that nobody is led from a mail to a page in another language. Without a return it is asked of the order alone; a gift's recipient asks for
 * nothing and lives at the gift's address.
 */
export function languageFor(shop: Shop, order: Order | null, ret: Return | null): Language {
  const { languages } = portalOf(shop)
  const gift = ret?.gift ?? null
  const wished = gift ? [gift.recipient.locale] : [ret?.contact.locale, order?.customer.locale]
  const country = gift?.address?.country ?? order?.country ?? null
  return (
    bestOf(
      wished.flatMap(locale => locale ?? []),
      languages,
    ) ??
    languages.find(language => country !== null && COUNTRIES[language].includes(country)) ??
    languages[0] ??
    'en'
  )
}
