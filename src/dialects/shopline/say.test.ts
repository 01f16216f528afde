import { describe, expect, test } from 'vitest'
import { sayStatus, sayTime, sayWebhookStatus } from './say.ts'
import { openShopline } from './testing.ts'

const kit = await openShopline()
const { buy, file, act, shop } = kit

describe('what a return is called', () => {
  // conforms: enum WebhookStatus, ReturnStatus
  test('from its request to its end', async () => {
    const words = (ret: Awaited<ReturnType<typeof file>>) => [sayStatus({ ret, shop }), sayWebhookStatus({ ret, shop })]
    const asked = await file(await buy())
    expect(words(asked)).toEqual(['OPEN', 'REQUESTED'])
    const approved = await act(asked, { verb: 'approve' })
    expect(words(approved.ret)).toEqual(['OPEN', 'OPEN'])
    const closed = await act(asked, { verb: 'resolve' })
    expect(words(closed.ret)).toEqual(['CLOSED', 'CLOSED'])
    const refused = await act(await file(await buy()), { verb: 'reject', reason: 'Worn' })
    expect(words(refused.ret)).toEqual(['DECLINED', 'DECLINED'])
    const called = await act(await file(await buy()), { verb: 'cancel' })
    expect(words(called.ret)).toEqual(['CANCELED', 'CANCELED'])
  })

  test('two words are enough for shops that say so', async () => {
    const narrow = { ...shop, dialects: { shopline: { seed_words_only: true } } }
    const ret = await file(await buy())
    expect([sayStatus({ ret, shop: narrow }), sayWebhookStatus({ ret, shop: narrow })]).toEqual(['OPEN', 'OPEN'])
  })
})

test('times have whole seconds and an offset', () => {
  expect(sayTime('2022-11-04T10:18:46.789Z' as never)).toBe('2022-11-04T10:18:46+00:00')
})
