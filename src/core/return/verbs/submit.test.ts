import { describe, expect, test } from 'vitest'
import { actor, aLine, anOrder, aPolicy, aShop, aTray, eur } from '../../../../test/kit/cast.ts'
import { asked, submitted } from '../../../../test/kit/given.ts'
import type { FileId, FulfilmentId, LineId, LocationId } from '../../ids.ts'
import type { Role } from '../../party.ts'
import type { Effect, Policy } from '../../policy/policy.ts'
import { type RefusalCode, refused } from '../../refusal.ts'
import type { Instant } from '../../time.ts'
import type { Commands } from '../commands.ts'
import { decide } from '../decide.ts'
import { heldOf } from '../quantities.ts'
import type { Tray } from '../tray.ts'

const says = (...then: Effect[]): Policy =>
  aPolicy([{ id: 'rule-1' as never, name: 'A rule', when: {}, then, priority: 10 }])

function file(more: Partial<Commands['submit']> = {}, tray: Partial<Tray> = {}, by: Role = 'shopper') {
  const answer = decide(null, { verb: 'submit', items: [asked(2)], ...more }, { ...aTray(tray), by: actor(by) })
  return {
    refuses(code: RefusalCode, detail: Record<string, unknown> = {}) {
      expect(refused(answer) ? answer.code : answer.events.map(event => event.type)).toEqual(code)
      if (refused(answer)) expect(answer.detail).toMatchObject(detail)
    },
    gives(types: string[]) {
      expect(
        refused(answer) ? `${answer.code} ${answer.detail.sentence}` : answer.events.map(event => event.type),
      ).toEqual(types)
      if (refused(answer)) throw new Error(answer.code)
      return answer
    },
  }
}

const FILED = ['return.submitted', 'units.held']

describe('who may file', () => {
  test('shoppers, staff and connectors; carriers only what was refused on the spot', () => {
    for (const by of ['shopper', 'owner', 'agent', 'system'] as const) file({}, {}, by).gives(FILED)
    file({ kind: 'on_the_spot' }, {}, 'carrier').gives(FILED)
    file({}, {}, 'carrier').refuses('forbidden', { path: 'kind' })
    for (const by of ['warehouse', 'arbiter'] as const) file({}, {}, by).refuses('forbidden')
  })

  test('a shopper neither approves nor takes the special lane', () => {
    file({ approved: true }).refuses('forbidden', { path: 'approved' })
    file({ lane: 'special' }).refuses('forbidden', { path: 'lane' })
  })

  test('a return is filed once', () => {
    submitted()
      .when({ verb: 'submit', items: [asked(1)] }, { by: 'shopper' })
      .refuses('not_open')
  })
})

