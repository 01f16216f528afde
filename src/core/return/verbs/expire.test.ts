import { describe, expect, test } from 'vitest'
import { aShop, eur, NOON } from '../../../../test/kit/cast.ts'
import { approved, asked, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'
import type { Instant } from '../../time.ts'

const expire = { verb: 'expire' } as const
const shipped = () =>
  approved({ method: 'customer_courier' }).then(
    { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1' },
    { by: 'shopper' },
  )

describe('expire', () => {
  test('only the clock lets an approved return expire', () => {
    approved().when(expire, TIME_IS_UP).gives(['request.expired', 'units.freed'])
    for (const by of ['shopper', 'owner', 'agent', 'warehouse', 'arbiter', 'carrier'] as const)
      approved().when(expire, { by }).refuses('forbidden')
  })

  test('not a moment before the time is up, and not at all once it was moved', () => {
    const early = { by: 'system', tray: { at: '2026-03-12T11:59:59.999Z' as Instant } } as const
    approved().when(expire, early).refuses('not_open', { until: TIME_IS_UP.tray?.at })
    approved()
      .then({ verb: 'extend', kind: 'ship', to: '2026-03-20T12:00:00.000Z' as Instant, why: 'On holiday' })
      .when(expire, TIME_IS_UP)
      .refuses('not_open', { until: '2026-03-20T12:00:00.000Z' })
  })

  test('where the shop sets no time, whoever keeps it elsewhere says that it is up', () => {
    const patient = aShop({ lengths: { ...aShop().lengths, ship: null } })
    approved({}, { shop: patient })
      .when(expire, { by: 'system' })
      .leaves({ request: ['expired'] })
  })

  test('a voucher nobody used is void with it', () => {
    shipped().when(expire, TIME_IS_UP).gives(['request.expired', 'shipment.cancelled', 'units.freed'])
  })

  test('an offer nobody answered is overtaken', () => {
    const { ret } = approved()
      .then({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } })
      .then(expire, TIME_IS_UP)
    expect(ret.offers[0]?.end).toBe('overtaken')
  })

  test('not before approval, not when nothing is to be sent, not once the parcel moves or something came, not once promised', () => {
    submitted().when(expire, TIME_IS_UP).refuses('not_open')
    approved({ items: [asked(2, { handling: 'keep' })] })
      .when(expire, TIME_IS_UP)
      .refuses('not_open')
    shipped()
      .then(
        ret => ({ verb: 'track', shipment: ret.shipments[0]!.id, checkpoint: { at: NOON, kind: 'moving', text: '' } }),
        { by: 'carrier' },
      )
      .when(expire, TIME_IS_UP)
      .refuses('not_open')
    approved()
      .then(ret => ({ verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 1 }] }), {
        by: 'warehouse',
      })
      .when(expire, TIME_IS_UP)
      .refuses('goods_received')
    approved().then({ verb: 'grant', basis: 'asked' }).when(expire, TIME_IS_UP).refuses('already_granted')
    approved().then({ verb: 'dispute', reason: 'not_returned', text: '' }).when(expire, TIME_IS_UP).refuses('disputed')
  })

  test('T16: what comes a week later is still received, and takes its hold back', () => {
    const late = approved().then(expire, TIME_IS_UP)
    const came = late.then(
      ret => ({ verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }),
      { by: 'warehouse' },
    )
    expect(came.tray.ledger[0]?.held).toBe(2)
    came.when({ verb: 'grant' }).leaves({ request: ['expired'], settlement: ['due'] })
  })
})
