import { beforeAll, describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'
import { as, type TagId } from '../core/ids.ts'
import { ROLES } from '../core/party.ts'
import { SEEN_BY } from './seen-by.ts'
import { COMPONENTS } from './wire/components.ts'
import { EVENT_MEANS } from './wire/event.ts'

/** Words that only some may read; wherever they turn up in an answer, something leaked. */
const SECRETS = {
  note: 'Secret note',
  flag: 'Secret flag',
  tag: 'secret-tag',
  itemTag: 'secret-item-tag',
  toPlatform: 'Secret word to the marketplace',
  toMerchant: 'Hello shop',
  caseEmail: 'secret@linnea.example',
  claim: 'Secret claim',
  claimProof: 'Secret proof of the claim',
  override: 'Secret override',
  resolved: 'Secret closing words',
  extended: 'Secret extension',
  resale: 'SECRET-ORDER-99',
  gateway: 'secret-gateway',
  refund: 're_secret',
  inspector: 'Secret inspector',
  orderTag: 'secret-order-tag',
}
const tags = [SECRETS.tag, SECRETS.itemTag].map(name => ({ id: as<TagId>(name), name }))
const kit = await openApiKit({ compensation: true, tags })
const { call, ok } = kit

const STAFF = ['agent key', 'owner key', 'warehouse key']

let ret: any
let order: any
const url = () => `/v1/returns/${ret.id}`

beforeAll(async () => {
  const tagged = kit.order({
    tags: [SECRETS.orderTag],
    payments: [{ externalId: 'ch_secret', kind: 'card', gateway: SECRETS.gateway, captured: { amountMinor: 10_000 } }],
  } as never)
  order = await tagged
  const items = [{ line_id: order.lines[0].id, quantity: 2, reason: { code: 'too_small', comment: 'Too tight' } }]
  ret = await ok('shopper', 'POST', '/v1/returns', { order_id: order.id, items })
  const [item] = ret.items
  const done = async (role: string, verb: string, body: object = {}) => {
    ret = await ok(role, 'POST', `${url()}/${verb}`, body)
  }
  await done('agent', 'note', { note: SECRETS.note })
  await done('agent', 'flag', { why: SECRETS.flag })
  await done('agent', 'tag', { tags: [SECRETS.tag] })
  await done('agent', 'tag', { item_id: item.id, tags: [SECRETS.itemTag] })
  await done('agent', 'assign', { to: 'secret-colleague' })
  await done('shopper', 'message', { to: 'merchant', text: SECRETS.toMerchant })
  await done('agent', 'message', { to: 'shopper', text: 'Hello Maja' })
  await done('agent', 'message', { to: 'platform', text: SECRETS.toPlatform })
  await done('agent', 'offer', { terms: { handling: 'send_back', amount: { amount_minor: 10_000, currency: 'EUR' } } })
  await done('agent', 'approve', { override: SECRETS.override })
  await done('agent', 'extend', { kind: 'ship', to: '2026-05-01T12:00:00Z', why: SECRETS.extended })
  await done('shopper', 'ship', {
    carrier: { slug: 'dhl' },
    tracking_number: 'JD014600999',
    contents: [{ item_id: item.id, quantity: 1 }],
  })
  await done('agent', 'book', { provider: 'happy_returns', number: 'HR1' })
  await done('carrier', 'track', {
    shipment_id: ret.shipments[0].id,
    checkpoint: { at: '2026-03-10T11:00:00Z', kind: 'delivered', text: 'Delivered' },
  })
  ret = await ok('agent', 'GET', url())
  await done('agent', 'dispute', { reason: 'objection', text: 'Worn', email: SECRETS.caseEmail })
  await done('agent', 'prove', { media: [], text: 'A stain' })
  await done('agent', 'prove', { media: [], text: SECRETS.claimProof, about: 'claim' })
  await done('arbiter', 'judge', { for: 'shopper', pays: 'after_goods', text: 'No wear to be seen' })
  await done('warehouse', 'receive', {
    key: 'box-1',
    source: 'dock',
    lines: [{ item_id: item.id, quantity: 2, gradings: [{ grade: 'a', quantity: 2, inspector: SECRETS.inspector }] }],
  })
  await done('warehouse', 'dispose', {
    key: 'shelf-1',
    item_id: item.id,
    quantity: 2,
    to: 'restock',
    resale: { stage: 3, orders: [SECRETS.resale], next: null },
  })
  await done('owner', 'refund')
  await done('system', 'settle', {
    payout_id: ret.payouts[0].id,
    outcome: 'done',
    external_id: SECRETS.refund,
    reference: 'ARN 7412',
    transactions: [
      {
        external_id: SECRETS.refund,
        parent_external_id: 'ch_secret',
        gateway: SECRETS.gateway,
        amount: { amount_minor: 10_000, currency: 'EUR' },
      },
    ],
  })
  await done('arbiter', 'entitle', { outcome: 'pending_request' })
  await done('agent', 'claim', { text: SECRETS.claim, amount: { amount_minor: 500, currency: 'EUR' } })
  await done('agent', 'resolve', { note: SECRETS.resolved })
})

/** Every member that stands anywhere in an answer, with the way to it; an event’s payload counts by the event’s type. */
function membersOf(value: unknown, way = ''): string[] {
  if (Array.isArray(value)) return value.flatMap(one => membersOf(one, way))
  if (value === null || typeof value !== 'object') return []
  const { type, changed } = value as { type?: string; changed?: unknown }
  return Object.entries(value).flatMap(([name, member]) => {
    const step =
      name === 'changed' && changed !== undefined ? `${way}(${type}).changed` : way === '' ? name : `${way}.${name}`
    return [step, ...membersOf(member, step)]
  })
}

const shownTo = async (role: string, expand = 'expand=order,events,policy,shop') =>
  new Set(membersOf(await ok(role, 'GET', `${url()}?${expand}`)))

/** The outermost members the owner is shown and this role is not; what stands inside of them is gone with them. */
async function hiddenFrom(role: string, among: (way: string) => boolean): Promise<string[]> {
  const [all, own] = [await shownTo('owner'), await shownTo(role)]
  expect([...own].filter(way => !all.has(way))).toEqual([])
  const hidden = [...all].filter(way => !own.has(way) && among(way))
  const outermost = hidden.filter(way => !hidden.some(other => way.startsWith(`${other}.`)))
  return [
    ...new Set(outermost.map(way => way.replace(/\bby\.(?:id|via|email)$/, 'by.*').replace(/^marks\.\w+/, 'marks.*'))),
  ].toSorted()
}

const inEvents = (way: string) => way.startsWith('events')
const typesSeen = async (role: string) =>
  new Set((await ok(role, 'GET', `${url()}/events?limit=1000`)).data.map((event: { type: string }) => event.type))

/** Every answer about the return, for finding words that leaked. */
const everyAnswer = async (role: string) =>
  JSON.stringify([
    await ok(role, 'GET', url()),
    await ok(role, 'GET', `${url()}?expand=order,events,policy,shop`),
    await ok(role, 'GET', `${url()}/events`),
    await ok(role, 'GET', `/v1/returns?order=${order.id}`),
    await ok(role, 'GET', `/v1/returns?order=${order.id}&expand=order,events,policy,shop`),
    role === 'carrier' ? null : await ok(role, 'GET', `/v1/orders/${order.id}`),
    role === 'carrier' ? null : await ok(role, 'GET', `/v1/orders/${order.id}/assessment`),
    role === 'carrier' ? null : await ok(role, 'GET', `${url()}/quote`),
  ])

const leaksTo = async (role: string, words: readonly string[]) => {
  const answers = await everyAnswer(role)
  return words.filter(word => answers.includes(word))
}

/** What of a component's schema these tests read. */
type Shape = {
  $id?: string
  properties: Record<string, { description: string; 'x-hidden-from'?: string[] }>
  required: string[]
  'x-required-otherwise': string[]
}
const SHAPES = COMPONENTS as unknown as Shape[]

describe('the table', () => {
  test('names shapes and members that exist', () => {
    const shapes = new Map(SHAPES.map(shape => [shape.$id, shape]))
    const stale = ROLES.flatMap(role =>
      Object.entries(SEEN_BY[role].members).flatMap(([shape, cut]) => {
        if (Object.hasOwn(EVENT_MEANS, shape)) return []
        const properties = shapes.get(shape)?.properties ?? {}
        const names = 'only' in cut ? cut.only : cut.without
        return names.filter(name => !Object.hasOwn(properties, name)).map(name => `${role} ${shape}.${name}`)
      }),
    )
    expect(stale).toEqual([])
    const rows = ROLES.flatMap(role => Object.keys(SEEN_BY[role].rows)).filter(shape => !shapes.has(shape))
    expect(rows).toEqual([])
  })

  test('stands in the reference at every member', () => {
    const { properties, required, ...more } = SHAPES.find(shape => shape.$id === 'Return') as Shape
    expect(properties.note).toMatchObject({ 'x-hidden-from': ['shopper', 'arbiter', 'carrier'] })
    expect(properties.note?.description).toMatch(/Not shown to shopper, arbiter and carrier keys\.$/)
    expect(properties.number?.['x-hidden-from']).toBeUndefined()
    expect(required).toContain('number')
    expect(required).not.toContain('note')
    expect(more['x-required-otherwise']).toContain('note')
    expect(more['x-required-otherwise']).not.toContain('order')
  })
})

describe('the shop’s own people', () => {
  test.each(['owner', 'agent', 'system'])('%s is shown everything', async role => {
    expect(await shownTo(role)).toEqual(await shownTo('owner'))
    expect(await leaksTo(role, Object.values(SECRETS))).toEqual(Object.values(SECRETS))
    for (const schema of SHAPES)
      if (schema.$id === 'Return')
        expect(Object.keys(await ok(role, 'GET', url()))).toEqual(
          expect.arrayContaining(schema['x-required-otherwise']),
        )
  })
})

describe('the warehouse', () => {
  test('is shown everything but what gateways say, what the marketplace owes and the shop’s rules', async () => {
    expect(await hiddenFrom('warehouse', way => !inEvents(way))).toEqual([
      'compensation.claim',
      'due.claim',
      'order.payments.external_id',
      'order.payments.gateway',
      'payouts.external_id',
      'payouts.gateway',
      'payouts.key',
      'payouts.transactions',
      'shop.automations',
      'shop.mail',
    ])
    expect(await leaksTo('warehouse', Object.values(SECRETS))).toEqual(
      Object.values(SECRETS).filter(
        word => ![SECRETS.claim, SECRETS.claimProof, SECRETS.gateway, SECRETS.refund].includes(word),
      ),
    )
    expect((await ok('warehouse', 'GET', url())).state.compensation).toBe('requested')
    expect([...(await typesSeen('warehouse'))].filter(type => /^(?:claim|compensation)/.test(String(type)))).toEqual([])
  })
})

describe('the arbiter', () => {
  test('is shown everything but the notes of colleagues, who takes care of it and the shop’s rules', async () => {
    expect(await hiddenFrom('arbiter', way => !inEvents(way))).toEqual([
      'assignee',
      'note',
      'shop.automations',
      'shop.mail',
    ])
    expect(await leaksTo('arbiter', [SECRETS.note, 'secret-colleague'])).toEqual([])
    const all = await typesSeen('owner')
    expect([...all].filter(type => type !== 'note.written' && type !== 'return.assigned')).toEqual([
      ...(await typesSeen('arbiter')),
    ])
  })
})

describe('the shopper', () => {
  test('is shown what is between shop and shopper', async () => {
    const hidden = await hiddenFrom('shopper', way => !inEvents(way) && !way.startsWith('shop.'))
    expect(hidden).toEqual([
      'allowed.agent',
      'allowed.arbiter',
      'allowed.carrier',
      'allowed.owner',
      'allowed.system',
      'allowed.warehouse',
      'assessment.auto.refund',
      'assessment.auto.resolve',
      'assessment.auto.rule_id',
      'assessment.lines.trace',
      'assessment.methods.rule_id',
      'assessment.overridden',
      'assessment.policy_id',
      'assignee',
      'compensation.claim',
      'dispositions.by.*',
      'dispositions.key',
      'dispositions.resale',
      'dispute.case.email',
      'dispute.verdict.by.*',
      'due.claim',
      'flagged',
      'grants.by.*',
      'items.tags',
      'marks.*.by.*',
      'marks.*.rule_id',
      'method.rule_id',
      'note',
      'order.custom_fields',
      'order.groups',
      'order.payments.external_id',
      'order.payments.gateway',
      'order.policy_id',
      'order.tags',
      'payouts.external_id',
      'payouts.gateway',
      'payouts.key',
      'payouts.transactions',
      'policy',
      'receivings.by.*',
      'receivings.key',
      'receivings.lines.gradings.inspector',
      'tags',
    ])
  })

  test('is told of the shop only what a shopper needs', async () => {
    const { shop } = await ok('shopper', 'GET', `${url()}?expand=shop`)
    expect(Object.keys(shop).toSorted()).toEqual(['currency', 'id', 'methods', 'name', 'reasons', 'time_zone'])
  })

  test('meets nobody of the staff, only the shop', async () => {
    const { marks, offers, messages, grants } = await ok('shopper', 'GET', url())
    expect(marks.approved.by).toEqual({ role: 'agent', name: kit.shop.name })
    expect(offers[0].person).toBe(kit.shop.name)
    expect(grants[0].by).toMatchObject({ name: kit.shop.name })
    expect(messages.map((message: any) => [message.by.role, message.to])).toEqual([
      ['shopper', 'merchant'],
      ['agent', 'shopper'],
    ])
    expect(messages[0].by).toMatchObject({ name: 'shopper key', via: 'api', id: expect.any(String) })
    expect(await leaksTo('shopper', STAFF)).toEqual([])
  })

  test('reads no word that was not meant for shoppers, in any answer', async () => {
    const { toMerchant, ...secrets } = SECRETS
    expect(await leaksTo('shopper', Object.values(secrets))).toEqual([])
    expect(await leaksTo('shopper', [toMerchant])).toEqual([toMerchant])
  })

  test('hears of no event that is the shop’s own business', async () => {
    const [all, own] = [await typesSeen('owner'), await typesSeen('shopper')]
    expect([...all].filter(type => !own.has(type)).toSorted()).toEqual([
      'claim.made',
      'compensation.entitled',
      'compensation.opened',
      'item.tagged',
      'note.written',
      'return.assigned',
      'return.flagged',
      'return.tagged',
    ])
    const heard = (way: string) => [...own].some(type => way.startsWith(`events(${type}).changed.`))
    const within = (way: string) => way.replace(/^events\((.*)\)\.changed/, '$1')
    expect((await hiddenFrom('shopper', heard)).map(within)).toEqual([
      'disposition.recorded.disposition.by.*',
      'disposition.recorded.disposition.key',
      'disposition.recorded.disposition.resale',
      'dispute.judged.verdict.by.*',
      'dispute.raised.case.email',
      'due.moved.why',
      'payout.done.external_id',
      'payout.done.transactions',
      'payout.granted.grant.by.*',
      'payout.ordered.payout.external_id',
      'payout.ordered.payout.gateway',
      'payout.ordered.payout.key',
      'payout.ordered.payout.transactions',
      'receiving.recorded.receiving.by.*',
      'receiving.recorded.receiving.key',
      'receiving.recorded.receiving.lines.gradings.inspector',
      'request.approved.override',
      'request.resolved.note',
      'return.submitted.born.assessment.auto.refund',
      'return.submitted.born.assessment.auto.resolve',
      'return.submitted.born.assessment.auto.rule_id',
      'return.submitted.born.assessment.lines.trace',
      'return.submitted.born.assessment.methods.rule_id',
      'return.submitted.born.assessment.overridden',
      'return.submitted.born.assessment.policy_id',
      'return.submitted.born.items.tags',
      'return.submitted.born.method.rule_id',
    ])
  })

  test('gets the same from acts and previews', async () => {
    const preview = await ok('shopper', 'POST', `${url()}/message/preview`, { to: 'merchant', text: 'Hello?' })
    const acted = await ok('shopper', 'POST', `${url()}/acts`, {
      commands: [{ verb: 'message', to: 'merchant', text: 'Hello?' }],
    })
    for (const answer of [preview, acted]) {
      expect(Object.keys(answer.allowed)).toEqual(['shopper'])
      expect(answer.happened.map((event: any) => event.type)).toEqual(['message.sent'])
      expect(
        Object.values(SECRETS).filter(word => word !== SECRETS.toMerchant && JSON.stringify(answer).includes(word)),
      ).toEqual([])
    }
  })

  test('whose move it is never is a claim', async () => {
    const fresh = await kit.order()
    const mine = await kit.file(fresh, 1)
    await kit.act(mine, { verb: 'approve', handling: 'keep' })
    await kit.act(
      mine,
      { verb: 'entitle', outcome: 'pending_request', until: '2026-03-10T12:00:01.000Z' as never },
      'arbiter',
    )
    const seen = async (role: string) => {
      const { turn, deadlines, due } = await ok(role, 'GET', `/v1/returns/${mine.id}`)
      return [turn?.kind, deadlines.some((one: any) => one.kind === 'claim'), 'claim' in due]
    }
    expect(await seen('agent')).toEqual(['claim', true, true])
    expect(await seen('shopper')).toEqual(['payout', false, false])
  })

  test.each(['assignee=none', 'tag=vip', 'flagged=true'])('may not ask for %s', async filter => {
    const { status, body } = await call('shopper', 'GET', `/v1/returns?${filter}`)
    expect([status, body.code, body.errors[0].path]).toEqual([403, 'forbidden', filter.split('=')[0]])
    expect((await call('agent', 'GET', `/v1/returns?${filter}`)).status).toBe(200)
  })

  test('does not see goods without paper, which are somebody else’s', async () => {
    for (const role of ['shopper', 'carrier']) {
      expect((await call(role, 'GET', '/v1/strays')).status).toBe(403)
      expect((await call(role, 'POST', '/v1/strays', { shop_id: kit.shop.id, text: 'A box' })).status).toBe(403)
    }
  })
})

describe('the carrier', () => {
  test('is shown what travels, from where to where, and nothing else', async () => {
    const inAddress = /^(?:shipping|pickup|shipments\.(?:from|to))\./
    const shown = [...(await shownTo('carrier', 'expand=order,policy,shop'))].filter(way => !inAddress.test(way))
    expect(shown.toSorted()).toEqual([
      'allowed',
      'allowed.carrier',
      'created_at',
      'destination_id',
      'dropoffs',
      'dropoffs.contents',
      'dropoffs.contents.item_id',
      'dropoffs.contents.quantity',
      'dropoffs.created_at',
      'dropoffs.drops',
      'dropoffs.id',
      'dropoffs.number',
      'dropoffs.provider',
      'dropoffs.qr',
      'dropoffs.shipments',
      'id',
      'items',
      'items.asked',
      'items.handling',
      'items.id',
      'items.position',
      'items.quantities',
      'items.quantities.asked',
      'items.quantities.returned',
      'items.sku',
      'items.title',
      'labels',
      'method',
      'method.name',
      'method.type',
      'method.zone',
      'number',
      'order_id',
      'organization_id',
      'pickup',
      'serial',
      'shipments',
      'shipments.cancelled_at',
      'shipments.carrier',
      'shipments.carrier.integrated',
      'shipments.carrier.name',
      'shipments.carrier.ref',
      'shipments.carrier.slug',
      'shipments.checkpoints',
      'shipments.checkpoints.at',
      'shipments.checkpoints.delivery_media',
      'shipments.checkpoints.kind',
      'shipments.checkpoints.pickup_media',
      'shipments.checkpoints.text',
      'shipments.contents',
      'shipments.contents.item_id',
      'shipments.contents.quantity',
      'shipments.created_at',
      'shipments.eta',
      'shipments.from',
      'shipments.id',
      'shipments.label',
      'shipments.leg',
      'shipments.refs',
      'shipments.refs.contact_number',
      'shipments.refs.pin',
      'shipments.refs.query_number',
      'shipments.source',
      'shipments.state',
      'shipments.to',
      'shipments.tracking_number',
      'shipping',
      'shop_id',
      'state',
      'state.handling',
      'state.onward',
      'state.transit',
      'updated_at',
      'version',
    ])
    const seen = await ok('carrier', 'GET', url())
    expect(seen.items[0]).toMatchObject({ title: 'Shirt', sku: 'SHIRT-M', asked: 2 })
    expect(seen.state).toEqual({ transit: 'delivered', onward: 'none', handling: 'send_back' })
  })

  test('reads no word of the case, in any answer', async () => {
    expect(
      await leaksTo('carrier', [
        ...Object.values(SECRETS),
        ...STAFF,
        'Too tight',
        'maja@example.com',
        'amount_minor',
        'Worn',
      ]),
    ).toEqual([])
  })

  test('hears only of what travels', async () => {
    expect([...(await typesSeen('carrier'))]).toEqual([
      'return.submitted',
      'shipment.added',
      'dropoff.made',
      'shipment.tracked',
    ])
  })

  test('is told no money, no case and nobody’s states by asking around', async () => {
    expect((await call('carrier', 'GET', `${url()}/quote`)).status).toBe(403)
    for (const filter of [
      'request=approved',
      'settlement=none',
      'dispute=none',
      'reason=too_small',
      'email=a@b.example',
      'filed_by=shopper',
      'lane=standard',
      'kind=in_transit',
      'sort=due_at',
      'tag=vip',
      'flagged=true',
      'assignee=none',
    ])
      expect([filter, (await call('carrier', 'GET', `/v1/returns?${filter}`)).status]).toEqual([filter, 403])
    for (const filter of ['transit=delivered', 'onward=none', 'method=none', 'q=JD014600999', `order=${UNKNOWN}`])
      expect([filter, (await call('carrier', 'GET', `/v1/returns?${filter}`)).status]).toEqual([filter, 200])
    expect(Object.keys(await ok('carrier', 'GET', '/v1/returns/counts'))).toEqual([
      'total',
      'transit',
      'onward',
      'handling',
    ])
  })
})

const UNKNOWN = '00000000-0000-7000-8000-000000000000'
