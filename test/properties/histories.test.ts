/** Whatever anybody does in whatever order: no piece comes back twice, no cent is paid twice, nothing leaks and nobody waits for nothing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { as, type ReturnId, type Rma } from '../../src/core/ids.ts'
import type { Order } from '../../src/core/order/order.ts'
import { openMatters } from '../../src/core/privacy/open-matters.ts'
import { eventWithoutPerson, orderWithoutPerson, returnWithoutPerson } from '../../src/core/privacy/without-person.ts'
import { REFUSAL_CODES, type RefusalCode, refused } from '../../src/core/refusal.ts'
import type { Command, VerbName } from '../../src/core/return/commands.ts'
import { deadlines } from '../../src/core/return/deadlines.ts'
import { allowed, decideAll } from '../../src/core/return/decide.ts'
import type { Event } from '../../src/core/return/events.ts'
import { evolve } from '../../src/core/return/evolve.ts'
import { heldOf, received, returned, standing } from '../../src/core/return/quantities.ts'
import type { Return } from '../../src/core/return/return.ts'
import { strands } from '../../src/core/return/strands/strands.ts'
import type { PaymentLeft, Sold, Tray } from '../../src/core/return/tray.ts'
import { COLUMN_NAMES, COLUMNS, columnsOf, tupleOf } from '../../src/core/return/where.ts'
import { epochMs, type Instant, instantOf } from '../../src/core/time.ts'
import { inAll } from '../../src/core/worth/quote.ts'
import { actor, aShop, aTray, counter, eur, NOON } from '../kit/cast.ts'
import { CHATTER, commandFor, order, type Step, step } from '../kit/moves.ts'

/** Set by how a return is filed, which the steps do not vary, or rarer than a run is long. */
const NOT_DRAWN: string[] = []

const STEPS = 80
/** The same histories every time, so that a green suite stays green; `HISTORIES=20000 HISTORIES_SEED=7` looks further. */
const RUNS = Number(process.env.HISTORIES ?? 400)
const SEED = Number(process.env.HISTORIES_SEED ?? 4)

/** Every state the histories came through; a generator that got stuck in a corner would prove little. */
const seen = new Set<string>()

/** Words the cast and the moves use that are somebody's. */
const PERSONAL = /Maja|Lund|maja@|Linden|10115|The shopper|Not so\.|For the damage|Hello\.|Noted\.|bank-\d|Scan \d/

/** A shop's day with one order: its returns, and the ledgers the desk would keep beside them. */
class Day {
  readonly bought: Order
  readonly shop = aShop({ compensation: true })
  returns: Return[] = []
  readonly logs = new Map<string, Event[]>()
  readonly fresh = counter()
  refusals: RefusalCode[] = []
  #at: Instant = NOON
  readonly #done = new Map<VerbName, number>()

  constructor(bought: Order) {
    this.bought = bought
  }

  /** Read from the returns themselves, as the desk's rows must always equal. */
  ledger(): Sold[] {
    return this.bought.fulfilments.flatMap(fulfilment =>
      fulfilment.lines.map(({ line, quantity }) => ({
        line,
        fulfilment: fulfilment.id,
        delivered: quantity,
        held: this.returns
          .flatMap(ret => ret.items)
          .filter(item => item.line === line)
          .flatMap(item => item.slices)
          .filter(slice => slice.fulfilment === fulfilment.id)
          .reduce((all, slice) => all + slice.quantity, 0),
      })),
    )
  }

  payments(): PaymentLeft[] {
    return this.bought.payments.map(payment => ({
      id: payment.id,
      captured: payment.captured,
      spoken: eur(
        this.returns
          .flatMap(ret => ret.payouts)
          .filter(payout => payout.payment === payment.id && payout.state !== 'declined')
          .reduce((all, payout) => all + payout.amount.amountMinor, 0),
      ),
    }))
  }

