/** A return with rules of automation around it, all in memory: acts set rules off, and whoever works here carries them out in any order. */
import type { AutomationRule, Deed, Trigger } from '../../src/core/automation/automation.ts'
import { ALWAYS } from '../../src/core/automation/automation.ts'
import { causeOf, type Firing, firings } from '../../src/core/automation/firing.ts'
import { type Judgement, judge } from '../../src/core/automation/judge.ts'
import { nameOn, ruleNamed } from '../../src/core/automation/rules.ts'
import { as } from '../../src/core/ids.ts'
import type { Actor, Role } from '../../src/core/party.ts'
import { type Refusal, refused } from '../../src/core/refusal.ts'
import type { Command } from '../../src/core/return/commands.ts'
import { type Decision, decideAll } from '../../src/core/return/decide.ts'
import type { EventType, Recorded } from '../../src/core/return/events.ts'
import { laidAgain } from '../../src/core/return/laid-again.ts'
import type { Return } from '../../src/core/return/return.ts'
import type { Tray } from '../../src/core/return/tray.ts'
import type { Shop } from '../../src/core/shop.ts'
import { type Instant, plus } from '../../src/core/time.ts'
import { actor, aShop, aTray, counter } from './cast.ts'
import { asked } from './given.ts'

export const aRule = (id: string, when: Trigger, then: Deed, more: Partial<AutomationRule> = {}): AutomationRule => ({
  id: as(id),
  name: `Rule ${id}`,
  when,
  if: ALWAYS,
  after: null,
  then,
  priority: 0,
  state: 'on',
  once: 'per_event',
  ...more,
})

type Done = { firing: Firing; judgement: Judgement; answer: Decision | Refusal | null }

export class Automated {
  ret: Return
  readonly log: Recorded[] = []
  readonly waiting: Firing[] = []
  readonly done: Done[] = []
  readonly #seen = new Set<string>()
  #tray: Tray

  constructor(automations: AutomationRule[], shop: Partial<Shop> = {}, tray: Partial<Tray> = {}) {
    this.#tray = aTray({ fresh: counter(), shop: aShop({ automations, ...shop }), ...tray })
    this.ret = null as never
    this.#keep(null, this.#decided(null, [{ verb: 'submit', items: [asked(2)] }], actor('shopper')))
  }

  get around() {
    return { order: this.#tray.order, shop: this.#tray.shop, siblings: [] }
  }

  get now(): Instant {
    return this.#tray.at
  }

  forward(hours: number): void {
    this.#tray = { ...this.#tray, at: plus(this.#tray.at, { hours }) }
  }

  /** A person does something; refused when it is not open. */
  act(commands: Command | Command[], by: Role = 'agent'): Decision | Refusal {
    const answer = this.ask([commands].flat(), actor(by))
    if (!refused(answer)) this.#keep(this.ret, answer)
    return answer
  }

  ask(commands: Command[], by: Actor, more: Partial<Tray> = {}): Decision | Refusal {
    return decideAll(this.ret, commands, { ...this.#tray, by, ...more })
  }

  due(): Firing[] {
    return this.waiting.filter(firing => firing.until <= this.now)
  }

  judgementOf(firing: Firing): Judgement {
    const times = this.done.filter(one => one.firing.rule === firing.rule && one.answer && !refused(one.answer)).length
    return judge(ruleNamed(firing.rule, this.ret, this.around.shop), firing, this.ret, this.around, times)
  }

  /** Carries one out, as the worker does. */
  carryOut(firing: Firing): Done {
    this.waiting.splice(this.waiting.indexOf(firing), 1)
    const judgement = this.judgementOf(firing)
    const answer = judgement.then === 'pass' ? null : this.#carriedOut(firing, judgement)
    const done = { firing, judgement, answer }
    this.done.push(done)
    return done
  }

  /** Until nothing is due, by priority; gives how many there were. */
  work(most = 10_000): number {
    for (let count = 0; count < most; count++) {
      const [next] = this.due().toSorted((a, b) => a.event.sequence - b.event.sequence || b.priority - a.priority)
      if (!next) return count
      this.carryOut(next)
    }
    throw new Error('The rules go round and round.')
  }

  types(after = 0): EventType[] {
    return this.log.slice(after).map(event => event.type)
  }

  #carriedOut(firing: Firing, { commands, by }: { commands: Command[]; by: Actor }): Decision | Refusal {
    const answer = this.ask(commands, by, { rule: nameOn({ id: firing.rule }, this.ret), cause: causeOf(firing) })
    if (!refused(answer)) this.#keep(this.ret, answer)
    return answer
  }

  #decided(ret: Return | null, commands: Command[], by: Actor): Decision {
    const answer = decideAll(ret, commands, { ...this.#tray, by })
    if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
    return answer
  }

  #keep(before: Return | null, { ret, events }: Decision): void {
    const recorded = events.map((event, place) => ({
      ...event,
      id: `event-${this.log.length + place + 1}`,
      sequence: this.log.length + place + 1,
    }))
    this.#tray = { ...this.#tray, ...pick(laidAgain(this.#tray, before, ret, events)), birth: null }
    this.ret = ret
    this.log.push(...recorded)
    for (const firing of firings(ret, recorded, this.around)) {
      const name = `${firing.rule} ${firing.key}`
      if (this.#seen.has(name)) continue
      this.#seen.add(name)
      this.waiting.push(firing)
    }
  }
}

const pick = ({ ledger, payments }: Tray): Pick<Tray, 'ledger' | 'payments'> => ({ ledger, payments })
