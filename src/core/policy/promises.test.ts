/** What a merchant may rely on, whatever the rules: a no never becomes a yes by adding another no, and what a shopper is told is what is then accepted. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actor, aLine, anOrder, aPolicy, aShop, aTray, counter, eur } from '../../../test/kit/cast.ts'
import type { Order } from '../order/order.ts'
import { REASON_CODES } from '../reasons.ts'
import { refused } from '../refusal.ts'
import type { Asked } from '../return/commands.ts'
import { METHOD_TYPES, type Resolution } from '../return/return.ts'
import { submit } from '../return/verbs/submit.ts'
import { epochMs, type Instant, instantOf } from '../time.ts'
import { assess, type Wish } from './assess.ts'
import { checkPolicy } from './check.ts'
import { inOrder } from './condition.ts'
import { offerOf } from './facts.ts'
import type { Condition, Effect, Rule, Window } from './policy.ts'

/** The same cases every time, so that a green suite stays green; `POLICIES=20000 POLICIES_SEED=7` looks further. */
const SETTINGS = { numRuns: Number(process.env.POLICIES ?? 200), seed: Number(process.env.POLICIES_SEED ?? 3) }

const TAGS = ['sale', 'hygiene', 'vip'] as const
const texts = (...words: string[]) => fc.subarray(words, { minLength: 1 })

const test_: fc.Arbitrary<Condition> = fc.oneof(
  texts(...TAGS).map((words): Condition => ({ fact: 'tag', is: { in: words } })),
  texts('too_small', 'damaged', 'changed_mind').map((words): Condition => ({ fact: 'reason', is: { in: words } })),
  texts('original_payment', 'store_credit').map((words): Condition => ({ fact: 'resolution', is: { in: words } })),
  fc.nat(12_000).map((price): Condition => ({ fact: 'price', is: { atLeast: price } })),
  fc.nat(20_000).map((value): Condition => ({ fact: 'value', is: { below: value } })),
  fc.nat(60).map((some): Condition => ({ fact: 'days_since_delivery', is: { atLeast: some } })),
  fc.boolean().map((yes): Condition => ({ fact: 'discounted', is: { equals: yes } })),
  fc.constantFrom('DE', 'FR').map((country): Condition => ({ fact: 'country', is: { in: [country] } })),
)

const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Condition>({}) },
  { weight: 3, arbitrary: test_ },
  { weight: 1, arbitrary: test_.map(part => ({ not: part })) },
  { weight: 1, arbitrary: fc.tuple(test_, test_).map(all => ({ all })) },
  { weight: 1, arbitrary: fc.tuple(test_, test_).map(any => ({ any })) },
)

const window: fc.Arbitrary<Window> = fc.record({
  from: fc.constantFrom('order', 'sent', 'delivered'),
  days: fc.oneof({ weight: 6, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.constant(null) }),
  zone: fc.constantFrom(null, 'Europe/Athens', 'America/Los_Angeles'),
  workday: fc.boolean(),
  holidays: fc.constantFrom([], [{ placedFrom: '2026-02-01', placedTo: '2026-03-31', until: '2026-04-20' }]),
  fallback: fc.record({ from: fc.constant('order' as const), plusDays: fc.nat(10) }),
})

const cap: fc.Arbitrary<Effect> = fc
  .oneof(
    fc.record({ per: fc.constantFrom('order', 'sku', 'customer'), pieces: fc.nat(6), days: fc.constantFrom(null, 30) }),
    fc.record({ per: fc.constantFrom('order', 'customer'), returns: fc.nat(2), days: fc.constantFrom(null, 30) }),
  )
  .map(one => ({ cap: one }))

