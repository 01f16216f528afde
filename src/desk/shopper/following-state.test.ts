/** Every state a return can be in has a sentence in every language, and none of the shop's own words gets into it. */
import { describe, expect, test } from 'vitest'
import {
  births,
  Observer,
  walkCounts,
  walkOnward,
  walkPaper,
  walkParcels,
  walkPayments,
} from '../../../test/walk/edges.ts'
import { MOVES, REQUESTS, SWAPS } from '../../../test/walk/moves.ts'
import { type Witness, walk, witnessOf } from '../../../test/walk/walk.ts'
import { aLine, anOrder, aPolicy, aShop, eur, NOON, two } from '../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted } from '../../../test/kit/given.ts'
import { LANGUAGES } from '../../core/languages.ts'
import { NOBODY } from '../../core/party.ts'
import type { Effect } from '../../core/policy/policy.ts'
import type { MethodType } from '../../core/words.ts'
import { formatsFor } from '../../ui/formats.ts'
import { momentSaid, stateSaid, thenSaid } from '../../ui/follow-words.ts'
import { CATALOGUE } from '../../ui/texts/catalogue.ts'
import { speakIn } from '../../ui/texts/speak.ts'
import type { Seen } from '../look.ts'
import { type Followed, followed } from './following.ts'
import { type StateCode, STATES } from './following-state.ts'

const observer = new Observer()
const tuple = ({ tuple: letters }: Witness): string => letters
const TALKING = MOVES.filter(({ verb }) =>
  ['offer', 'accept', 'decline', 'lapse', 'approve', 'cancel', 'dispute', 'withdraw'].includes(verb),
)

/** What the shop decides about requests, goods, money and parcels; each crossed in the core's own walk over everything. */
const witnesses: Witness[] = [
  ...births(),
  ...walk(births(), REQUESTS, tuple),
  ...walk(births().slice(0, 3), TALKING, tuple),
  ...walk(births().slice(0, 3), SWAPS, tuple),
  ...walkParcels(observer),
  ...walkCounts(observer),
  ...walkPayments(observer),
  ...walkOnward(observer),
  ...walkPaper(observer),
]

const seenOf = ({ ret, tray }: Witness): Seen => ({
  ret,
  order: tray.order,
  shop: tray.shop,
  policy: tray.policy,
  siblings: [],
})

const NOW = NOON
const all = witnesses.map(witness => ({ witness, said: followed(seenOf(witness), 'customer', NOW) }))

const spoken = new Map<string, Followed>()
for (const { said } of all) spoken.set(JSON.stringify([said.state, said.then, said.line]), said)

function sentences(said: Followed, language: (typeof LANGUAGES)[number]): string[] {
  const speaker = { say: speakIn(language), formats: formatsFor(language, 'Europe/Berlin'), shop: 'Linnea' }
  return [
    stateSaid(said.state, speaker),
    ...(said.then ? [thenSaid(said.then, speaker)] : []),
    ...said.line.map(moment => momentSaid(moment, speaker)),
  ]
}

describe('every state a return can be in', () => {
  test('was walked to in hundreds', () => {
    expect(new Set(witnesses.map(tuple)).size).toBeGreaterThan(250)
  })

  test('says one sentence in every language, without places left open', () => {
    const wrong = new Set<string>()
    for (const said of spoken.values())
      for (const language of LANGUAGES)
        for (const text of sentences(said, language))
          if (text.trim() === '' || /\bnone\b|undefined|\{|\}|NaN|null/.test(text)) wrong.add(`${language}: ${text}`)
    expect([...wrong]).toEqual([])
  })

  test('is told in the words of shoppers and not of this house', () => {
    const inner = /\b(strand|tuple|merchant|settlement|payout|grant|negotiation|moot|overtaken|superseded|webhook)\b/i
    const told = new Set([...spoken.values()].flatMap(said => sentences(said, 'en')))
    expect([...told].filter(text => inner.test(text))).toEqual([])
  })

  test('asks for something whenever it is the shopper’s turn', () => {
    const idle = all
      .filter(({ said }) => said.turn.whose === 'shopper' && said.main === null)
      .filter(({ said }) => !said.parcels.some(({ trackingNumber }) => trackingNumber !== null))
    expect([...new Set(idle.map(({ witness, said }) => `${said.state.code} ${witness.tuple}`))]).toEqual([])
  })

  test('a return that has ended awaits nothing, and one that runs has a now', () => {
    for (const { said } of all) {
      const open = said.line.filter(({ when }) => when !== 'done')
      expect(
        open.filter(({ when }) => when === 'now'),
        said.state.code,
      ).toHaveLength(said.phase === 'ended' ? 0 : 1)
      if (said.phase === 'ended') expect(open).toEqual([])
    }
  })

  test('what was done stands in the order of time', () => {
    for (const { said } of all) {
      const moments = said.line.filter(({ when }) => when === 'done').map(({ at }) => at ?? '9')
      expect(moments).toEqual(moments.toSorted())
    }
  })

  test('every code has words, and every word a code', () => {
    const words = Object.keys(CATALOGUE.en).filter(key => key.startsWith('follow.state.'))
    expect(words.map(key => key.replace('follow.state.', '')).sort()).toEqual(Object.keys(STATES).sort())
  })
})

