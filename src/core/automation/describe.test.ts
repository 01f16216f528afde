import { expect, test } from 'vitest'
import { aRule } from '../../../test/kit/automated.ts'
import { as } from '../ids.ts'
import type { AutomationRule, Deed, Trigger } from './automation.ts'
import { describe } from './describe.ts'

const said = (when: Trigger, then: Deed, more: Partial<AutomationRule> = {}) => describe(aRule('r', when, then, more))

test('a rule reads as one sentence', () => {
  expect(
    said(
      { events: ['shipment.tracked'], scans: ['picked_up', 'moving'] },
      { verb: 'refund', basis: 'asked' },
      {
        if: {
          state: [{ request: ['approved'], settlement: ['none'] }],
          facts: {
            all: [{ fact: 'group', is: { in: ['trusted', 'staff'] } }, { not: { fact: 'gift', is: { equals: true } } }],
          },
        },
        after: { hours: 48, working: true },
        once: 'per_return',
      },
    ),
  ).toBe(
    'When the carrier sees a parcel (picked_up, moving), if request is approved and settlement is none and group is trusted or staff and not gift is so, after 2 working days: refund what was asked for, once for each return.',
  )
  expect(
    said({ deadline: 'answer', is: 'passed' }, { verb: 'flag', why: 'Late' }, { after: { hours: 1, working: false } }),
  ).toBe('When the time for the answer to a request is over, after 1 hour: flag it (Late).')
})

test('every deed has words', () => {
  const deeds: [Deed, string][] = [
    [{ verb: 'approve', handling: 'keep' }, 'approve, and let the shopper keep the goods'],
    [{ verb: 'cancel' }, 'call it off'],
    [{ verb: 'receive' }, 'count everything in, on the carrier’s word'],
    [{ verb: 'dispose', to: 'restock', grades: ['a', 'b'] }, 'send what is here and graded a or b to restock'],
    [{ verb: 'grant' }, 'promise the money'],
    [{ verb: 'refund', to: 'store_credit' }, 'refund what is payable to store_credit'],
    [{ verb: 'credit' }, 'give what is payable as store credit'],
    [{ verb: 'label' }, 'order a label'],
    [{ verb: 'remind', kind: 'ship' }, 'tell whoever is awaited'],
    [{ verb: 'note', note: 'x' }, 'write a note'],
    [{ verb: 'tag', tags: [as('a'), as('b')] }, 'add the tags a and b'],
    [{ verb: 'assign', to: as('x') }, 'give it to a colleague'],
    [{ verb: 'message', text: 'x', to: 'shopper' }, 'write to the shopper'],
  ]
  for (const [deed, words] of deeds)
    expect(said({ events: ['request.approved'] }, deed)).toBe(`When a request is approved: ${words}.`)
})
