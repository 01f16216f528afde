/** Every deed is carried out through the verbs people use, and leaves alone what is done already. */
import { describe, expect, test } from 'vitest'
import { Automated, aRule } from '../../../test/kit/automated.ts'
import { aShop } from '../../../test/kit/cast.ts'
import { as } from '../ids.ts'
import { refused } from '../refusal.ts'
import type { Shop } from '../shop.ts'
import type { Deed, TriggerEvent } from './automation.ts'
import { actorFor } from './deeds.ts'

const MESSAGE: TriggerEvent = 'message.sent'

/** A shopper writes, and a rule does something about it. */
function after(deed: Deed, before: (house: Automated) => void = () => {}, shop: Partial<Shop> = {}) {
  const house = new Automated([aRule('r', { events: [MESSAGE] }, deed)], shop)
  before(house)
  house.act({ verb: 'message', text: 'Hello', to: 'merchant' }, 'shopper')
  const from = house.log.length
  const [firing] = house.due()
  if (!firing) throw new Error('The rule was not set off.')
  const { judgement, answer } = house.carryOut(firing)
  const no = answer && refused(answer) ? answer.code : null
  return { house, judgement, no, types: house.types(from), events: house.log.slice(from) }
}

const approve = (house: Automated) => void house.act({ verb: 'approve' })
const receive = (house: Automated) => {
  approve(house)
  const [item] = house.ret.items
  const gradings = [
    { grade: 'a' as const, quantity: 1 },
    { grade: 'd' as const, quantity: 1 },
  ]
  house.act({
    verb: 'receive',
    key: 'box',
    source: 'dock',
    lines: [{ item: item?.id ?? as(''), quantity: 2, gradings }],
  })
}

describe('what a rule can do', () => {
  test('decide about the request', () => {
    expect(after({ verb: 'approve' }).types).toEqual(['request.approved'])
    expect(after({ verb: 'reject', reason: 'Final sale' }).types).toEqual(['request.rejected', 'units.freed'])
    expect(after({ verb: 'cancel' }).types).toEqual(['request.cancelled', 'units.freed'])
    expect(after({ verb: 'resolve', note: 'Done' }, approve).types).toEqual(['request.resolved'])
    expect(after({ verb: 'expire' }, approve).no).toBe('not_open')
    expect(after({ verb: 'expire' }, approve, { lengths: { ...aShop().lengths, ship: null } }).types).toContain(
      'request.expired',
    )
  })

  test('count everything in on the carrier’s word, which is what is told as received automatically', () => {
    const { house, types } = after({ verb: 'receive' }, approve)
    expect(types).toEqual(['receiving.recorded'])
    expect(house.ret.receivings).toMatchObject([{ source: 'carrier', lines: [{ quantity: 2 }] }])
    expect(house.ret.marks.received?.rule).toBe('r')
    expect(after({ verb: 'receive' }, receive).judgement).toMatchObject({
      then: 'pass',
      why: 'There is nothing left to do.',
    })
  })

  test('put away what is here, or only what is as good as new', () => {
    const all = after({ verb: 'dispose', to: 'restock' }, receive).house.ret.dispositions
    expect(all).toMatchObject([{ to: 'restock', quantity: 2, by: { role: 'agent', name: 'Automation' } }])
    const good = after({ verb: 'dispose', to: 'restock', grades: ['a'] }, receive).house.ret.dispositions
    expect(good).toMatchObject([{ quantity: 1 }])
    expect(after({ verb: 'dispose', to: 'restock' }, approve).judgement.then).toBe('pass')
  })

  test('promise and pay, before the goods are here when it is told to', () => {
    expect(after({ verb: 'refund' }, approve).no).toBe('not_eligible')
    expect(after({ verb: 'refund', basis: 'asked' }, approve).types).toEqual(['payout.granted', 'payout.ordered'])
    expect(after({ verb: 'credit', basis: 'asked' }, approve).types).toContain('credit.issued')
    expect(after({ verb: 'grant', handling: 'keep', basis: 'asked' }, approve).types).toEqual([
      'item.changed',
      'payout.granted',
    ])
  })

  test('order a label, and remind of a wait that is near', () => {
    const labelled = after({ verb: 'label' }, house => {
      house.act({ verb: 'choose', method: 'retailer_label' })
      approve(house)
    })
    expect(labelled.types).toEqual(['label.ordered'])
    expect(after({ verb: 'remind', kind: 'ship' }, approve).no).toBe('not_open')
    expect(
      after({ verb: 'remind', kind: 'ship' }, house => {
        approve(house)
        house.forward(40)
      }).types,
    ).toEqual(['due.neared'])
  })

  test('write a note below the one that is there, once', () => {
    const { house } = after({ verb: 'note', note: 'Trusted' }, one =>
      one.act({ verb: 'note', note: 'Called on Monday' }),
    )
    expect(house.ret.note).toBe('Called on Monday\nTrusted')
    expect(
      after({ verb: 'note', note: 'Monday' }, one => one.act({ verb: 'note', note: 'Called on Monday' })).judgement
        .then,
    ).toBe('pass')
  })

  test('add tags to those that stand, flag, and give it to somebody unless it is somebody’s', () => {
    const tags = [as('tag-vip'), as('tag-old')].map(id => ({ id: id as never, name: 'x' }))
    const tagged = after(
      { verb: 'tag', tags: [as('tag-vip')] },
      one => one.act({ verb: 'tag', tags: [as('tag-old')] }),
      { tags },
    )
    expect(tagged.house.ret.tags).toEqual(['tag-old', 'tag-vip'])
    expect(after({ verb: 'flag', why: 'Dear' }).house.ret.flagged).toBe('Dear')
    expect(after({ verb: 'assign', to: as('samir') }).house.ret.assignee).toBe('samir')
    expect(
      after({ verb: 'assign', to: as('samir') }, one => one.act({ verb: 'assign', to: as('eva') })).house.ret.assignee,
    ).toBe('eva')
  })

  test('write to the shopper, as the merchant, with what stands in braces filled in', () => {
    const { house } = after({ verb: 'message', text: 'Dear {first_name}, {shop} has {number}. {other}', to: 'shopper' })
    expect(house.ret.messages.at(-1)).toMatchObject({
      text: 'Dear Maja, Linnea has RMA-1. {other}',
      to: 'shopper',
      by: { role: 'agent', name: 'Automation', via: 'job' },
    })
  })
})

describe('what a rule leaves to people', () => {
  test('nothing is decided about a return that is flagged, and notes are still written', () => {
    const flagged = (house: Automated) => void house.act({ verb: 'flag', why: 'Look' })
    expect(after({ verb: 'approve' }, flagged).judgement).toMatchObject({
      then: 'pass',
      why: expect.stringContaining('flagged'),
    })
    expect(after({ verb: 'note', note: 'Seen' }, flagged).types).toEqual(['note.written'])
  })

  test('money is promised by the system, within the limits policy sets for it', () => {
    expect(actorFor({ verb: 'refund' }).role).toBe('system')
    expect(actorFor({ verb: 'message' }).role).toBe('agent')
  })

  test('every event it makes happen names the rule and what set it off', () => {
    const { events, house } = after({ verb: 'reject', reason: 'No' })
    const event = house.log.find(one => one.type === MESSAGE)
    expect(events.map(({ rule, cause }) => [rule, cause])).toEqual(events.map(() => ['r', `automation:1:${event?.id}`]))
  })
})