const by = (story: Story): Followed => followed(seenOf(witnessOf(story.ret, story.tray)), 'customer', NOW)
const policy = (...then: Effect[]) => aPolicy([{ id: 'rule' as never, name: 'Rule', when: {}, then, priority: 0 }])
const methods: MethodType[] = ['in_store', 'happy_returns', 'carrier_pickup', 'merchant_arranged', 'retailer_label']
const shop = aShop({
  methods: methods.map(type => ({ type, name: type, zones: [], label: type === 'retailer_label' })),
})
const sentBy = (method: MethodType): Story => approved({ method }, { shop })
const labelled = (): Story =>
  sentBy('retailer_label')
    .then({ verb: 'label' }, { by: 'agent' })
    .then(
      ret => ({
        verb: 'print',
        label: ret.labels[0]!.id,
        made: {
          carrier: { slug: 'dhl', name: 'DHL', ref: 7, integrated: true },
          trackingNumber: 'T1',
          label: { url: 'https://labels.example/1.pdf', shippingSlug: 'dhl', qr: null, charge: null, reference: null },
        },
      }),
      { by: 'system' },
    )
const swapped = (): Story =>
  submitted({ items: [asked(1, { resolution: { type: 'swap' } })] }).then(
    ret => ({
      verb: 'exchange',
      lines: [
        {
          variant: { externalId: 'v', sku: 'B', title: null, options: [] },
          title: 'Coat',
          product: 'B',
          quantity: 1,
          unit: two(9_000),
          tax: two(0),
          replaces: ret.items[0]!.id,
        },
      ],
    }),
    { by: 'agent' },
  )

/** Where the walks above do not come: other shops, other ways, rarer ends. */
const STORIES: Partial<Record<StateCode, () => Story>> = {
  bring_to_store: () => sentBy('in_store'),
  drop_off: () => sentBy('happy_returns'),
  pickup_coming: () => sentBy('carrier_pickup'),
  shop_collects: () => sentBy('merchant_arranged'),
  label_coming: () => sentBy('retailer_label'),
  label_failed: () =>
    sentBy('retailer_label')
      .then({ verb: 'label' }, { by: 'agent' })
      .then(ret => ({ verb: 'print', label: ret.labels[0]!.id, failed: 'No street' }), { by: 'system' }),
  send_with_label: labelled,
  photos_wanted: () =>
    submitted({ items: [asked(1, { reason: { code: 'damaged' } })] }, { policy: policy({ require: 'photo' }) }),
  cancelled_by_you: () => submitted().then({ verb: 'cancel' }, { by: 'shopper' }),
  cancelled_without_photos: () => submitted().then({ verb: 'cancel', cause: 'evidence_missing' }, { by: 'system' }),
  cancelled: () => submitted().then({ verb: 'cancel' }, { by: 'system' }),
  to_pay: swapped,
  nothing_to_pay: () =>
    approved({}, { policy: policy({ fee: { kind: 'return_cost', flat: eur(90_000) } }) })
      .then(ret => ({ verb: 'receive', key: 'r', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }), {
        by: 'warehouse',
      })
      .then({ verb: 'refund' }, { by: 'agent' }),
  paid_more_to_come: () =>
    approved({}, { shop })
      .then(ret => ({ verb: 'receive', key: 'r', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }), {
        by: 'warehouse',
      })
      .then(ret => ({ verb: 'credit', lines: [{ item: ret.items[0]!.id, quantity: 1 }] }), { by: 'agent' }),
}

describe('a story', () => {
  for (const [code, story] of Object.entries(STORIES))
    test(`ends in ${code}`, () => {
      const said = by(story())
      expect(said.state.code).toBe(code)
      for (const language of LANGUAGES) expect(sentences(said, language).join('')).not.toMatch(/\bnone\b|[{}]/)
    })

  test('is told to whoever was given a present without the money', () => {
    const recipient = { ...NOBODY, firstName: 'Noa', emails: ['noa@example.com'] }
    const gift = { gift: { recipient, address: null } }
    const order = anOrder([aLine()], { gift: { recipient } })
    const elsewhere = aShop({
      locations: aShop().locations.map(known => ({
        ...known,
        address: { ...known.address, name: 'Dock', street1: 'Hafen 9' },
      })),
    })
    const granted = approved(gift, { order, shop: elsewhere }).then({ verb: 'grant', basis: 'asked' }, { by: 'agent' })
    const tell = (story: Story) => followed(seenOf(witnessOf(story.ret, story.tray)), 'recipient', NOW)
    expect(tell(granted).state.code).toBe('promised_goods_awaited')
    const here = granted.then(
      ret => ({ verb: 'receive', key: 'r', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }),
      { by: 'warehouse' },
    )
    expect(tell(here).state.code).toBe('settling')
    const paid = here.then({ verb: 'refund' }, { by: 'agent' })
    const settled = paid.then(ret => ({ verb: 'settle', payout: ret.payouts[0]!.id, outcome: 'done' }), {
      by: 'system',
    })
    expect(tell(settled).state.code).toBe('settled')
    for (const story of [granted, here, settled]) {
      expect(tell(story).money).toMatchObject({ all: null, expected: null, promised: null, paid: null, payouts: [] })
      expect(JSON.stringify(tell(story))).not.toMatch(/amountMinor":[1-9]|Maja|Lund|Lindenweg|maja@/)
    }
  })

  test('and walks and stories together come to every state there is', () => {
    const met = new Set<string>([
      ...all.map(({ said }) => said.state.code),
      ...Object.keys(STORIES),
      'settling',
      'settled',
    ])
    expect(Object.keys(STATES).filter(code => !met.has(code))).toEqual([])
  })
})

test('an owner on the bench is nobody to appeal to', () => {
  const [first] = births()
  const said = followed({ ...seenOf(first as Witness), shop: aShop({ bench: 'owner' }) }, 'customer', NOW)
  expect(said.may).not.toContain('dispute')
  expect(said.shop.hasArbiter).toBe(false)
})
