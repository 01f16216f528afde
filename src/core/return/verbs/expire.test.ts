import { describe, expect, test } from 'vitest'
import { eur, NOON } from '../../../../test/kit/cast.ts'
import { approved, asked, submitted } from '../../../../test/kit/given.ts'

const expire = { verb: 'expire' } as const
const shipped = () =>
  approved({ method: 'customer_courier' }).then(
    { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1' },
    { by: 'shopper' },
  )

describe('expire', () => {
  test('only the clock lets an approved return expire', () => {
    approved().when(expire, { by: 'system' }).gives(['request.expired', 'units.freed'])
    for (const by of ['shopper', 'owner', 'agent', 'warehouse', 'arbiter', 'carrier'] as const)
      approved().when(expire, { by }).refuses('forbidden')
  })

  test('a voucher nobody used is void with it', () => {
    shipped().when(expire, { by: 'system' }).gives(['request.expired', 'shipment.cancelled', 'units.freed'])
  })

  test('an offer nobody answered is overtaken', () => {
    const { ret } = approved()
      .then({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } })
      .then(expire, { by: 'system' })
    expect(ret.offers[0]?.end).toBe('overtaken')
  })

  test('not before approval, not when nothing is to be sent, not once the parcel moves or something came, not once promised', () => {
    submitted().when(expire, { by: 'system' }).refuses('not_open')
    approved({ items: [asked(2, { handling: 'keep' })] })
      .when(expire, { by: 'system' })
      .refuses('not_open')
    shipped()
      .then(
        ret => ({ verb: 'track', shipment: ret.shipments[0]!.id, checkpoint: { at: NOON, kind: 'moving', text: '' } }),
        { by: 'carrier' },
      )
      .when(expire, { by: 'system' })
      .refuses('not_open')
    approved()
      .then(ret => ({ verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 1 }] }), {
        by: 'warehouse',
      })
      .when(expire, { by: 'system' })
      .refuses('goods_received')
    approved().then({ verb: 'grant', basis: 'asked' }).when(expire, { by: 'system' }).refuses('already_granted')
    approved()
      .then({ verb: 'dispute', reason: 'not_returned', text: '' })
      .when(expire, { by: 'system' })
      .refuses('disputed')
  })

  test('T16: what comes a week later is still received, and takes its hold back', () => {
    const late = approved().then(expire, { by: 'system' })
    const came = late.then(
      ret => ({ verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }),
      { by: 'warehouse' },
    )
    expect(came.tray.ledger[0]?.held).toBe(2)
    came.when({ verb: 'grant' }).leaves({ request: ['expired'], settlement: ['due'] })
  })
})