const effect: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 3, arbitrary: window.map(one => ({ window: one })) },
  { weight: 1, arbitrary: fc.constant<Effect>({ final: true }) },
  { weight: 2, arbitrary: cap },
  { weight: 2, arbitrary: fc.constant<Effect>({ block: { code: 'hygiene', sentence: 'Sealed goods stay.' } }) },
  { weight: 2, arbitrary: fc.constantFrom<Effect>({ allow: true }, { allow: 'everything' }) },
  { weight: 1, arbitrary: fc.constantFrom<Effect>({ after: 'sent' }, { after: 'delivered' }) },
  {
    weight: 2,
    arbitrary: texts('original_payment', 'store_credit', 'swap', 'keep').map(
      words => ({ resolutions: words }) as Effect,
    ),
  },
  { weight: 1, arbitrary: fc.subarray([...REASON_CODES], { minLength: 9 }).map(reasons => ({ reasons })) },
  { weight: 1, arbitrary: fc.constantFrom<Effect>({ require: 'photo' }, { require: 'comment' }) },
  { weight: 1, arbitrary: fc.nat(15_000).map(most => ({ keepBelow: eur(most) })) },
  {
    weight: 1,
    arbitrary: fc
      .subarray(['retailer_label', 'in_store', 'customer_courier'] as const, { minLength: 1 })
      .map(types => ({ methods: types.map(type => ({ type, cost: { free: true as const } })) })),
  },
)

const rule: fc.Arbitrary<Omit<Rule, 'id'>> = fc.record({
  name: fc.constant('A rule'),
  when: condition,
  then: fc.array(effect, { minLength: 1, maxLength: 2 }),
  priority: fc.integer({ min: -2, max: 2 }),
})

const named = (rules: readonly Omit<Rule, 'id'>[]): Rule[] =>
  rules.map((one, place) => ({ ...one, id: `rule-${place}` as Rule['id'] }))

const rules = fc.array(rule, { maxLength: 6 }).map(named)

const moment = (from: string, days: number): fc.Arbitrary<Instant> =>
  fc.nat(days * 24 * 60).map(minutes => instantOf(epochMs(from as Instant) + minutes * 60_000))

const line = (id: string) =>
  fc
    .record({
      quantity: fc.integer({ min: 1, max: 4 }),
      paid: fc.integer({ min: 1, max: 20_000 }),
      tags: fc.subarray([...TAGS]),
      finalSale: fc.boolean(),
      discount: fc.constantFrom(0, 100),
      sku: fc.constantFrom('S', 'T'),
    })
    .map(({ tags, finalSale, ...sketch }) => {
      const made = aLine({ ...sketch, id })
      return { ...made, finalSale: finalSale && tags.includes('sale'), product: { ...made.product, tags } }
    })

const order: fc.Arbitrary<Order> = fc
  .record({
    lines: fc.tuple(line('line-1'), line('line-2')),
    delivered: fc.option(moment('2026-03-03T00:00:00.000Z', 5), { freq: 4 }),
    placedAt: moment('2026-02-20T00:00:00.000Z', 10),
    country: fc.constantFrom('DE', 'FR'),
  })
  .map(({ lines, delivered, placedAt, country }) => {
    const made = anOrder(lines, { placedAt, country, shipping: { ...anOrder().shipping!, country } })
    return { ...made, fulfilments: made.fulfilments.map(one => ({ ...one, deliveredAt: delivered })) }
  })

const RESOLUTIONS: readonly Resolution[] = [
  { type: 'refund', to: 'original_payment' },
  { type: 'refund', to: 'store_credit' },
  { type: 'swap' },
]

const asked: fc.Arbitrary<Asked> = fc.record({
  line: fc.constantFrom('line-1' as never, 'line-2' as never),
  quantity: fc.constantFrom(1, 1, 2, 4),
  reason: fc.record<Asked['reason']>({
    code: fc.constantFrom('too_small', 'damaged', 'changed_mind'),
    comment: fc.option(fc.constant('Because.')),
  }),
  resolution: fc.constantFrom(...RESOLUTIONS),
})

const wish = fc.uniqueArray(asked, { minLength: 1, maxLength: 2, selector: one => one.line })

const situation = fc.record({
  order,
  rules,
  items: wish,
  at: moment('2026-03-04T00:00:00.000Z', 40),
  held: fc.constantFrom(0, 0, 1, 2),
  filedBefore: fc.nat(2),
})
type Drawn = typeof situation extends fc.Arbitrary<infer T> ? T : never

