/** Whatever happens to returns: platforms that are told of whole acts hear of every act that changed what they look at, in order, and of no other; again in a replay. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Order } from '../../src/core/order/order.ts'
import { refused } from '../../src/core/refusal.ts'
import type { VerbName } from '../../src/core/return/commands.ts'
import { allowed } from '../../src/core/return/decide.ts'
import type { Recorded } from '../../src/core/return/events.ts'
import { evolve } from '../../src/core/return/evolve.ts'
import type { Return } from '../../src/core/return/return.ts'
import { query } from '../../src/db/pool.ts'
import { act } from '../../src/desk/act.ts'
import { replay } from '../../src/desk/deliveries.ts'
import { forgetEndpoint } from '../../src/desk/endpoints.ts'
import { sayOlderReturn } from '../../src/dialects/aftership/older/say.ts'
import { snOf } from '../../src/dialects/shopee/ids.ts'
import { updatesIn } from '../../src/dialects/shopee/push-readings.ts'
import { commandFor, type Step, step } from '../kit/moves.ts'
import { openReceiver } from '../kit/receiver.ts'
import { openToldKit } from '../kit/told.ts'

const RUNS = Number(process.env.TOLD_ACTS ?? 10)
const SEED = Number(process.env.TOLD_ACTS_SEED ?? 5)

const kit = await openToldKit({ compensation: true })
const { desk, org, shop, clock } = kit

/** They name photos, stray goods or files that are not there. */
const NEEDS_MORE: readonly VerbName[] = ['attach', 'prove', 'match']

async function take(drawn: Step, rets: Return[], order: Order): Promise<void> {
  const ret = drawn.verb === 'submit' || rets.length === 0 ? null : (rets[drawn.which % rets.length] ?? null)
  const open = ret === null ? [] : allowed(ret, drawn.role, shop.bench)
  const verb = ret === null ? 'submit' : (open[(drawn.guided ?? 0) % Math.max(1, open.length)] ?? drawn.verb)
  const command = NEEDS_MORE.includes(verb) ? null : commandFor({ ...drawn, verb, wrong: false }, ret, order)
  if (command === null) return
  const role = ret === null ? 'agent' : drawn.role
  const acted = await act(desk, kit.as(role), ret === null ? { order: order.id } : { ret: ret.id }, [command])
  if (refused(acted)) return
  const place = rets.findIndex(known => known.id === acted.ret.id)
  if (place < 0) rets.push(acted.ret)
  else rets[place] = acted.ret
}

type Act = { before: Return | null; ret: Return; event: Recorded }

/** The acts of a return, from its log. */
async function actsOf(id: string): Promise<Act[]> {
  const { rows } = await query<{ sequence: number; from_sequence: number; id: string; body: Recorded }>(desk.db, {
    text: 'select sequence, from_sequence, id, body from return_events where org_id = $1 and return_id = $2 order by sequence',
    values: [org, id],
  })
  const acts: Act[] = []
  let ret: Return | null = null
  for (const [, events] of Map.groupBy(rows, row => row.from_sequence)) {
    const before: Return | null = ret
    for (const { body, ...row } of events) ret = evolve(ret, { ...body, ...row })
    const [first] = events
    if (first && ret) acts.push({ before, ret, event: { ...first.body, id: first.id, sequence: first.sequence } })
  }
  return acts
}

const LINKS = Object.assign((file: string) => ({ url: file, thumbnail_url: file }), { until: '' })

/** Looked at alone, without policy and the order's other returns, on which sums depend as well; so more may be told than is seen here, never less. */
function shownBefore({ before, ret }: Act, order: Order): boolean {
  const said = (seen: Return) => {
    const { updated_at: _, ...rest } = sayOlderReturn(
      { ret: seen, order, shop, policy: null, siblings: [] },
      { links: LINKS },
    )
    return JSON.stringify(rest)
  }
  return before !== null && said(before) !== said(ret)
}

test('every act that changes a reading is pushed once, and every change of the older return is told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async steps => {
      const since = clock.now
      const [apps, older] = [await openReceiver(), await openReceiver()]
      const { endpoint } = await kit.endpoint({ format: 'shopee', url: apps.url })
      const { endpoint: other } = await kit.endpoint({ format: 'aftership_legacy', url: older.url })
      const order = await kit.order()
      const rets: Return[] = []
      for (const drawn of steps) {
        await take(drawn, rets, order)
        clock.forward(0.1)
      }
      await kit.rounds()

      const pushed = apps.heard.splice(0).map(({ body }) => JSON.parse(body).data)
      const told = older.heard.map(({ body }) => JSON.parse(body))
      for (const ret of rets) {
        const acts = await actsOf(ret.id)
        const changes = acts.map(one => updatesIn({ ...one, shop })).filter(updates => updates.length > 0)
        const heard = pushed.filter(one => one.return_sn === snOf(ret)).map(one => one.updated_values)
        expect(heard).toEqual(changes)
        const updated = told.filter(one => one.event === 'return.updated' && one.data.rma_number === ret.number)
        const changed = acts.filter(one => shownBefore(one, order)).map(one => one.event.at)
        expect(updated.map(one => one.created_at)).toEqual(expect.arrayContaining(changed))
      }

      const again = await replay(desk, kit.as('owner'), endpoint.id, { since })
      expect(refused(again)).toBe(false)
      await kit.rounds()
      const twice = apps.heard.map(({ body }) => JSON.parse(body).data)
      const bySn = (all: typeof pushed) => Map.groupBy(all, one => one.return_sn)
      expect(bySn(twice)).toEqual(bySn(pushed))
      for (const { id } of [endpoint, other])
        expect(refused(await forgetEndpoint(desk, kit.as('owner'), id))).toBe(false)
      for (const receiver of [apps, older]) await receiver.close()
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  )
})
