import { describe, expect, test } from 'vitest'
import { eur } from '../../../../test/kit/cast.ts'
import { approved, asked } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { Command } from '../commands.ts'
import { refunded } from '../quantities.ts'

const elsewhere = { verb: 'settle_elsewhere', reference: 'Transfer 4711', why: 'Paid by bank' } as const
const kept = () => approved({ items: [asked(2, { handling: 'keep' })] })

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
      { kind: 'elsewhere', state: 'done', amount: eur(10_000), reference: 'Transfer 4711', why: 'Paid by bank' },
    ])
    expect(refunded(story.ret, story.ret.items[0]!.id)).toBe(2)
  })

  test('it may have gone before the goods were here', () => {
    approved()
      .when(elsewhere)
      .leaves({ settlement: ['elsewhere'], receiving: ['awaited'] })
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
    lifted.when(elsewhere).gives(['settlement.marked_elsewhere'])
    expect(lifted.then(elsewhere).ret.payouts.map(payout => payout.key)).toHaveLength(2)
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
      .when({ ...elsewhere, why: '' })
      .refuses('reason_required', { path: 'why' })
    kept().then(elsewhere).when({ verb: 'lift', why: ' ' }, { by: 'owner' }).refuses('reason_required', { path: 'why' })
  })
})