/** The shop sells for any reason, so that policy alone decides which may be given. */
const SHOP = aShop({ calendar: { weekend: [6, 7], holidays: ['2026-04-06'] }, reasons: [] })

function trayOf({ order: bought, at, held, filedBefore }: Drawn, some: readonly Rule[]) {
  const tray = aTray({
    order: bought,
    shop: SHOP,
    policy: aPolicy([...some]),
    at,
    by: actor('shopper'),
    fresh: counter(),
  })
  return {
    ...tray,
    ledger: tray.ledger.map(sold => ({ ...sold, held: Math.min(held, sold.delivered) })),
    history: { returns: filedBefore, pieces: filedBefore * 2 },
  }
}

const said = (drawn: Drawn, some: readonly Rule[], more: Wish = {}) =>
  assess(drawn.order, trayOf(drawn, some), { items: drawn.items, ...more })
const allowed = (drawn: Drawn, some: readonly Rule[], more: Wish = {}) =>
  said(drawn, some, more).lines.map(answer => answer.allowed)

const at = (priority: number, then: Effect, when: Condition): Rule => ({
  id: 'added' as Rule['id'],
  name: 'The added rule',
  when,
  then: [then],
  priority,
})
const anywhere = fc.integer({ min: -3, max: 3 })

/** No line may be returned in more pieces than before. */
const neverMore = (drawn: Drawn, more: Rule) => {
  const [before, after] = [allowed(drawn, drawn.rules), allowed(drawn, [...drawn.rules, more])]
  after.forEach((now, place) => expect(now).toBeLessThanOrEqual(before[place] ?? 0))
}

describe('another no never makes a yes', () => {
  test('a block or a final sale, wherever it stands', () => {
    const deny = fc.constantFrom<Effect>({ final: true }, { block: { code: 'no', sentence: 'No.' } })
    fc.assert(
      fc.property(situation, deny, condition, anywhere, (drawn, then, when, priority) =>
        neverMore(drawn, at(priority, then, when)),
      ),
      SETTINGS,
    )
  })

  test('a narrower window above all others', () => {
    fc.assert(
      fc.property(situation, condition, fc.nat(60), (drawn, when, fewer) => {
        // Every window is cut, so that the one that decides is narrower whichever it is.
        const cutShort = drawn.rules.flatMap(one =>
          one.then.flatMap(then =>
            'window' in then
              ? [
                  {
                    ...one,
                    id: `${one.id}-cut` as never,
                    priority: one.priority + 10,
                    then: [{ window: { ...then.window, days: Math.max(0, (then.window.days ?? 60) - fewer) } }],
                  },
                ]
              : [],
          ),
        )
        const before = allowed(drawn, drawn.rules)
        allowed(drawn, [...cutShort, ...drawn.rules]).forEach((now, place) =>
          expect(now).toBeLessThanOrEqual(before[place] ?? 0),
        )
        if (!drawn.rules.some(one => one.then.some(then => 'window' in then)))
          neverMore(
            drawn,
            at(
              9,
              {
                window: {
                  from: 'order',
                  days: fewer,
                  zone: null,
                  workday: false,
                  holidays: [],
                  fallback: { from: 'order', plusDays: 0 },
                },
              },
              when,
            ),
          )
      }),
      SETTINGS,
    )
  })

  test('a cap that is stricter than those there are, or read after them', () => {
    fc.assert(
      fc.property(situation, condition, cap, (drawn, when, then) => {
        neverMore(drawn, at(-9, then, when))
        neverMore(drawn, at(9, { cap: { per: 'order', pieces: 0, days: null } }, when))
      }),
      SETTINGS,
    )
  })

  test('having to arrive first', () => {
    fc.assert(
      fc.property(situation, condition, (drawn, when) => neverMore(drawn, at(9, { after: 'delivered' }, when))),
      SETTINGS,
    )
  })
})