describe('what is filed', () => {
  test('names known lines and whole pieces, at least one', () => {
    file({ items: [] }).refuses('invalid', { path: 'items' })
    file({ items: [asked(1), asked(1, { line: 'nowhere' as LineId })] }).refuses('unknown_line', {
      path: 'items[1].line',
    })
  })

  test('T03: 0, −1 and 1.5 of a piece are refused', () => {
    for (const quantity of [0, -1, 1.5, Number.NaN])
      file({ items: [asked(quantity)] }).refuses('quantity_invalid', { path: 'items[0].quantity' })
  })

  test('T03: the same sold line twice is judged by the sum', () => {
    file({ items: [asked(2), asked(2)] }).refuses('quantity_exceeded', {
      path: 'items[1].quantity',
      asked: 4,
      returnable: 2,
    })
    file({ items: [asked(1), asked(1, { reason: { code: 'damaged' } })] }).gives(FILED)
  })

  test('T01: the same units do not come back twice, not even after the first return was closed', () => {
    const first = submitted()
      .then({ verb: 'approve' })
      .then(ret => ({ verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }), {
        by: 'warehouse',
      })
      .then({ verb: 'resolve' })
    file({}, { ledger: first.tray.ledger, siblings: [first.ret] }).refuses('quantity_exceeded', { returnable: 0 })
  })

  test('T02: only what was delivered comes back', () => {
    const half = anOrder([aLine({ quantity: 2 })])
    half.fulfilments[0]!.lines = [{ line: 'line-1' as LineId, quantity: 1 }]
    file({ items: [asked(2)] }, { order: half }).refuses('quantity_exceeded', { returnable: 1 })
    file({ items: [asked(1)] }, { order: half }).gives(FILED)
    file({ items: [asked(1)] }, { order: anOrder([aLine()], { fulfilments: [] }) }).refuses('not_delivered')
  })

  test('T04: of two who ask for the last pieces the second finds none', () => {
    const first = submitted()
    file({}, { ledger: first.tray.ledger, siblings: [first.ret] }).refuses('quantity_exceeded')
  })

  test('every piece it asks for is held on the delivery it came with', () => {
    const { ret } = file().gives(FILED)
    expect(ret.items.map(heldOf)).toEqual([2])
    expect(ret.items[0]?.slices[0]?.fulfilment).toBe('fulfilment-1')
  })

  test('T13: a kit asked for as a whole comes apart into its pieces', () => {
    const kit = anOrder([
      aLine({ id: 'kit', quantity: 2, paid: 0, sku: 'KIT' }),
      aLine({ id: 'a', quantity: 2, paid: 10_000, sku: 'A', more: { kit: { parent: 'kit' as LineId, per: 1 } } }),
      aLine({ id: 'b', quantity: 4, paid: 6_000, sku: 'B', more: { kit: { parent: 'kit' as LineId, per: 2 } } }),
    ])
    const { ret } = file({ items: [asked(1, { line: 'kit' as LineId })] }, { order: kit }).gives(FILED)
    expect(ret.items.map(item => [item.line, item.asked, item.kit])).toEqual([
      ['a', 1, { line: 'kit', whole: true }],
      ['b', 2, { line: 'kit', whole: true }],
    ])
    file({ items: [asked(3, { line: 'kit' as LineId })] }, { order: kit }).refuses('quantity_exceeded', {
      path: 'items[0].quantity',
    })
    const part = file({ items: [asked(1, { line: 'b' as LineId })] }, { order: kit }).gives(FILED)
    expect(part.ret.items[0]?.kit).toEqual({ line: 'kit', whole: false })
  })

  test('T13: a refusal names the wish as it was asked, not the component it became', () => {
    const parts = Array.from({ length: 10 }, (_, place) =>
      aLine({ id: `part-${place}`, sku: `P${place}`, more: { kit: { parent: 'kit' as LineId, per: 1 } } }),
    )
    const order = anOrder([aLine({ id: 'kit', paid: 0, sku: 'KIT' }), ...parts, aLine({ id: 'shirt', quantity: 1 })])
    const items = [asked(1, { line: 'kit' as LineId }), asked(2, { line: 'shirt' as LineId })]
    file({ items }, { order }).refuses('quantity_exceeded', { path: 'items[1].quantity', returnable: 1 })
  })

  test('a wish that names its delivery is held on that one, else the oldest comes first', () => {
    const order = anOrder([aLine({ quantity: 2 })])
    const [sent] = order.fulfilments
    const once = [{ line: 'line-1' as LineId, quantity: 1 }]
    order.fulfilments = [
      { ...sent!, lines: once },
      { ...sent!, id: 'fulfilment-2' as FulfilmentId, lines: once },
    ]
    const heldOn = (fulfilment?: FulfilmentId) =>
      file({ items: [asked(1, { fulfilment })] }, { order }).gives(FILED).ret.items[0]?.slices[0]?.fulfilment
    expect(heldOn()).toBe('fulfilment-1')
    expect(heldOn('fulfilment-2' as FulfilmentId)).toBe('fulfilment-2')
  })

  test('contact and addresses are the order’s, with what the filer said laid over', () => {
    const { ret } = file({ contact: { phone: '030 1' }, pickup: null }).gives(FILED)
    expect(ret.contact).toMatchObject({ firstName: 'Maja', emails: ['maja@example.com'], phone: '030 1' })
    expect(ret.shipping?.city).toBe('Berlin')
    expect(ret.pickup).toBeNull()
  })

  test('photos are the filer’s, and the place it goes to is one of the shop’s', () => {
    const { ret } = file({
      items: [asked(2, { media: ['file-1' as FileId] })],
      destination: 'location-1' as never,
    }).gives(FILED)
    expect(ret.items[0]?.media).toMatchObject([{ id: 'file-1', by: 'shopper' }])
    file({ destination: 'nowhere' as never }).refuses('invalid', { path: 'destination' })
    const [main] = aShop().locations
    const shop = aShop({ locations: [main!, { ...main!, id: 'location-2' as LocationId }] })
    expect(file({ destination: 'location-2' as LocationId }, { shop }).gives(FILED).ret.destination).toBe('location-2')
  })

  test('photos that staff hand in for the shopper are the shopper’s, and nobody else speaks for the shopper', () => {
    const items = [asked(2, { media: ['file-1' as FileId] })]
    const shownIn = (role: 'agent' | 'carrier', more: Partial<Commands['submit']>) =>
      file({ items, ...more }, {}, role).gives(FILED).ret.items[0]?.media[0]?.by
    expect(shownIn('agent', {})).toBe('merchant')
    expect(shownIn('agent', { shownBy: 'shopper' })).toBe('shopper')
    expect(shownIn('carrier', { shownBy: 'shopper', kind: 'on_the_spot' })).toBe('platform')
  })
})

