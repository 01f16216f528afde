import { describe, expect, test } from 'vitest'
import type { ProblemError } from '../http/problem.ts'
import { hear } from './hear.ts'
import { said } from './said.ts'
import { BODIES } from './wire/bodies.ts'
import { houseName, wireName, wirePath } from './wire/names.ts'
import { PolicyDraft } from './wire/policy.ts'
import { Submission } from './wire/submission.ts'

const ID = '0190A6B0-7C1E-7D3A-9F42-5B8E2C6D1A70'

describe('hearing', () => {
  test('turns names, ids and moments into the house’s', () => {
    const heard = hear(Submission, {
      order_id: ID,
      happened_at: '2026-03-10T13:00:00+01:00',
      destination_id: 'MAIN',
      items: [{ line_id: ID, fulfilment_id: null, quantity: 1, reason: { code: 'too_small' }, kit_whole: true }],
    })
    expect(heard).toEqual({
      order: ID.toLowerCase(),
      happenedAt: '2026-03-10T12:00:00.000Z',
      destination: 'MAIN',
      items: [{ line: ID.toLowerCase(), fulfilment: null, quantity: 1, reason: { code: 'too_small' }, kitWhole: true }],
    })
  })

  test('fills up what the core wants whole', () => {
    const heard = hear<{ pickup: object }>(BODIES.amend, { pickup: { city: 'Berlin', state: { code: 'BE' } } })
    expect(heard.pickup).toMatchObject({
      city: 'Berlin',
      street1: null,
      postalCode: null,
      state: { code: 'BE', name: null },
    })
    const replacement = {
      variant: { sku: 'A' },
      title: 'Shirt',
      product: 'p',
      quantity: 1,
      unit: { presentment: { amount_minor: 5, currency: 'EUR' } },
      tax: { presentment: { amount_minor: 0, currency: 'EUR' } },
    }
    const { lines } = hear<{ lines: object[] }>(BODIES.exchange, { lines: [replacement] })
    expect(lines[0]).toMatchObject({
      variant: { sku: 'A', externalId: '', options: [] },
      unit: { shop: { amountMinor: 5, currency: 'EUR' } },
      replaces: null,
    })
  })

  test('tells the members of a union apart', () => {
    expect(hear(BODIES.settle, { payout_id: ID, outcome: 'done', external_id: 're_1' })).toEqual({
      payout: ID.toLowerCase(),
      outcome: 'done',
      externalId: 're_1',
    })
    expect(hear(BODIES.place, { failed: 'out_of_stock' })).toEqual({ failed: 'out_of_stock' })
    const then = [
      { auto: 'reject', reason: 'Final sale.' },
      { auto: 'approve' },
      { fee: { kind: 'return_cost', label: true } },
      { keep_below: { amount_minor: 5, currency: 'EUR' } },
    ]
    const when = {
      all: [{ fact: 'price', is: { at_least: 5 } }, { not: { any: [{ fact: 'discounted', is: { equals: true } }] } }],
    }
    const { rules } = hear<{ rules: { when: object; then: object[] }[] }>(PolicyDraft, {
      name: 'P',
      rules: [{ id: 'r', name: 'R', priority: 0, when, then }],
    })
    expect(rules[0]?.when).toEqual({
      all: [{ fact: 'price', is: { atLeast: 5 } }, { not: { any: [{ fact: 'discounted', is: { equals: true } }] } }],
    })
    expect(rules[0]?.then).toEqual([...then.slice(0, 3), { keepBelow: { amountMinor: 5, currency: 'EUR' } }])
  })

  test('names the field whose day or currency does not exist', () => {
    const pathsOf = (work: () => unknown): string[] => {
      try {
        work()
        return []
      } catch (fault) {
        return (fault as ProblemError).parts.errors?.map(error => error.path) ?? []
      }
    }
    const amount = { amount_minor: 5, currency: 'QQQ' }
    expect(pathsOf(() => hear(BODIES.offer, { terms: { handling: 'keep', amount } }))).toEqual([
      'terms.amount.currency',
    ])
    expect(pathsOf(() => hear(BODIES.extend, { kind: 'ship', to: '1901-01-01T00:00:00Z', why: 'x' }))).toEqual(['to'])
  })
})

describe('names', () => {
  test('say that an id is one, and leave the thing itself its name', () => {
    expect(said({ order: 'o-1', trackingNumber: 'T', rule: null })).toEqual({
      order_id: 'o-1',
      tracking_number: 'T',
      rule_id: null,
    })
    expect(said({ order: { externalId: '1' }, label: null, shop: { amountMinor: 1 } })).toEqual({
      order: { external_id: '1' },
      label: null,
      shop: { amount_minor: 1 },
    })
  })

  test('of a shop’s own making are left alone', () => {
    expect(said({ customFields: { someField: 'x', line: 'y' }, due: { offer: 'soon' } })).toEqual({
      custom_fields: { someField: 'x', line: 'y' },
      due: { offer: 'soon' },
    })
  })

  test.each(['line', 'trackingNumber', 'externalId', 'street1', 'ratePpm', 'ret', 'parent'])(
    '%s comes back as itself',
    name => {
      expect(houseName(wireName(name, 'x'))).toBe(name)
    },
  )

  test.each([
    ['items[0].line', 'items[0].line_id'],
    ['rules.0.then.1.keepBelow.amountMinor', 'rules[0].then[1].keep_below.amount_minor'],
    ['unitPrice', 'unit_price'],
  ])('the path %s reads %s on the wire', (path, wire) => {
    expect(wirePath(path)).toBe(wire)
  })
})
