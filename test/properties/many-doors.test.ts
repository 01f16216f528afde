/** Whoever does whatever through whichever door: every language says what the return says, a no changes nothing, and the books balance. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { VerbName } from '../../src/core/return/commands.ts'
import { act } from '../../src/desk/act.ts'
import type { Seen } from '../../src/desk/look.ts'
import { runErrands } from '../../src/jobs/errands.ts'
import { simulatedCarrier } from '../../src/outside/carrier.ts'
import { simulatedGateway } from '../../src/outside/simulated-gateway.ts'
import { audit } from '../crash/books.ts'
import { openFourLanguages } from '../kit/four-languages.ts'
import { commandFor, step } from '../kit/moves.ts'
import { CHANGING, type Speaker } from '../kit/platform-calls.ts'
import { viewsDue, viewsOf } from '../kit/views.ts'

const DAYS = Number(process.env.MANY_DOORS ?? 10)
const MOVES = 24
const SEED = Number(process.env.MANY_DOORS_SEED ?? 7)

const kit = await openFourLanguages({ bench: 'arbiter', compensation: true })
const { desk, doors, clients, keys, seen } = kit
const folder = await mkdtemp(join(tmpdir(), 'backhaul-doors-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const gateway = simulatedGateway(join(folder, 'outside/payments.jsonl'))
const outside = {
  gateway: (name: string) => (name === 'simulated' ? gateway : ('by_hand' as const)),
  carrier: simulatedCarrier(),
}

const SPEAKER_NAMES = Object.keys(CHANGING)

/** Money only moves as the worker moves it; what files and stand-in ids would be needed for is left to other tests. */
const NOT_BY_HAND: readonly VerbName[] = [
  'submit',
  'settle',
  'charge',
  'authorize',
  'place',
  'match',
  'attach',
  'prove',
  'extend',
]

/** Half the moves come from platforms, a few are the worker's, the rest are anybody's at the native door. */
const move = fc.record({
  through: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...SPEAKER_NAMES) },
    { weight: 4, arbitrary: fc.constant('home') },
    { weight: 1, arbitrary: fc.constant('worker') },
  ),
  drawn: step,
})
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never

/** How often each door was open, so that a run that was only ever refused shows. */
const opened = new Map<string, number>()

async function make({ through, drawn }: Move, now: Seen): Promise<boolean> {
  if (through === 'worker') {
    while ((await runErrands(desk, outside)) > 0);
    return true
  }
  if (through === 'home') {
    if (NOT_BY_HAND.includes(drawn.verb)) return true
    const command = commandFor(drawn, now.ret, now.order)
    if (command === null) return true
    return 'ret' in (await act(desk, kit.as(drawn.role), { ret: now.ret.id }, [command]))
  }
  const { language, call } = (CHANGING[through] as Speaker)(now, drawn)
  const heard = await doors.ask(language, clients, call)
  expect(heard.status, `${through}: ${heard.text}`).toBeLessThan(500)
  expect(heard.json, `${through} answers in JSON`).not.toBeNull()
  const taken = heard.status < 400 && (heard.json.error ?? '') === ''
  if (taken) opened.set(through, (opened.get(through) ?? 0) + 1)
  return taken
}

async function files(): Promise<{ id: Seen['ret']['id'] }> {
  const bought = await kit.order({
    lines: [
      { externalId: '405', title: 'Shirt', sku: 'SHIRT-M', quantity: 3, unitPrice: { amountMinor: 3333 } },
      { externalId: '406', title: 'Mug', sku: 'MUG', quantity: 2, unitPrice: { amountMinor: 1250 } },
    ],
    fulfilments: [
      {
        externalId: '2201',
        lines: ['405', '406'].map((line, place) => ({ line, quantity: 3 - place })),
        deliveredAt: desk.now(),
      },
    ],
    payments: [{ externalId: 'card-1', kind: 'card', gateway: 'simulated', captured: { amountMinor: 12_499 } }],
  })
  return kit.file(bought, 2, {
    items: bought.lines.map(line => ({ line: line.id, quantity: 2, reason: { code: 'too_small' } })),
  })
}

describe('however a return is moved', () => {
  test('it is the same return in every language, and the books balance', async () => {
    const day = fc.asyncProperty(fc.array(move, { minLength: MOVES, maxLength: MOVES }), async moves => {
      const ret = await files()
      for (const one of moves) {
        kit.clock.forward(one.drawn.b % 5)
        const before = await seen(ret)
        const taken = await make(one, before)
        const after = await seen(ret)
        if (!taken) expect(after.ret.version, `${one.through} said no and changed something`).toBe(before.ret.version)
        expect(await viewsOf(doors, clients, keys.owner, after), one.through).toEqual(viewsDue(after))
      }
    })
    await fc.assert(day, { numRuns: DAYS, seed: SEED, endOnFailure: true })
    while ((await runErrands(desk, outside)) > 0);
    const { trouble } = await audit(desk.db, folder, { versions: new Map(), answers: new Map(), refusals: new Map() })
    expect(trouble).toEqual([])
    expect(opened.size).toBeGreaterThan(10)
  }, 300_000)
})