describe('reasons', () => {
  const reason = (code: string, more = {}) => ({ items: [asked(2, { reason: { code: code as never, ...more } })] })

  test('the shop knows them, and one is needed', () => {
    file(reason('fake')).refuses('reason_unknown', { path: 'items[0].reason.code' })
    file(reason('fake'), {}, 'agent').refuses('reason_unknown')
    file(reason('')).refuses('reason_required', { path: 'items[0].reason.code' })
    file(reason('none')).refuses('reason_required')
    file(reason('none'), { shop: aShop({ reasons: [] }) }).gives(FILED)
  })

  test('of every wish are looked at', () => {
    const items = [asked(1), asked(1, { reason: { code: 'fake' as never } })]
    file({ items }).refuses('reason_unknown', { path: 'items[1].reason.code' })
  })

  test('a withdrawal needs none', () => {
    file({ ...reason('none'), lane: 'withdrawal' }).gives(FILED)
  })

  test('the filer’s own wording is kept, else the shop’s', () => {
    expect(file(reason('too_small', { text: 'Runs small' })).gives(FILED).ret.items[0]?.reason.text).toBe('Runs small')
    expect(file(reason('too_small')).gives(FILED).ret.items[0]?.reason.text).toBe('Too small')
  })

  const entries = aShop({
    reasons: [
      {
        code: 'damaged',
        text: 'Damaged',
        subs: [{ code: 'torn', text: 'Torn' }],
        types: ['clothing'],
        requires: { photo: true, comment: true },
      },
      {
        code: 'defective',
        text: 'Broken',
        subs: [],
        types: ['electronics'],
        requires: { photo: false, comment: false },
      },
    ],
  })

  test('what an entry asks for binds the shopper and not staff', () => {
    file(reason('damaged'), { shop: entries }).refuses('reason_required', { path: 'items[0].reason.comment' })
    file(reason('damaged', { comment: 'A hole' }), { shop: entries }).gives(FILED)
    file(reason('damaged'), { shop: entries }, 'agent').gives(FILED)
  })

  test('entries are offered for their kind of article, with their own finer words', () => {
    file(reason('defective'), { shop: entries }).refuses('reason_unknown', { path: 'items[0].reason.code' })
    file(reason('damaged', { comment: 'A hole', sub: 'lost' }), { shop: entries }).refuses('reason_unknown', {
      path: 'items[0].reason.sub',
    })
    file(reason('damaged', { comment: 'A hole', sub: 'torn' }), { shop: entries }).gives(FILED)
  })

  test('policy may offer fewer', () => {
    file(reason('damaged'), { policy: says({ reasons: ['too_small'] }) }).refuses('reason_unknown', {
      path: 'items[0].reason.code',
    })
    file(reason('damaged'), { policy: says({ reasons: ['too_small'] }) }, 'agent').gives(FILED)
  })

  test('photos an entry wants make the shopper owe them', () => {
    const { ret } = file(reason('damaged', { comment: 'A hole' }), { shop: entries }).gives(FILED)
    expect(ret.assessment.lines[0]?.requires).toEqual(['photo'])
    expect(ret.due).toMatchObject({ answer: '2026-03-12T12:00:00.000Z', photos: '2026-03-12T12:00:00.000Z' })
  })

  test('photos are wanted when one entry of several wants them, and once when policy does too', () => {
    const plain = {
      code: 'damaged',
      text: '',
      subs: [],
      types: [],
      requires: { photo: false, comment: false },
    } as const
    const shop = aShop({ reasons: [...entries.reasons, { ...plain, subs: [], types: [] }] })
    const requires = (tray: Partial<Tray>) =>
      file(reason('damaged', { comment: 'A hole' }), tray).gives(FILED).ret.assessment.lines[0]?.requires
    expect(requires({ shop })).toEqual(['photo'])
    expect(requires({ shop, policy: says({ require: 'photo' }) })).toEqual(['photo'])
  })
})

