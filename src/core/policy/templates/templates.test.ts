import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, aShop, aTray } from '../../../../test/kit/cast.ts'
import type { ReasonCode } from '../../reasons.ts'
import type { Instant } from '../../time.ts'
import { assess } from '../assess.ts'
import { checkPolicy } from '../check.ts'
import type { LineAnswer } from '../policy.ts'
import { policyWarnings } from '../warnings.ts'
import { TEMPLATE_NAMES, type TemplateName } from './template.ts'
import { TEMPLATES, templateNamed } from './templates.ts'

const day = (date: string) => `${date}T10:00:00.000Z` as Instant

/** Delivered on 5 March, asked about so many days later. */
function answer(name: TemplateName, at: string, reason: ReasonCode, tags: string[] = []): LineAnswer {
  const base = aLine({ more: {} })
  const order = anOrder([{ ...base, product: { ...base.product, tags } }])
  const policy = aPolicy([...TEMPLATES[name].rules])
  return assess(order, aTray({ order, policy, at: day(at) }), {
    items: [{ line: base.id, quantity: 1, reason: { code: reason } }],
  }).lines[0] as LineAnswer
}

describe.each(TEMPLATE_NAMES)('%s', name => {
  const template = TEMPLATES[name]

  test('is known by its name, says what it rests on, and has neither mistakes nor doubtful rules', () => {
    expect(templateNamed(name)).toBe(template)
    expect(template.rests.length).toBeGreaterThan(2)
    expect(checkPolicy(template.rules)).toEqual([])
    expect(policyWarnings(template.rules)).toEqual([])
  })

  test('names no amount of money, so that a shop of any currency can take it', () => {
    expect(JSON.stringify(template.rules)).not.toContain('amountMinor')
  })
})

test('there is no template of another name', () => expect(templateNamed('moon')).toBeNull())

describe('what they grant', () => {
  test('eu: fourteen days to the end of a working day, two years for a fault', () => {
    expect(answer('eu', '2026-03-19', 'changed_mind')).toMatchObject({ allowed: 2, until: '2026-03-19T22:59:59.999Z' })
    expect(answer('eu', '2026-03-20', 'changed_mind').refusals).toMatchObject([
      { code: 'window_closed', rule: 'fourteen_days' },
    ])
    expect(answer('eu', '2028-03-03', 'defective')).toMatchObject({ allowed: 2 })
  })

  test('eu: what was made to order stays, unless it is faulty', () => {
    expect(answer('eu', '2026-03-10', 'changed_mind', ['custom']).refusals).toMatchObject([
      { code: 'custom_made', until: '2026-03-19T22:59:59.999Z' },
    ])
    expect(answer('eu', '2026-03-10', 'defective', ['custom'])).toMatchObject({ allowed: 2, refusals: [] })
  })

  test('uk: a fault is money back for thirty days and another one for six months', () => {
    expect(answer('uk', '2026-04-04', 'defective').resolutions).toEqual(['original_payment', 'replace', 'store_credit'])
    expect(answer('uk', '2026-04-05', 'defective').resolutions).toEqual(['replace', 'store_credit'])
    expect(answer('uk', '2026-03-20', 'changed_mind')).toMatchObject({ allowed: 0 })
  })

  test('us: thirty days, clearance is final, credit brings ten per cent', () => {
    expect(answer('us', '2026-04-04', 'changed_mind')).toMatchObject({
      allowed: 2,
      terms: [{ resolution: 'store_credit', fee: null, bonus: { ratePpm: 100_000 } }],
    })
    expect(answer('us', '2026-03-10', 'changed_mind', ['clearance']).refusals).toMatchObject([{ code: 'final_sale' }])
    expect(answer('us', '2026-03-10', 'defective', ['clearance'])).toMatchObject({ allowed: 2, requires: ['photo'] })
  })

  test('marketplace: fifteen days, only what has arrived, every way back free', () => {
    expect(answer('marketplace', '2026-03-20', 'changed_mind')).toMatchObject({ allowed: 2 })
    expect(answer('marketplace', '2026-03-21', 'changed_mind')).toMatchObject({ allowed: 0 })
    const base = anOrder()
    const order = { ...base, fulfilments: base.fulfilments.map(one => ({ ...one, deliveredAt: null })) }
    const policy = aPolicy([...TEMPLATES.marketplace.rules])
    const said = assess(order, aTray({ order, policy, shop: aShop() }))
    expect(said.lines[0]).toMatchObject({ allowed: 0, refusals: [{ code: 'not_arrived' }] })
    expect(said.methods.map(offer => [offer.type, offer.cost.total.shop.amountMinor])).toEqual([['retailer_label', 0]])
  })
})