  take(drawn: Step): void {
    this.#at = instantOf(epochMs(this.#at) + (drawn.b % 12) * 3_600_000)
    const ret = drawn.verb === 'submit' ? null : (this.returns[drawn.which % Math.max(1, this.returns.length)] ?? null)
    const open =
      ret === null || drawn.guided === null
        ? []
        : allowed(ret, drawn.role, this.shop.bench).filter(verb => !CHATTER.includes(verb))
    const verb = this.#pick(open, drawn.guided ?? 0) ?? drawn.verb
    const command = commandFor({ ...drawn, verb }, ret, this.bought)
    if (command === null) return
    if (ret !== null && drawn.guided !== null) this.#at = timeFor(command, ret, this.#at)
    const tray: Tray = aTray({
      at: this.#at,
      by: actor(drawn.role),
      order: this.bought,
      shop: this.shop,
      ledger: this.ledger(),
      payments: this.payments(),
      siblings: this.returns.filter(other => other !== ret),
      birth: ret
        ? null
        : {
            id: as<ReturnId>(this.fresh()),
            serial: this.returns.length + 1,
            number: as<Rma>(`RMA-${this.returns.length + 1}`),
          },
      fresh: this.fresh,
    })
    const before = JSON.stringify(ret)
    const answer = decideAll(ret, [command], tray)
    expect(JSON.stringify(ret)).toBe(before)
    if (refused(answer)) {
      this.refusals.push(answer.code)
      expect(REFUSAL_CODES).toContain(answer.code)
      expect(answer.detail.sentence, `${answer.code} of ${command.verb} says what to do`).toMatch(/\w+.*[.]$/)
      return
    }
    seen.add(tupleOf(strands(answer.ret)))
    this.returns =
      ret === null ? [...this.returns, answer.ret] : this.returns.map(other => (other === ret ? answer.ret : other))
    this.logs.set(answer.ret.id, [...(this.logs.get(answer.ret.id) ?? []), ...answer.events])
  }

  /** Half the time what was done least so far, so that a day does not spend itself on the verbs that are always open. */
  #pick(open: VerbName[], drawn: number): VerbName | undefined {
    const rare =
      drawn % 2 === 0 ? open.toSorted((a, b) => (this.#done.get(a) ?? 0) - (this.#done.get(b) ?? 0)).slice(0, 4) : open
    const verb = rare[drawn % Math.max(1, rare.length)]
    if (verb) this.#done.set(verb, (this.#done.get(verb) ?? 0) + 1)
    return verb
  }

  check(): void {
    for (const sold of this.ledger()) {
      expect(sold.held).toBeGreaterThanOrEqual(0)
      expect(sold.held, 'no piece is spoken for twice').toBeLessThanOrEqual(sold.delivered)
    }
    for (const payment of this.payments())
      expect(payment.spoken.amountMinor, 'no payment gives back more than it took').toBeLessThanOrEqual(
        payment.captured.amountMinor,
      )
    const captured = this.bought.payments.reduce((all, payment) => all + payment.captured.amountMinor, 0)
    const granted = this.returns
      .flatMap(standing)
      .reduce((all, grant) => all + grant.figure.total.presentment.amountMinor, 0)
    expect(granted, 'no more is promised than was paid').toBeLessThanOrEqual(captured)
    const gone = this.returns
      .flatMap(ret => ret.payouts)
      .filter(payout => payout.state !== 'declined')
      .reduce((all, payout) => all + payout.amount.amountMinor, 0)
    expect(gone, 'no more goes than was promised').toBeLessThanOrEqual(granted)
    for (const ret of this.returns) this.#checkOne(ret)
  }

  /** Forgets the shopper and looks whether anything but words is different. */
  forget(): void {
    const nameless = orderWithoutPerson(this.bought)
    const forgotten = this.returns.map(returnWithoutPerson)
    for (const [place, ret] of this.returns.entries()) {
      const after = forgotten[place] as Return
      const log = (this.logs.get(ret.id) ?? []).map(eventWithoutPerson)
      expect(log.reduce<Return | null>(evolve, null), 'the log without the person folds to the return without').toEqual(
        after,
      )
      expect(log.map(eventWithoutPerson), 'once is enough').toEqual(log)
      expect(strands(after)).toEqual(strands(ret))
      expect(deadlines(after)).toEqual(deadlines(ret))
      expect(openMatters(after)).toEqual(openMatters(ret))
      const others = (of: Return[]) => of.filter((_, other) => other !== place)
      const around = { shop: this.shop, policy: null }
      expect(inAll(after, { ...around, order: nameless, siblings: others(forgotten) })).toEqual(
        inAll(ret, { ...around, order: this.bought, siblings: others(this.returns) }),
      )
      expect(JSON.stringify([nameless, after, log])).not.toMatch(PERSONAL)
    }
  }

  #checkOne(ret: Return): void {
    const columns = strands(ret)
    expect(columnsOf(tupleOf(columns))).toEqual(columns)
    expect((this.logs.get(ret.id) ?? []).reduce<Return | null>(evolve, null), 'the log folds to the return').toEqual(
      ret,
    )
    expect(ret.version).toBe(this.logs.get(ret.id)?.length)
    for (const item of ret.items) {
      if (
        ['submitted', 'approved'].includes(ret.request.state) ||
        (ret.request.state === 'resolved' && !ret.marks.expired)
      ) {
        const away = ret.dispositions
          .filter(entry => entry.item === item.id && entry.to === 'back_to_shopper')
          .reduce((all, entry) => all + entry.quantity, 0)
        expect(
          heldOf(item),
          `an open return holds what it is about: ${(this.logs.get(ret.id) ?? []).map(event => event.type).join(' ')}`,
        ).toBeGreaterThanOrEqual(Math.max(0, returned(item) - away))
      }
      if (
        ['cancelled', 'rejected', 'expired'].includes(ret.request.state) &&
        ret.dispute.state !== 'judging' &&
        columns.settlement === 'none'
      ) {
        expect(
          heldOf(item),
          `a request that is over holds only what has come: ${(this.logs.get(ret.id) ?? []).map(event => event.type).join(' ')}`,
        ).toBeLessThanOrEqual(received(ret, item.id))
      }
    }
    const over =
      ['settled', 'elsewhere'].includes(columns.settlement) && ['received', 'not_needed'].includes(columns.receiving)
    if (['submitted', 'approved'].includes(columns.request) && !over)
      expect(deadlines(ret), `somebody owns ${JSON.stringify(columns)}`).not.toEqual([])
    for (const wait of deadlines(ret)) expect(wait.at, `${wait.kind} has a moment`).not.toBeNull()
  }
}