test('an allowance never takes anything away', () => {
  fc.assert(
    fc.property(
      situation,
      condition,
      anywhere,
      fc.constantFrom(true as const, 'everything' as const),
      (drawn, when, priority, allow) => {
        // Asked line by line: in one request a line that may take more may leave less for the next.
        for (const item of drawn.items) {
          const only = { items: [item] }
          const [before, after] = [
            allowed(drawn, drawn.rules, only),
            allowed(drawn, [...drawn.rules, at(priority, { allow }, when)], only),
          ]
          after.forEach((now, place) => expect(now).toBeGreaterThanOrEqual(before[place] ?? 0))
        }
      },
    ),
    SETTINGS,
  )
})

describe('what a shopper is told is what is accepted', () => {
  const outcomes = { accepted: 0, refused: 0, pieces: 0, resolution: 0, reason: 0, method: 0 }

  test('pieces, choices, reasons, comments and ways back, no more and no less', () => {
    fc.assert(
      fc.property(situation, fc.constantFrom(null, ...METHOD_TYPES), (drawn, method) => {
        const answer = said(drawn, drawn.rules, { method })
        const told = drawn.items.map(item => {
          const of = answer.lines.find(one => one.line === item.line)
          if (!of) throw new Error('Every line has an answer.')
          const pieces = of.refusals.length === 0 && item.quantity <= of.allowed
          const resolution = of.resolutions.includes(offerOf(item.resolution!))
          const reason =
            (of.reasons?.includes(item.reason.code) ?? true) &&
            (!of.requires.includes('comment') || Boolean(item.reason.comment))
          return { pieces, resolution, reason }
        })
        const way = method === null || answer.methods.some(offer => offer.type === method)
        const isFine = way && told.every(one => one.pieces && one.resolution && one.reason)
        const filed = submit.decide({ items: drawn.items, method }, trayOf(drawn, drawn.rules))
        expect([refused(filed), refused(filed) ? filed.code : null]).toEqual([
          !isFine,
          isFine ? null : expect.any(String),
        ])
        outcomes[isFine ? 'accepted' : 'refused']++
        if (!way) outcomes.method++
        for (const one of told)
          for (const what of ['pieces', 'resolution', 'reason'] as const) if (!one[what]) outcomes[what]++
      }),
      { ...SETTINGS, numRuns: SETTINGS.numRuns * 4 },
    )
    // A generator that never came upon one of them would prove little.
    for (const [what, times] of Object.entries(outcomes)) expect([what, times > 20]).toEqual([what, true])
  })

  test('without saying what for, nothing is promised that pieces alone could be refused for', () => {
    fc.assert(
      fc.property(situation, drawn => {
        const open = assess(drawn.order, trayOf(drawn, drawn.rules))
        for (const answer of open.lines) expect(answer.allowed).toBeLessThanOrEqual(4)
        for (const answer of open.lines) expect(answer.allowed === 0).toBe(answer.refusals.length > 0)
      }),
      SETTINGS,
    )
  })
})

test('every refusal has a code, a sentence, and tells until when wherever there is an end', () => {
  fc.assert(
    fc.property(situation, drawn => {
      for (const answer of said(drawn, drawn.rules).lines)
        for (const refusal of answer.refusals) {
          expect(refusal.code).toMatch(/^[a-z_]+$/)
          expect(refusal.sentence).toMatch(/^[A-Z].*\.$/)
          expect(refusal.until ?? null).toBe(answer.until)
        }
    }),
    SETTINGS,
  )
})

test('rules of equal priority are read as written, whatever stands between them', () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 12 }).map(named), some => {
      const read = inOrder(some)
      expect(read.toSorted((a, b) => some.indexOf(a) - some.indexOf(b))).toEqual(some)
      for (const [place, one] of read.slice(1).entries()) {
        const before = read[place] as Rule
        expect(
          before.priority > one.priority ||
            (before.priority === one.priority && some.indexOf(before) < some.indexOf(one)),
        ).toBe(true)
      }
    }),
    SETTINGS,
  )
})

test('the generator writes policies that could be made live, but for windows that hide each other', () => {
  fc.assert(
    fc.property(rules, some => {
      const faults = checkPolicy(some).filter(
        ({ path, message }) => !/two windows|already sets a window/.test(message) && !path.endsWith('fallback.from'),
      )
      expect(faults).toEqual([])
    }),
    SETTINGS,
  )
})
