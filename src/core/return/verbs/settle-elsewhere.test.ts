import { describe, expect, test } from 'vitest'
import { aLine, anOrder, eur } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { Command } from '../commands.ts'
import { refunded } from '../quantities.ts'
import type { Return } from '../return.ts'

const elsewhere = { verb: 'settle_elsewhere', reference: 'Transfer 4711', why: 'Paid by bank' } as const
const kept = () => approved({ items: [asked(2, { handling: 'keep' })] })
const agent = { by: 'agent' } as const
const house = { by: 'system' } as const
const declined = (ret: Return): Command[] =>
  ret.payouts
    .filter(payout => payout.state === 'planned')
    .map(({ id }) => ({ verb: 'settle', payout: id, outcome: 'declined', why: 'No funds' }))
const came = (quantity: number, key: string) => (story: Story) =>
  story.then(ret => ({ verb: 'receive', key, source: 'dock', lines: [{ item: ret.items[0]!.id, quantity }] }), {
    by: 'warehouse',
  })
const amounts = (ret: Return) => ret.payouts.map(payout => payout.amount.amountMinor)

describe('T33: settled elsewhere', () => {
  test('the merchant marks it, and only an owner lifts the mark', () => {
    openExactlyTo(['owner', 'agent'], kept(), elsewhere)
    openExactlyTo(['owner'], kept().then(elsewhere), { verb: 'lift', why: 'The transfer came back' })
    openExactlyTo([], kept(), { verb: 'lift', why: 'Nothing to lift' })
  })

  test('it is promised and told as gone, with its reference', () => {
    const story = kept().then(elsewhere)
    expect(story.log.slice(-2).map(event => event.type)).toEqual(['payout.granted', 'settlement.marked_elsewhere'])
    expect(story.ret.payouts).toMatchObject([
      {
        kind: 'elsewhere',
        gateway: 'elsewhere',
        state: 'done',
        amount: eur(10_000),
        payment: null,
        reference: 'Transfer 4711',
        transactions: [],
        why: 'Paid by bank',
      },
    ])
    expect(story.ret.grants).toMatchObject([{ replaces: [] }])
    expect(refunded(story.ret, story.ret.items[0]!.id)).toBe(2)
  })

  test('it may have gone before the goods were here', () => {
    const { ret } = approved()
      .when(elsewhere)
      .leaves({ settlement: ['elsewhere'], receiving: ['awaited'] })
    expect(ret.grants).toMatchObject([{ basis: 'asked' }])
    expect(amounts(ret)).toEqual([10_000])
  })

  test('once something is here, what came is meant and not what is still out', () => {
    expect(amounts(came(1, 'a')(approved()).then(elsewhere, agent).ret)).toEqual([5_000])
  })

  test('only what is not paid yet is marked', () => {
    const paid = came(1, 'a')(approved()).then({ verb: 'credit' }, agent)
    const more = came(1, 'b')(paid).then({ verb: 'grant' }, agent)
    const answer = more.when(elsewhere, agent).gives(['settlement.marked_elsewhere'])
    expect(answer?.ret.payouts.at(-1)).toMatchObject({ grant: more.ret.grants[1]?.id, amount: eur(5_000) })
  })

  test('every promise is marked that is not paid, and one alone when all of them come to nothing', () => {
    const items = [
      asked(1, { handling: 'keep' }),
      asked(1, { handling: 'keep', resolution: { type: 'refund', to: 'store_credit' } }),
    ]
    expect(amounts(approved({ items }).then(elsewhere).ret)).toEqual([5_000, 5_000])
    const free = approved({ items }, { order: anOrder([aLine({ paid: 0 })]) }).then(elsewhere)
    expect(free.ret.grants).toHaveLength(2)
    expect(amounts(free.ret)).toEqual([0])
  })

  test('every payout command is refused', () => {
    const marked = kept().then(elsewhere)
    const commands: Command[] = [{ verb: 'refund' }, { verb: 'credit' }, { verb: 'grant' }, elsewhere]
    for (const command of commands) marked.when(command, { by: 'owner' }).refuses('settled_elsewhere')
  })

  test('lifting makes it owed again, and payable', () => {
    const lifted = kept().then(elsewhere).then({ verb: 'lift', why: 'The transfer came back' }, { by: 'owner' })
    lifted.when({ verb: 'refund' }).leaves({ settlement: ['ordered'] })
    expect(lifted.then({ verb: 'refund' }).ret.payouts.at(-1)?.amount).toEqual(eur(10_000))
    const again = lifted.when(elsewhere).gives(['settlement.marked_elsewhere'])
    expect(new Set(again?.ret.payouts.map(payout => payout.key)).size).toBe(2)
  })

  test('each mark of a promise has a key of its own, counted apart from the payouts that failed', () => {
    const one =
      (verb: 'grant' | 'refund') =>
      (ret: Return): Command => ({
        verb,
        lines: [{ item: ret.items[0]!.id, quantity: 1 }],
      })
    const first = kept().then(one('grant')).then({ verb: 'refund' }).then(declined, house)
    const failed = first.then(one('refund')).then(declined, house)
    const twice = failed.then(elsewhere).then({ verb: 'lift', why: 'Both came back' }, { by: 'owner' }).then(elsewhere)
    const [early, late] = twice.ret.grants.map(grant => grant.id)
    expect(twice.ret.payouts.filter(payout => payout.kind === 'elsewhere').map(payout => payout.key)).toEqual([
      `${early}:elsewhere:1`,
      `${late}:elsewhere:1`,
      `${early}:elsewhere:2`,
      `${late}:elsewhere:2`,
    ])
  })

  test('a lifted mark says why it does not hold', () => {
    const lifted = kept().then(elsewhere).then({ verb: 'lift', why: 'The transfer came back' }, { by: 'owner' })
    expect(lifted.ret.payouts).toMatchObject([{ state: 'declined', why: 'The transfer came back' }])
  })

  test('lifted, it is due', () => {
    kept()
      .then(elsewhere)
      .when({ verb: 'lift', why: 'The transfer came back' }, { by: 'owner' })
      .leaves({ settlement: ['due'] })
  })

  test('reference and reasons are required', () => {
    kept()
      .when({ ...elsewhere, reference: ' ' })
      .refuses('invalid', { path: 'reference' })
    kept()
      .when({ ...elsewhere, why: ' ' })
      .refuses('reason_required', { path: 'why' })
    kept().then(elsewhere).when({ verb: 'lift', why: ' ' }, { by: 'owner' }).refuses('reason_required', { path: 'why' })
  })
})
