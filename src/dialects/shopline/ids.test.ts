import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf } from '../../core/time.ts'
import {
  awaitedId,
  awaitedLineId,
  enteredIn,
  fulfilmentDigits,
  linePlaceIn,
  orderDigits,
  packageId,
  packageLineId,
  refundId,
  returnId,
  returnLineId,
  serialIn,
  serialInAwaited,
  serialInPackage,
  webhookId,
} from './ids.ts'

const moment = fc.integer({ min: 1_000_000_000_000, max: 4_000_000_000_000 }).map(instantOf)
const numbered = fc.record({ createdAt: moment, serial: fc.integer({ min: 1, max: 999_999_999 }) })
const place = fc.record({ item: fc.integer({ min: 1, max: 9_998 }), fulfilment: fc.integer({ min: 0, max: 997 }) })
const uuid = fc.uuid()

const always = (property: fc.IRawProperty<unknown, false>): void => fc.assert(property)

describe('ids of the platform’s shape', () => {
  test('of returns lead back to the return', () => {
    always(
      fc.property(numbered, ret => {
        expect(returnId(ret)).toMatch(/^26\d{20}$/)
        expect(serialIn(returnId(ret))).toBe(ret.serial)
      }),
    )
  })

  test('of a return’s lines lead back to the line, in either form', () => {
    always(
      fc.property(numbered, place, (ret, where) => {
        expect(returnLineId(ret, where)).toMatch(/^RDP\d{19}$/)
        expect(awaitedLineId(ret, where)).toMatch(/^RFIP\d{19}$/)
        expect(linePlaceIn(ret, returnLineId(ret, where))).toEqual(where)
        expect(linePlaceIn(ret, awaitedLineId(ret, where))).toEqual(where)
      }),
    )
  })

  test('of a line of another return lead nowhere', () => {
    const ret = { createdAt: instantOf(0), serial: 7 }
    expect(linePlaceIn({ ...ret, serial: 8 }, returnLineId(ret, { item: 1, fulfilment: 0 }))).toBeNull()
  })

  test('of what is awaited, of parcels and of refunds have their prefix and their length', () => {
    always(
      fc.property(numbered, place, moment, uuid, (ret, where, at, id) => {
        const shipment = { id } as never
        expect(awaitedId(ret)).toMatch(/^RFP\d{19}$/)
        expect(serialInAwaited(awaitedId(ret))).toBe(ret.serial)
        expect(packageId({ ...ret, shipments: [shipment] }, shipment)).toMatch(/^RPP\d{19}$/)
        expect(serialInPackage(packageId({ ...ret, shipments: [shipment] }, shipment))).toBe(ret.serial)
        expect(packageLineId(ret, 0, where)).toMatch(/^RPIP\d{19}$/)
        expect(refundId({ ...ret, serial: ret.serial % 10_000_000 }, { at }, 0)).toMatch(/^26\d{20}$/)
      }),
    )
  })

  test('of orders lead back to the moment in which the order entered', () => {
    always(
      fc.property(moment, uuid, (createdAt, id) => {
        const order = { id: id as never, createdAt }
        expect(orderDigits(order)).toMatch(/^21\d{24}$/)
        expect(enteredIn(orderDigits(order))).toBe(createdAt)
        expect(fulfilmentDigits(order, { id })).toMatch(/^22\d{24}$/)
      }),
    )
  })

  test('of subscriptions are whole numbers that JSON holds', () => {
    always(
      fc.property(uuid, id => {
        expect(Number.isSafeInteger(webhookId(id))).toBe(true)
      }),
    )
  })

  test('nothing else is taken for one', () => {
    for (const text of ['', '26', 'RDP1', '2605860580357012238342x', '-1', 'é'.repeat(22)]) {
      expect(serialIn(text)).toBeNull()
      expect(serialInAwaited(text)).toBeNull()
      expect(serialInPackage(text)).toBeNull()
      expect(enteredIn(text)).toBeNull()
    }
  })
})
