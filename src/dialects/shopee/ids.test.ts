import fc from 'fast-check'
import { expect, test } from 'vitest'
import { as, type OrderId, type ShopId } from '../../core/ids.ts'
import { type Instant, instantOf } from '../../core/time.ts'
import { numOf, orderSnOf, serialIn, snOf } from './ids.ts'

const shop = as<ShopId>('019cd7d0-0000-7000-8000-000000000002')
const moments = fc.integer({ min: 0, max: 4_000_000_000 }).map(seconds => instantOf(seconds * 1000))
const serials = fc.integer({ min: 1, max: 36 ** 6 - 1 })

test('a return’s number gives its serial back, begins with the day, and has fifteen letters', () => {
  fc.assert(
    fc.property(moments, serials, (createdAt, serial) => {
      const sn = snOf({ createdAt, serial, shop })
      expect(sn).toMatch(/^[0-9A-Z]{15}$/)
      expect(sn.slice(0, 6)).toBe(createdAt.slice(2, 10).replaceAll('-', ''))
      expect(serialIn(sn, shop)).toBe(serial)
    }),
  )
})

test('another shop’s number names nothing here, nor does one with another day or serial', () => {
  const sn = snOf({ createdAt: '2026-11-02T00:00:00.000Z' as Instant, serial: 7, shop })
  expect(serialIn(sn, as<ShopId>('019cd7d0-0000-7000-8000-000000000003'))).toBeNull()
  expect(serialIn(`261103${sn.slice(6)}`, shop)).toBeNull()
  expect(serialIn(`${sn.slice(0, 11)}8${sn.slice(12)}`, shop)).toBeNull()
})

test('what is no number of a return is none', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), text => {
      expect(serialIn(text, shop)).toBeNull()
    }),
  )
  expect(serialIn('', shop)).toBeNull()
  expect(serialIn(`${'A'.repeat(14)}\n`, shop)).toBeNull()
})

test('an order keeps a number of the platform’s own shape and gets one of that shape otherwise', () => {
  const order = (number: string) => ({
    id: as<OrderId>('019cd7d0-0000-7000-8000-000000000009'),
    refs: { externalId: 'x', number, name: number },
    placedAt: '2026-10-30T23:59:59.000Z' as Instant,
  })
  expect(orderSnOf(order('261030H4TN8C2P'))).toBe('261030H4TN8C2P')
  expect(orderSnOf(order('#1001'))).toMatch(/^261030[0-9A-Z]{8}$/)
  expect(orderSnOf(order('#1001'))).toBe(orderSnOf(order('#1002')))
})

test('ids of products are whole numbers that JSON keeps exactly, and numbers stay themselves', () => {
  expect(numOf('5001')).toBe(5001)
  expect(numOf('')).toBe(0)
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), id => {
      expect(Number.isSafeInteger(numOf(id))).toBe(true)
    }),
  )
  expect(numOf('gid://shop/1')).not.toBe(numOf('gid://shop/2'))
})
