import { describe, expect, test } from 'vitest'
import { approved, asked, submitted } from '../../../../test/kit/given.ts'

const own = { verb: 'choose', method: 'customer_courier' } as const

describe('choose', () => {
  test('shopper and merchant choose until a parcel is there, nobody else does', () => {
    for (const by of ['shopper', 'owner', 'agent'] as const) submitted().when(own, { by }).gives(['method.chosen'])
    for (const by of ['warehouse', 'arbiter', 'carrier', 'system'] as const)
      submitted().when(own, { by }).refuses('forbidden')
    const sent = approved().then({ verb: 'ship', carrier: { ref: 7 } })
    sent.when(own, { by: 'shopper' }).refuses('not_open')
    submitted({ items: [asked(2, { handling: 'keep' })] })
      .when(own)
      .refuses('not_open')
    submitted().then({ verb: 'cancel' }, { by: 'shopper' }).when(own, { by: 'shopper' }).refuses('not_open')
  })

  test('the method is kept with its name and cost, and the goods are ready to travel', () => {
    const { answer, leaves } = submitted().when(own, { by: 'agent' })
    leaves({ transit: ['ready'] })
    expect('ret' in answer && answer.ret.method).toMatchObject({
      type: 'customer_courier',
      name: 'Your own courier',
      cost: { total: { presentment: { amountMinor: 0 } } },
    })
  })

  test('choosing the same again changes nothing', () => {
    submitted().then(own).when(own).gives([])
  })

  test('what nobody offers is refused with what is on offer', () => {
    submitted()
      .when({ verb: 'choose', method: 'happy_returns' }, { by: 'agent' })
      .refuses('method_unavailable', { path: 'method', methods: ['retailer_label', 'customer_courier', 'in_store'] })
  })

  test('a shopper chooses only what policy offered for this purchase', () => {
    const story = submitted()
    const ret = { ...story.ret, assessment: { ...story.ret.assessment, methods: [] } }
    Object.assign(story, { ret })
    story.when(own, { by: 'shopper' }).refuses('method_unavailable', { path: 'method' })
    story.when(own, { by: 'agent' }).gives(['method.chosen'])
  })
})