describe('policy', () => {
  const block = says({ block: { code: 'hygiene', sentence: 'Opened swimwear stays.' } })

  test('binds the shopper', () => {
    file({}, { policy: block }).refuses('not_eligible', {
      path: 'items[0]',
      reasons: [{ line: 'line-1', code: 'hygiene', sentence: 'Opened swimwear stays.' }],
    })
    file({ binding: false }, { policy: block }).refuses('not_eligible')
  })

  test('T36: says until when it would have been possible', () => {
    file({}, { at: '2026-06-01T00:00:00.000Z' as Instant }).refuses('not_eligible', {
      until: '2026-04-04T21:59:59.999Z',
      path: 'items[0]',
    })
  })

  test('advises staff, who say why they file all the same', () => {
    file({}, { policy: block }, 'agent').refuses('override_needed', { reasons: [{ code: 'hygiene' }] })
    const { ret } = file({ override: ' Still sealed ' }, { policy: block }, 'agent').gives(FILED)
    expect(ret.assessment.overridden).toEqual({ by: 'The agent', reason: 'Still sealed' })
    expect(file({ override: 'Not needed' }, {}, 'agent').gives(FILED).ret.assessment.overridden).toBeNull()
  })

  test('binds staff through a door that promises it', () => {
    file({ binding: true, override: 'Please' }, { policy: block }, 'owner').refuses('not_eligible')
  })

  test('binds nobody in the special lane, not even through such a door', () => {
    const credit = says({ resolutions: ['store_credit'] })
    file({ binding: true }, { policy: credit }, 'agent').refuses('terms_unavailable')
    file({ binding: true, lane: 'special' }, { policy: credit }, 'agent').gives(FILED)
  })

  test('is only asked for its advice in the special lane, and by carriers and connectors', () => {
    expect(
      file({ lane: 'special' }, { policy: block }, 'agent').gives(FILED).ret.assessment.lines[0]?.refusals,
    ).toMatchObject([{ code: 'hygiene' }])
    file({ kind: 'on_the_spot' }, { policy: block }, 'carrier').gives(FILED)
    file({}, { policy: block }, 'system').gives(FILED)
  })

  test('T35: the answer is kept with the return that was filed on it', () => {
    const { ret } = file({}, { policy: says({ basis: 'received' }) }).gives(FILED)
    expect(ret.assessment).toMatchObject({ policy: 'policy-1', basis: 'received', lines: [{ line: 'line-1' }] })
  })

  test('caps count all wishes for a line together', () => {
    const policy = says({ cap: { per: 'order', pieces: 1, days: null } })
    file({ items: [asked(1), asked(1)] }, { policy }).refuses('not_eligible', {
      reasons: [{ code: 'too_many' }, { code: 'too_many' }],
    })
    file({ items: [asked(1)] }, { policy }).gives(FILED)
  })

  test('what is not on offer is not filed for the shopper', () => {
    const credit = says({ resolutions: ['store_credit'] })
    file({}, { policy: credit }).refuses('terms_unavailable', {
      path: 'items[0].resolution',
      offered: ['store_credit'],
    })
    file({}, { policy: credit }, 'agent').gives(FILED)
    file({ items: [asked(2, { resolution: { type: 'refund', to: 'store_credit' } })] }, { policy: credit }).gives(FILED)
  })
})

