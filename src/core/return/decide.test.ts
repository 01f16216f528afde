import { describe, expect, test } from 'vitest'
import { actor, aShop, aTray } from '../../../test/kit/cast.ts'
import { approved, asked, submitted } from '../../../test/kit/given.ts'
import { ROLES } from '../party.ts'
import { type Refusal, refused } from '../refusal.ts'
import type { Command } from './commands.ts'
import { allowed, decide, decideAll, locksOf } from './decide.ts'
import { strands } from './strands/strands.ts'
import { whereFor } from './verb.ts'
import { VERBS } from './verbs/verbs.ts'
import { holds } from './where.ts'

const kept = () => approved({ items: [asked(2, { handling: 'keep' })] })
const offered = (by: 'agent' | 'shopper') =>
  submitted().then(
    { verb: 'offer', terms: { handling: 'keep', amount: { amountMinor: 4_000, currency: 'EUR' as never } } },
    { by },
  )

describe('decide', () => {
  test('nothing is changed by asking', () => {
    const story = approved()
    const before = structuredClone(story.ret)
    story.when({ verb: 'resolve' }).gives(['request.resolved'])
    expect(story.ret).toEqual(before)
  })

  test('there is no return to act on, and none is filed twice', () => {
    expect(decide(null, { verb: 'resolve' }, aTray())).toMatchObject({ code: 'not_found' })
    submitted()
      .when({ verb: 'submit', items: [asked(1)] })
      .refuses('not_open')
    expect(decide(null, { verb: 'submit', items: [asked(1)] }, aTray({ by: actor('warehouse') }))).toMatchObject({
      code: 'forbidden',
      detail: { role: 'warehouse' },
    })
  })

  test('a role that never may is told so, whatever the state', () => {
    approved().when({ verb: 'resolve' }, { by: 'carrier' }).refuses('forbidden', { role: 'carrier' })
  })

  test('a no says what stands in the way, in one code', () => {
    const cases: [Refusal['code'], unknown][] = [
      [
        'disputed',
        approved().then({ verb: 'dispute', reason: 'objection', text: 'Worn' }).when({ verb: 'resolve' }).answer,
      ],
      ['payout_in_flight', kept().then({ verb: 'refund' }).when({ verb: 'grant' }).answer],
      ['already_granted', kept().then({ verb: 'grant' }).when({ verb: 'reject', reason: 'No' }).answer],
      [
        'settled_elsewhere',
        kept().then({ verb: 'settle_elsewhere', reference: 'T', why: 'Bank' }).when({ verb: 'refund' }).answer,
      ],
      [
        'own_offer',
        offered('agent').when(ret => ({ verb: 'accept', offer: ret.offers[0]!.id }), { by: 'agent' }).answer,
      ],
      ['no_offer', submitted().when({ verb: 'accept', offer: 'any' as never }, { by: 'agent' }).answer],
      [
        'goods_received',
        approved()
          .then(ret => ({
            verb: 'receive',
            key: 'k',
            source: 'dock',
            lines: [{ item: ret.items[0]!.id, quantity: 1 }],
          }))
          .when({ verb: 'cancel' }, { by: 'shopper' }).answer,
      ],
      ['not_open', approved().then({ verb: 'resolve' }).when({ verb: 'approve' }).answer],
    ]
    expect(cases.map(([, answer]) => (refused(answer) ? answer.code : answer))).toEqual(cases.map(([code]) => code))
  })

  test('a no says what is open instead, for whom, and until when', () => {
    const answer = approved().when({ verb: 'approve' }, { by: 'agent' }).answer as Refusal
    expect(answer.detail).toMatchObject({
      verb: 'approve',
      role: 'agent',
      state: { request: 'approved', settlement: 'none' },
      waits: [{ kind: 'ship', owner: 'shopper', until: '2026-03-12T12:00:00.000Z' }],
    })
    expect(Object.keys(answer.detail.state as object)).toHaveLength(9)
    expect(answer.detail.allowed).toContain('resolve')
    expect(answer.detail.allowed).not.toContain('approve')
    expect(answer.detail.sentence).toMatch(/request is approved.*Open now: .*resolve/)
  })

  test('when several facts stand in the way, the request is named', () => {
    const answer = submitted().then({ verb: 'cancel' }, { by: 'shopper' }).when({ verb: 'refund' }, { by: 'agent' })
      .answer as Refusal
    expect(answer).toMatchObject({
      code: 'not_open',
      detail: { sentence: expect.stringContaining('request is cancelled') },
    })
  })
})

describe('several commands', () => {
  test('each sees the return as the ones before left it', () => {
    submitted({ items: [asked(2, { handling: 'keep' })] })
      .when([{ verb: 'approve' }, { verb: 'grant' }, { verb: 'resolve' }])
      .gives(['request.approved', 'payout.granted', 'request.resolved'])
  })

  test('all or none: the first no ends it and says which command it was', () => {
    submitted()
      .when([{ verb: 'approve' }, { verb: 'approve' }])
      .refuses('not_open', { command: 1, verb: 'approve' })
    const alone = submitted().when({ verb: 'resolve' }).answer as Refusal
    expect(alone.detail).not.toHaveProperty('command')
  })

  test('no command is no question', () => {
    expect(decideAll(null, [], aTray())).toMatchObject({ code: 'invalid', detail: { path: 'commands' } })
    submitted().when([]).gives([])
  })

  test('what must be locked is what its verbs name', () => {
    const commands: Command[] = [{ verb: 'refund' }, { verb: 'note', note: null }]
    expect([...locksOf(commands)].toSorted()).toEqual(['goods', 'money'])
    expect([...locksOf([{ verb: 'note', note: null }])]).toEqual([])
  })
})

describe('allowed', () => {
  test('is the same data that refuses', () => {
    for (const story of [
      submitted(),
      approved(),
      kept().then({ verb: 'refund' }),
      submitted().then({ verb: 'cancel' }),
    ]) {
      for (const role of ROLES) {
        const open = Object.keys(VERBS).filter(name => {
          const where = whereFor(VERBS[name as 'cancel'], role, 'arbiter')
          return name !== 'submit' && where !== null && holds(where, strands(story.ret))
        })
        expect(allowed(story.ret, role, 'arbiter')).toEqual(open)
      }
    }
  })

  test('a shopper may do little to what ended, and staff may still write facts down', () => {
    const gone = submitted().then({ verb: 'cancel' }, { by: 'shopper' })
    expect(allowed(gone.ret, 'shopper', 'arbiter')).not.toContain('ship')
    expect(allowed(gone.ret, 'warehouse', 'arbiter')).toEqual(
      expect.arrayContaining(['receive', 'dispose', 'match', 'drop']),
    )
  })

  test('where no arbiter sits the owner has the bench, an agent has not', () => {
    const disputed = approved({}, { shop: aShop({ bench: 'owner' }) }).then({
      verb: 'dispute',
      reason: 'objection',
      text: 'Worn',
    })
    expect(allowed(disputed.ret, 'owner', 'owner')).toContain('judge')
    expect(allowed(disputed.ret, 'agent', 'owner')).not.toContain('judge')
    expect(allowed(disputed.ret, 'owner', 'arbiter')).not.toContain('judge')
  })
})