/** What only the clock does it does when the time has come. */
function timeFor(command: Command, ret: Return, at: Instant): Instant {
  const kind = command.verb === 'expire' ? 'ship' : command.verb === 'lapse' ? command.kind : null
  const until = kind === null ? undefined : ret.due[kind]
  return until !== undefined && until > at ? until : at
}

describe('random histories', () => {
  test('keep every promise of the ledger, the payments and the log', () => {
    fc.assert(
      fc.property(order, fc.array(step, { minLength: 40, maxLength: STEPS }), (bought, steps) => {
        const day = new Day(bought)
        for (const drawn of [
          { ...steps[0]!, verb: 'submit' as const, role: 'agent' as const, wrong: false },
          ...steps,
        ]) {
          day.take(drawn)
          day.check()
        }
        day.forget()
      }),
      { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: RUNS * 500 },
    )
  })

  test('come through every word of every strand but those only others can say', () => {
    const reached = COLUMN_NAMES.map(
      column =>
        [column, COLUMNS[column].filter(word => [...seen].some(tuple => columnsOf(tuple)[column] === word))] as const,
    )
    const missed = reached.flatMap(([column, words]) =>
      COLUMNS[column].filter(word => !(words as string[]).includes(word)).map(word => `${column} ${word}`),
    )
    expect(missed.filter(name => !NOT_DRAWN.includes(name))).toEqual([])
  })

  test('returning everything piece by piece in any order gives back exactly what was paid for the goods', () => {
    fc.assert(
      fc.property(order, fc.array(fc.nat(100), { minLength: 20, maxLength: 20 }), (bought, draws) => {
        const day = new Day(bought)
        const pieces = bought.lines.flatMap((line, place) => Array.from({ length: line.quantity }, () => place))
        const drawn = pieces
          .map((place, index) => ({ place, by: draws[index % draws.length] ?? 0 }))
          .toSorted((x, y) => x.by - y.by)
        for (const { place } of drawn) {
          const base = { role: 'agent', which: place, b: 1, c: true, wrong: false, guided: null } as const
          day.take({ ...base, verb: 'submit', a: 0 })
          const latest = day.returns.length - 1
          day.take({ ...base, which: latest, verb: 'approve', a: 1 })
          day.take({ ...base, which: latest, verb: 'refund', role: 'owner', a: 1 })
          day.check()
        }
        const paid = bought.lines.reduce((all, line) => all + line.paid.presentment.amountMinor, 0)
        const granted = day.returns
          .flatMap(standing)
          .reduce(
            (all, grant) =>
              all +
              grant.figure.parts
                .filter(part => !part.included && part.kind !== 'shipping')
                .reduce((sum, part) => sum + part.amount.presentment.amountMinor, 0),
            0,
          )
        expect(granted).toBe(paid)
      }),
      { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: RUNS * 500 },
    )
  })
})