describe('the way back', () => {
  test('is the one named, when it is on offer', () => {
    expect(file({ method: 'in_store' }).gives(FILED).ret.method).toMatchObject({
      type: 'in_store',
      name: 'In the store',
      zone: 'DE',
    })
    file({ method: 'happy_returns' }).refuses('method_unavailable', {
      path: 'method',
      methods: ['retailer_label', 'customer_courier', 'in_store'],
    })
  })

  test('staff may take what the shop has and policy did not offer', () => {
    const policy = says({ methods: [{ type: 'in_store', cost: { free: true } }] })
    file({ method: 'retailer_label' }, { policy }).refuses('method_unavailable', { methods: ['in_store'] })
    expect(file({ method: 'retailer_label' }, { policy }, 'agent').gives(FILED).ret.method?.type).toBe('retailer_label')
  })

  test('is the first that fits when nothing is said, and open when null is', () => {
    expect(file().gives(FILED).ret.method?.type).toBe('retailer_label')
    expect(file({ method: null }).gives(FILED).ret.method).toBeNull()
    expect(file({}, { shop: aShop({ methods: [] }) }).gives(FILED).ret.method).toBeNull()
  })

  test('is none for what stays with the shopper', () => {
    expect(file({ items: [asked(2, { handling: 'keep' })] }).gives(FILED).ret.method).toBeNull()
    const green = aShop({ methods: [{ type: 'green_return', name: 'Keep it', zones: [], label: false }] })
    expect(
      file(
        { method: 'green_return', items: [{ line: 'line-1' as LineId, quantity: 2, reason: { code: 'too_small' } }] },
        { shop: green },
      ).gives(FILED).ret.items[0]?.handling,
    ).toBe('keep')
  })
})

describe('T14: serial numbers', () => {
  const order = anOrder([aLine({ more: { serials: ['S1', 'S2'] } })])
  const named = (...serials: string[]) => ({ items: [asked(2, { serials })] })
  const refusing = { order, shop: aShop({ serials: 'refuse' }) }

  test('of pieces sold on the line pass; others are refused, warned about or ignored as the shop set it', () => {
    file(named('S1', 'S2'), refusing).gives(FILED)
    file(named('S9'), refusing).refuses('not_eligible', { path: 'items[0].serials' })
    const { ret } = file(named('S9'), { order }).gives([...FILED, 'return.flagged'])
    expect(ret.flagged).toBe('Serial number S9 was not sold on this line.')
    file(named('S9'), { order, shop: aShop({ serials: 'ignore' }) }).gives(FILED)
  })

  test('named twice, or back already, are strange too', () => {
    file(named('S1', 'S1'), refusing).refuses('not_eligible')
    const first = submitted({ items: [asked(1, { serials: ['S1'] })] }, { order })
    const again = { ...refusing, siblings: [first.ret], ledger: first.tray.ledger }
    file({ items: [asked(1, { serials: ['S1'] })] }, again).refuses('not_eligible')
    file({ items: [asked(1, { serials: ['S2'] })] }, again).gives(FILED)
    const cancelled = first.then({ verb: 'cancel' })
    file(
      { items: [asked(1, { serials: ['S1'] })] },
      { ...refusing, siblings: [cancelled.ret], ledger: cancelled.tray.ledger },
    ).gives(FILED)
  })

  test('are never more than the pieces', () => {
    file({ items: [asked(1, { serials: ['S1', 'S2', 'S3'] })] }, { order }).refuses('invalid', {
      path: 'items[0].serials',
    })
  })
})

