import { describe, expect, test } from 'vitest'
import { aShop } from '../../../../test/kit/cast.ts'
import { approved, submitted } from '../../../../test/kit/given.ts'

const withdraw = { verb: 'withdraw' } as const
const dispute = { verb: 'dispute', reason: 'objection', text: '' } as const
const later = { tray: { at: '2026-03-20T12:00:00.000Z' as never } }
const appealed = () => submitted().then({ verb: 'reject', reason: 'Worn' }).then(dispute, { by: 'shopper' })

describe('withdraw', () => {
  test('the side that raised it takes it back, before or after the arbiter took it up', () => {
    for (const by of ['owner', 'agent'] as const)
      submitted().then(dispute).when(withdraw, { by }).gives(['dispute.withdrawn'])
    submitted()
      .then(dispute)
      .then({ verb: 'examine' }, { by: 'arbiter' })
      .when(withdraw)
      .leaves({ dispute: ['withdrawn'], evidence: ['not_due'] })
    appealed()
      .when(withdraw, { by: 'shopper' })
      .leaves({ dispute: ['withdrawn'], request: ['rejected'] })
  })

  test('the other side cannot', () => {
    const judging = submitted().then(dispute).then({ verb: 'examine' }, { by: 'arbiter' })
    judging.when(withdraw, { by: 'shopper' }).refuses('forbidden', { role: 'shopper' })
    appealed().when(withdraw, { by: 'agent' }).refuses('forbidden')
    for (const by of ['warehouse', 'arbiter', 'carrier', 'system'] as const)
      judging.when(withdraw, { by }).refuses('forbidden')
  })

  test('only while it runs', () => {
    submitted().when(withdraw).refuses('not_open')
    submitted().then(dispute).then(withdraw).when(withdraw).refuses('not_open')
    submitted()
      .then(dispute)
      .then({ verb: 'judge', for: 'merchant', pays: 'nothing' }, { by: 'arbiter' })
      .when(withdraw)
      .refuses('not_open')
  })

  test('an appeal against a refusal lets its pieces go again', () => {
    expect(appealed().tray.ledger[0]?.held).toBe(2)
    expect(appealed().then(withdraw, { by: 'shopper' }).ret.dispute).toMatchObject({ state: 'withdrawn', moot: false })
    expect(appealed().then(withdraw, { by: 'shopper' }).tray.ledger[0]?.held).toBe(0)
  })

  test('whoever was awaited before has the whole time again', () => {
    expect(submitted().then(dispute).then(withdraw, later).ret.due.answer).toBe('2026-03-22T12:00:00.000Z')
    expect(approved().then(dispute).then(withdraw, later).ret.due.ship).toBe('2026-03-22T12:00:00.000Z')
  })

  test('what was proved stays on record', () => {
    const proved = submitted({}, { shop: aShop() })
      .then(dispute)
      .then({ verb: 'prove', media: [], text: 'See the photos' })
      .then(withdraw)
    expect(proved.ret.evidence).toEqual({ state: 'given' })
    expect(proved.ret.evidenceGiven).toHaveLength(1)
  })
})
