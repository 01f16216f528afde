/** Given what happened, when this is asked, then that follows: the way verbs are tested. */
import { expect } from 'vitest'
import type { LineId } from '../../src/core/ids.ts'
import type { Role } from '../../src/core/party.ts'
import { type RefusalCode, refused } from '../../src/core/refusal.ts'
import type { Asked, Command } from '../../src/core/return/commands.ts'
import { type Decision, decideAll } from '../../src/core/return/decide.ts'
import type { Event, EventType } from '../../src/core/return/events.ts'
import { laidAgain } from '../../src/core/return/laid-again.ts'
import type { Return } from '../../src/core/return/return.ts'
import { strands } from '../../src/core/return/strands/strands.ts'
import type { Tray } from '../../src/core/return/tray.ts'
import type { Row } from '../../src/core/return/where.ts'
import type { Instant } from '../../src/core/time.ts'
import { actor, aTray, counter } from './cast.ts'

/** A wish for pieces of the first line. */
export const asked = (quantity = 1, more: Partial<Asked> = {}): Asked => ({
  line: 'line-1' as LineId,
  quantity,
  reason: { code: 'too_small' },
  handling: 'send_back',
  resolution: { type: 'refund', to: 'original_payment' },
  ...more,
})

type Who = { by?: Role; tray?: Partial<Tray> }

/** The clock, at the moment when every wait that began at noon on 10 March is over. */
export const TIME_IS_UP: Who = { by: 'system', tray: { at: '2026-03-12T12:00:00.000Z' as Instant } }

/** A story told so far: the return as it stands, the log, and the tray with its ledger and payments kept in step, as the desk would. */
export class Story {
  readonly ret: Return
  readonly log: Event[]
  readonly tray: Tray

  constructor(ret: Return, log: Event[], tray: Tray) {
    this.ret = ret
    this.log = log
    this.tray = tray
  }

  /** Goes on with a command that must succeed. */
  then(command: Command | Command[] | ((ret: Return) => Command | Command[]), who: Who = {}): Story {
    const answer = this.ask(command, who)
    if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
    return new Story(answer.ret, [...this.log, ...answer.events], {
      ...this.tray,
      ...who.tray,
      ...spoken(this.tray, this.ret, answer),
    })
  }

  /** Asks, and hands back the answer for checking. */
  when(command: Command | Command[] | ((ret: Return) => Command | Command[]), who: Who = {}) {
    const answer = this.ask(command, who)
    return {
      answer,
      refuses(code: RefusalCode, detail: Record<string, unknown> = {}) {
        expect(refused(answer) ? answer.code : answer.events.map(event => event.type)).toEqual(code)
        if (refused(answer)) expect(answer.detail).toMatchObject(detail)
      },
      gives(types: EventType[]) {
        expect(
          refused(answer) ? `${answer.code}: ${answer.detail.sentence}` : answer.events.map(event => event.type),
        ).toEqual(types)
        return refused(answer) ? undefined : answer
      },
      /** The events, for looking into. Fails when refused. */
      events(): Event[] {
        if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
        return answer.events
      },
      /** The columns afterwards hold these words. */
      leaves(row: Row) {
        if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
        const columns = strands(answer.ret)
        for (const [column, words] of Object.entries(row))
          expect(words, column).toContain(columns[column as keyof typeof columns])
        return answer
      },
    }
  }

  private ask(command: Command | Command[] | ((ret: Return) => Command | Command[]), { by, tray }: Who) {
    const wanted = typeof command === 'function' ? command(this.ret) : command
    return decideAll(this.ret, Array.isArray(wanted) ? wanted : [wanted], {
      ...this.tray,
      ...tray,
      ...(by && { by: actor(by) }),
    })
  }
}

/** A return as just filed by the shopper: two pieces of the first line unless said otherwise. */
export function submitted(
  more: Partial<Extract<Command, { verb: 'submit' }>> = {},
  tray: Partial<Tray> = {},
  by: Role = 'shopper',
): Story {
  const laid = aTray({ fresh: counter(), ...tray })
  const answer = decideAll(null, [{ verb: 'submit', items: [asked(2)], ...more }], { ...laid, by: actor(by) })
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return new Story(answer.ret, answer.events, { ...laid, birth: null, ...spoken(laid, null, answer) })
}

/** What lies before the next act: ledger and payments in step with what was decided, as the desk keeps them in its transaction. */
function spoken(tray: Tray, before: Return | null, { ret, events }: Decision): Pick<Tray, 'ledger' | 'payments'> {
  const { ledger, payments } = laidAgain(tray, before, ret, events)
  return { ledger, payments }
}

export const approved = (more: Parameters<typeof submitted>[0] = {}, tray: Partial<Tray> = {}): Story =>
  submitted(more, tray).then({ verb: 'approve' }, { by: 'agent' })