describe('decided at once', () => {
  test('a door may file it as approved', () => {
    const { ret } = file({ approved: true, lane: 'special' }, {}, 'owner').gives([...FILED, 'request.approved'])
    expect(ret.marks.approved).toMatchObject({ by: { role: 'owner' }, rule: null })
    expect(ret.due.answer).toBeUndefined()
    expect(ret.due.ship).toBe('2026-03-12T12:00:00.000Z')
  })

  test('by policy, with the rule that did it on record', () => {
    const { ret } = file({}, { policy: says({ auto: 'approve' }) }).gives([...FILED, 'request.approved'])
    expect(ret.marks.approved).toMatchObject({ by: { role: 'system', name: 'Policy' }, rule: 'rule-1' })
  })

  test('too cheap to travel: kept and paid in the same breath', () => {
    const policy = says({ auto: 'approve' }, { keepBelow: eur(10_001) })
    const { ret } = file({}, { policy }).gives([...FILED, 'request.approved', 'item.changed', 'payout.granted'])
    expect(ret.grants[0]?.figure.total.presentment).toEqual(eur(10_000))
    file({}, { policy: says({ auto: 'approve' }, { keepBelow: eur(10_000) }) }).gives([...FILED, 'request.approved'])
  })

  test('that keeping is on offer does not give goods away that were to be sent back', () => {
    const offered = says({ auto: 'approve' }, { resolutions: ['original_payment', 'keep'] })
    file({}, { policy: offered }).gives([...FILED, 'request.approved'])
    file({ items: [asked(2, { handling: 'keep' })] }, { policy: offered }).gives([
      ...FILED,
      'request.approved',
      'payout.granted',
    ])
  })

  test('a wish to keep that policy does not offer waits for a person', () => {
    file({ items: [asked(2, { handling: 'keep' })] }, { policy: says({ auto: 'approve' }) }).gives(FILED)
  })

  test('more than automation may promise waits for a person', () => {
    const limit = { limit: { role: 'system' as const, amount: eur(5_000) } }
    const { ret } = file({}, { policy: says({ auto: 'approve' }, { keepBelow: eur(10_001) }, limit) }).gives(FILED)
    expect(ret.due.answer).toBeDefined()
  })

  test('what promises nothing yet has no limit', () => {
    const limit = { limit: { role: 'system' as const, amount: eur(5_000) } }
    file({}, { policy: says({ auto: 'approve' }, limit) }).gives([...FILED, 'request.approved'])
  })

  test('a refusal waits for no photos', () => {
    file({}, { policy: says({ auto: 'reject', reason: 'Swimwear' }, { require: 'photo' }) }).gives([
      ...FILED,
      'request.rejected',
      'units.freed',
    ])
  })

  test('refused by policy, the pieces are free again', () => {
    const { ret } = file({}, { policy: says({ auto: 'reject', reason: 'Swimwear' }) }).gives([
      ...FILED,
      'request.rejected',
      'units.freed',
    ])
    expect(ret.request).toEqual({ state: 'rejected', reason: 'Swimwear' })
    expect(ret.marks.rejected?.rule).toBe('rule-1')
  })

  test('nothing is decided for staff who overruled policy, in the special lane, or while photos are missing', () => {
    const block: Effect = { block: { code: 'hygiene', sentence: 'Stays.' } }
    file({ override: 'Sealed' }, { policy: says({ auto: 'approve' }, block) }, 'agent').gives(FILED)
    file({ lane: 'special' }, { policy: says({ auto: 'approve' }) }, 'agent').gives(FILED)
    file({}, { policy: says({ auto: 'reject', reason: 'No' }) }, 'agent').gives(FILED)
    file({}, { policy: says({ auto: 'approve' }, { require: 'photo' }) }).gives(FILED)
    file(
      { items: [asked(2, { media: ['file-1' as FileId] })] },
      { policy: says({ auto: 'approve' }, { require: 'photo' }) },
    ).gives([...FILED, 'request.approved'])
  })
})
