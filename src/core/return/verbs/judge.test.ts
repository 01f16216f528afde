import { describe, expect, test } from 'vitest'
import { aShop, eur, two } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted } from '../../../../test/kit/given.ts'
import type { Currency } from '../../money.ts'
import type { Command, Commands } from '../commands.ts'
import type { Return } from '../return.ts'

const object = { verb: 'dispute', reason: 'objection', text: '' } as const
const verdict = (of: Commands['judge']) => ({ verb: 'judge', ...of }) as const
const pays = verdict({ for: 'shopper', pays: 'now' })
const waits = verdict({ for: 'shopper', pays: 'after_goods' })
const refuses = verdict({ for: 'merchant', pays: 'nothing' })
const bench = { by: 'arbiter' } as const
const disputed = () => submitted().then(object)
const appealed = (story = submitted().then({ verb: 'reject', reason: 'Worn' })) => story.then(object, { by: 'shopper' })
const came = (story: Story) =>
  story.then(
    ret => ({ verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }),
    { by: 'warehouse' },
  )

describe('judge', () => {
  test('the bench judges what was raised or taken up, and nobody else does', () => {
    disputed()
      .when(refuses, bench)
      .leaves({ dispute: ['for_merchant'] })
    disputed()
      .then({ verb: 'examine' }, bench)
      .when(refuses, bench)
      .leaves({ dispute: ['for_merchant'] })
    for (const by of ['shopper', 'owner', 'agent', 'warehouse', 'carrier', 'system'] as const)
      disputed().when(refuses, { by }).refuses('forbidden')
    submitted().when(refuses, bench).refuses('not_open')
    disputed().then(refuses, bench).when(refuses, bench).refuses('not_open')
  })

  test('where no arbiter sits the owner judges, and no agent does', () => {
    const shop = aShop({ bench: 'owner' })
    submitted({}, { shop })
      .then(object)
      .when(refuses, { by: 'owner' })
      .leaves({ dispute: ['for_merchant'] })
    submitted({}, { shop }).then(object).when(refuses, { by: 'agent' }).refuses('forbidden')
  })

  test('for the shopper, now: the request is approved and the money promised', () => {
    const answer = disputed().when(pays, bench).gives(['dispute.judged', 'request.approved', 'payout.granted'])
    expect(answer?.ret.grants).toMatchObject([{ basis: 'verdict', figure: { total: { presentment: eur(10_000) } } }])
    expect(answer?.ret.evidence).toEqual({ state: 'not_due' })
  })

  test('a verdict is on record without a word of reasons, and its approval went against nothing', () => {
    const [judged, approval] = disputed().when(pays, bench).events()
    expect(judged).toMatchObject({ verdict: { text: '', amount: null } })
    expect(approval).toMatchObject({ override: null })
  })

  test('for the shopper, so much', () => {
    const { ret } = disputed().then(
      verdict({ for: 'shopper', pays: 'now', amount: eur(6_000), text: 'Half used' }),
      bench,
    )
    expect(ret.grants[0]?.figure.total.presentment).toEqual(eur(6_000))
    expect(ret.dispute).toMatchObject({ verdict: { text: 'Half used', amount: eur(6_000) } })
  })

  test('after the goods: approved alone, with time to send', () => {
    const answer = disputed().when(waits, bench).gives(['dispute.judged', 'request.approved'])
    expect(answer?.ret.due.ship).toBe('2026-03-12T12:00:00.000Z')
    approved().then(object).when(waits, bench).gives(['dispute.judged'])
  })

  test('after the goods: paid at once when they have come, or need not come', () => {
    came(approved()).then(object).when(waits, bench).gives(['dispute.judged', 'payout.granted'])
    submitted({ items: [asked(2, { handling: 'keep' })] })
      .then(object)
      .when(waits, bench)
      .leaves({ settlement: ['due'] })
  })

  test('after the goods without an amount: a grade that the shopper contests does not narrow it', () => {
    const worn = submitted()
      .then({ verb: 'approve' })
      .then(
        ret => ({
          verb: 'receive',
          key: 'r1',
          source: 'dock',
          lines: [{ item: ret.items[0]!.id, quantity: 2, gradings: [{ grade: 'd', quantity: 1 }] }],
        }),
        { by: 'warehouse' },
      )
    const { ret } = worn.then(object).then(waits, bench)
    expect(ret.grants).toMatchObject([{ basis: 'verdict', figure: { total: { presentment: eur(10_000) } } }])
  })

  test('for the merchant: the verdict is the reason on record, and a swap goes with the request', () => {
    const swap = (ret: Return): Command => ({
      verb: 'exchange',
      lines: [
        {
          variant: { externalId: 'v-B', sku: 'B', title: 'B', options: [] },
          title: 'B',
          product: 'product-B',
          quantity: 2,
          unit: two(7_000),
          tax: two(0),
          replaces: ret.items[0]!.id,
        },
      ],
    })
    const { ret } = submitted().then(swap).then(object).then(refuses, bench)
    expect(ret.request).toEqual({ state: 'rejected', reason: 'verdict' })
    expect(ret.exchange).toMatchObject({ state: 'cancelled', why: 'verdict' })
    expect(ret.charges).toMatchObject([{ state: 'released' }])
  })

  test('for the merchant: rejected, and the pieces are free', () => {
    disputed().when(refuses, bench).gives(['dispute.judged', 'request.rejected', 'units.freed'])
    expect(disputed().then(refuses, bench).tray.ledger[0]?.held).toBe(0)
  })

  test('an appeal that is lost changes nothing that was decided', () => {
    appealed().when(refuses, bench).gives(['dispute.judged', 'units.freed'])
    expect(appealed().then(refuses, bench).ret.request).toEqual({ state: 'rejected', reason: 'Worn' })
    appealed(approved().then({ verb: 'resolve' }))
      .when(refuses, bench)
      .gives(['dispute.judged'])
    appealed(submitted().then({ verb: 'approve', handling: 'keep' }))
      .when(refuses, bench)
      .leaves({ request: ['approved'], settlement: ['due'] })
  })

  test('an appeal that is won approves what was rejected, whose pieces are held already', () => {
    const won = appealed().then(pays, bench)
    expect(won.ret.request.state).toBe('approved')
    expect(won.ret.marks.rejected).toBeUndefined()
    expect(won.tray.ledger[0]?.held).toBe(2)
  })

  test('a closed request stays closed and is paid', () => {
    appealed(approved().then({ verb: 'resolve' }))
      .when(pays, bench)
      .leaves({ request: ['resolved'], settlement: ['due'] })
  })

  test('a promise that was too small is replaced by the verdict’s', () => {
    const half = submitted()
      .then({ verb: 'approve' })
      .then({ verb: 'grant', basis: 'asked', amount: eur(2_000) })
    const { ret } = appealed(half).then(verdict({ for: 'shopper', pays: 'now', amount: eur(8_000) }), bench)
    expect(ret.grants.map(grant => grant.figure.total.presentment.amountMinor)).toEqual([2_000, 8_000])
    expect(ret.grants[1]?.replaces).toEqual([ret.grants[0]?.id])
  })

  const paid = () =>
    submitted()
      .then({ verb: 'approve' })
      .then({ verb: 'grant', basis: 'asked', amount: eur(2_000) })
      .then({ verb: 'refund' })
      .then(ret => ({ verb: 'settle', payout: ret.payouts[0]!.id, outcome: 'done' }), { by: 'system' })
  const granted = (story: Story) => story.ret.grants.map(grant => grant.figure.total.presentment.amountMinor)

  test('its amount is for the whole return: what was paid already is not paid again', () => {
    expect(granted(appealed(paid()).then(verdict({ for: 'shopper', pays: 'now', amount: eur(8_000) }), bench))).toEqual(
      [2_000, 6_000],
    )
    expect(granted(appealed(paid()).then(verdict({ for: 'shopper', pays: 'now', amount: eur(1_000) }), bench))).toEqual(
      [2_000],
    )
    expect(granted(appealed(paid()).then(verdict({ for: 'shopper', pays: 'now', amount: eur(2_000) }), bench))).toEqual(
      [2_000],
    )
    expect(
      granted(appealed(paid()).then(verdict({ for: 'shopper', pays: 'now', amount: eur(10_000) }), bench)),
    ).toEqual([2_000, 8_000])
    appealed(paid())
      .when(verdict({ for: 'shopper', pays: 'now', amount: eur(10_001) }), bench)
      .refuses('amount_too_high', { maximum: eur(10_000) })
  })

  test('without an amount it is everything that was paid for the pieces', () => {
    expect(granted(appealed(paid()).then(pays, bench))).toEqual([2_000, 8_000])
  })

  test('a grade that the shopper contests does not narrow it', () => {
    const worn = submitted()
      .then({ verb: 'approve' })
      .then(
        ret => ({
          verb: 'receive',
          key: 'k',
          source: 'dock',
          lines: [{ item: ret.items[0]!.id, quantity: 2, gradings: [{ grade: 'd', quantity: 1 }] }],
        }),
        { by: 'warehouse' },
      )
      .then({ verb: 'refund' })
      .then(ret => ({ verb: 'settle', payout: ret.payouts[0]!.id, outcome: 'done' }), { by: 'system' })
    expect(granted(worn)).toEqual([5_000])
    expect(granted(appealed(worn).then(pays, bench))).toEqual([5_000, 5_000])
    expect(granted(appealed(worn).then(verdict({ for: 'shopper', pays: 'now', amount: eur(7_500) }), bench))).toEqual([
      5_000, 2_500,
    ])
  })

  test('a verdict does not contradict itself', () => {
    disputed()
      .when(verdict({ for: 'shopper', pays: 'nothing' }), bench)
      .refuses('invalid', { path: 'pays' })
    disputed()
      .when(verdict({ for: 'merchant', pays: 'now' }), bench)
      .refuses('invalid', { path: 'pays' })
    disputed()
      .when(verdict({ for: 'merchant', pays: 'nothing', amount: eur(1) }), bench)
      .refuses('invalid', { path: 'amount' })
  })

  test('its amount is in the order’s currency, positive, and no more than was paid', () => {
    const of = (amount: { amountMinor: number; currency: Currency }) => verdict({ for: 'shopper', pays: 'now', amount })
    disputed()
      .when(of({ amountMinor: 1_000, currency: 'GBP' as Currency }), bench)
      .refuses('currency_mismatch', { path: 'amount' })
    disputed()
      .when(of(eur(0)), bench)
      .refuses('amount_invalid', { path: 'amount' })
    disputed()
      .when(of(eur(10_001)), bench)
      .refuses('amount_too_high', { path: 'amount', maximum: eur(10_000) })
  })
})
