import { expect, test } from 'vitest'
import { anOrder, aShop } from '../../../test/kit/cast.ts'
import { submitted } from '../../../test/kit/given.ts'
import { NOBODY } from '../party.ts'
import { STANDARD_PORTAL } from '../portal.ts'
import { languageFor } from './language.ts'

const shop = aShop()
const customer = (locale: string | null) => ({ ...NOBODY, emails: ['maja@example.com'], locale })

test('what the return’s shopper asked for comes first, then what the order’s did, then the country, then the shop', () => {
  const order = anOrder(undefined, { customer: customer('el'), country: 'TW' })
  const { ret } = submitted({}, { order })
  expect(languageFor(shop, order, { ...ret, contact: customer('es-MX') })).toBe('es')
  expect(languageFor(shop, order, { ...ret, contact: customer(null) })).toBe('el')
  expect(languageFor(shop, { ...order, customer: customer(null) }, { ...ret, contact: customer(null) })).toBe('zh-Hant')
  expect(languageFor(shop, anOrder(undefined, { country: 'DE' }), null)).toBe('en')
  expect(languageFor(shop, null, null)).toBe('en')
})

test('nobody is written in a language the shop’s page does not speak', () => {
  const speaking = aShop({ portal: { ...STANDARD_PORTAL, languages: ['el', 'en'] } })
  expect(languageFor(speaking, anOrder(undefined, { customer: customer('ar'), country: 'SA' }), null)).toBe('el')
})

test('a gift’s recipient is written in the language of the gift’s address, whatever the buyer speaks', () => {
  const order = anOrder(undefined, { customer: customer('ar'), country: 'SA' })
  const { ret } = submitted({}, { order })
  const recipient = { ...NOBODY, emails: ['ada@example.com'] }
  const address = { ...order.billing, country: 'GR' } as never
  expect(languageFor(shop, order, { ...ret, gift: { recipient, address } })).toBe('el')
  expect(languageFor(shop, order, { ...ret, gift: { recipient: { ...recipient, locale: 'es' }, address } })).toBe('es')
})
