import { describe, expect, test } from 'vitest'
import { actor, aPolicy, aTray, eur, two } from '../../../../test/kit/cast.ts'
import { asked } from '../../../../test/kit/given.ts'
import type { Effect } from '../../policy/policy.ts'
import { refused } from '../../refusal.ts'
import type { Asked, Commands, ExchangeAsked } from '../commands.ts'
import { decide } from '../decide.ts'
import type { Resolution } from '../return.ts'

const VARIANT = { externalId: 'v-l', sku: 'SHIRT-L', title: 'L', options: [{ name: 'Size', value: 'L' }] }
const SWAP: Resolution = { type: 'swap' }
const REPLACE: Resolution = { type: 'replace', variant: VARIANT }

const line = (product: string, amountMinor: number, replaces: number | null): ExchangeAsked['lines'][number] => ({
  variant: VARIANT,
  title: product,
  product,
  quantity: 1,
  unit: two(amountMinor),
  tax: two(0),
  replaces,
})
const wish = (resolution: Resolution): Asked => asked(1, { resolution })

function file(items: Asked[], lines: ExchangeAsked['lines'], { policy = [] as Effect[], more = {} } = {}) {
  const says = aPolicy([
    {
      id: 'rule' as never,
      name: 'A rule',
      when: {},
      then: [{ resolutions: ['store_credit', 'replace', 'swap'] }, ...policy],
      priority: 0,
    },
  ])
  const tray = { ...aTray({ policy: says }), by: actor('shopper') }
  return decide(null, { verb: 'submit', items, exchange: { lines }, ...more }, tray)
}

function filed(...wanted: Parameters<typeof file>) {
  const answer = file(...wanted)
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}

describe('what shall go out instead', () => {
  test('is proposed in the act that files, and what it costs on top is asked for', () => {
    const { ret, events } = filed([wish(SWAP)], [line('coat', 12_000, null)])
    expect(events.map(event => event.type)).toEqual([
      'return.submitted',
      'units.held',
      'exchange.proposed',
      'charge.asked',
    ])
    expect(ret.exchange).toMatchObject({ state: 'proposed', lines: [{ product: 'coat', replaces: null }] })
    expect(ret.charges).toMatchObject([{ kind: 'exchange_difference', state: 'asked', amount: eur(7_000) }])
  })

  test('names the item it replaces by its place, since items have no names yet', () => {
    const { ret } = filed([wish(REPLACE)], [line('shirt', 9_900, 0)])
    expect(ret.exchange?.lines[0]?.replaces).toBe(ret.items[0]?.id)
    expect(ret.items[0]?.resolution.type).toBe('swap')
  })

  test('stands before policy approves by itself: afterwards it could not be proposed any more', () => {
    const { ret, events } = filed([wish(SWAP)], [line('coat', 12_000, null)], { policy: [{ auto: 'approve' }] })
    expect(events.map(event => event.type).indexOf('exchange.proposed')).toBeLessThan(
      events.map(event => event.type).indexOf('request.approved'),
    )
    expect([ret.request.state, ret.exchange?.state]).toEqual(['approved', 'proposed'])
  })

  test.each([
    ['an item there is not', [wish(SWAP)], 1],
    ['an item whose money goes back', [wish({ type: 'refund', to: 'store_credit' })], 0],
  ])('does not replace %s', (_what, items, place) => {
    const answer = file(items, [line('coat', 5_000, place)])
    expect(answer).toMatchObject({ code: 'unknown_line', detail: { path: 'exchange.lines[0].replaces' } })
  })

  test('is refused in the words of its own verb, with the path it was asked by', () => {
    const wrong = {
      ...line('coat', 5_000, null),
      unit: { presentment: { amountMinor: 1, currency: 'USD' as never }, shop: eur(1) },
    }
    expect(file([wish(SWAP)], [wrong])).toMatchObject({
      code: 'currency_mismatch',
      detail: { path: 'exchange.lines[0].unit' },
    })
  })
})

describe('where the goods travel from', () => {
  test('decides on the ways back there are', () => {
    const address = { country: 'GR' } as NonNullable<Commands['submit']['shipping']>
    const { ret } = filed([wish(SWAP)], [line('coat', 5_000, null)], { more: { shipping: address } })
    expect(ret.assessment.zone).toBe('GR')
  })
})
