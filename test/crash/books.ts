/** What must be true after any crash, read from the tables as they lie there. Every sentence names the first thing that is wrong. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Event } from '../../src/core/return/events.ts'
import { evolve } from '../../src/core/return/evolve.ts'
import type { Return } from '../../src/core/return/return.ts'
import { DbFault } from '../../src/db/fault.ts'
import type { Pool } from '../../src/db/pool.ts'
import { transaction } from '../../src/db/transaction.ts'
import type { Acknowledged } from './writers.ts'

type Row = Record<string, any>

export type Books = {
  returns: number
  /** Their ids. */
  events: string[]
  payouts: number
  openPayouts: number
  movements: number
  trouble: string[]
}

type Read = { rows: { doc: Return; version: number }[]; events: Row[]; sold: Row[]; payments: Row[] }

const LOOKS = 20

/** Everything in one snapshot, because the house goes on working meanwhile; begun anew when the database is just then restarted. */
async function read(db: Pool, look = 1): Promise<Read> {
  try {
    return await transaction(
      db,
      async tx => {
        const all = async (text: string): Promise<Row[]> => (await tx.query<Row>({ text, prepare: false })).rows
        return {
          rows: (await all('select doc, version from returns')) as Read['rows'],
          events: await all('select return_id, id, sequence, body from return_events order by return_id, sequence'),
          sold: await all('select order_id, line_id, fulfilment_id, held, delivered from sold'),
          payments: await all('select id, spoken, captured from payments'),
        }
      },
      { isolation: 'repeatable read', readOnly: true },
    )
  } catch (fault) {
    if (!(fault instanceof DbFault) || fault.kind === 'defect' || look >= LOOKS) throw fault
    await pause(500)
    return read(db, look + 1)
  }
}

export async function audit(db: Pool, folder: string, acknowledged: Acknowledged): Promise<Books> {
  const trouble: string[] = []
  const wrong = (sentence: string): void => void trouble.push(sentence)
  const movedBefore = await journal(folder)
  const { rows, events, sold, payments } = await read(db)
  const movedAfter = await journal(folder)

  const returns = new Map(rows.map(row => [row.doc.id as string, row.doc]))
  for (const [id, version] of acknowledged.versions) {
    const ret = returns.get(id)
    if (ret === undefined) wrong(`Return ${id} was acknowledged and is not there.`)
    else if (ret.version < version)
      wrong(`Return ${id} was acknowledged at version ${version} and is at ${ret.version}.`)
  }
  folds(returns, events, wrong)
  holds(sold, returns, wrong)
  money(payments, returns, wrong)
  moved(movedBefore, movedAfter, returns, wrong)
  const payouts = [...returns.values()].flatMap(ret => ret.payouts)
  return {
    returns: returns.size,
    events: events.map(event => event.id as string),
    payouts: payouts.length,
    openPayouts: payouts.filter(payout => ['planned', 'sent', 'unknown'].includes(payout.state)).length,
    movements: movedAfter.length,
    trouble,
  }
}

/** The log folds to the row, without a gap. */
function folds(returns: Map<string, Return>, events: Row[], wrong: (sentence: string) => void): void {
  const logs = Map.groupBy(events, event => event.return_id as string)
  for (const [id, ret] of returns) {
    const log = logs.get(id) ?? []
    if (log.some((event, place) => event.sequence !== place + 1)) wrong(`The log of ${id} has a gap.`)
    const folded = log.reduce<Return | null>(
      (now, { body: { sequence: _, id: __, ...event } }) => evolve(now, event as Event),
      null,
    )
    if (stable(folded) !== stable(ret)) wrong(`The log of ${id} does not fold to its row.`)
  }
}

/** Every held piece is spoken for by a return, and the other way round. */
function holds(sold: Row[], returns: Map<string, Return>, wrong: (sentence: string) => void): void {
  const spoken = new Map<string, number>()
  for (const ret of returns.values())
    for (const item of ret.items)
      for (const slice of item.slices) {
        const key = `${ret.order} ${item.line} ${slice.fulfilment}`
        spoken.set(key, (spoken.get(key) ?? 0) + slice.quantity)
      }
  for (const row of sold) {
    const key = `${row.order_id} ${row.line_id} ${row.fulfilment_id}`
    if ((spoken.get(key) ?? 0) !== row.held) wrong(`${key}: ${row.held} held, ${spoken.get(key) ?? 0} spoken for.`)
    if (row.held > row.delivered) wrong(`${key}: more held than delivered.`)
  }
}

function money(payments: Row[], returns: Map<string, Return>, wrong: (sentence: string) => void): void {
  const spoken = new Map<string, number>()
  for (const ret of returns.values())
    for (const payout of ret.payouts)
      if (payout.payment !== null && payout.state !== 'declined')
        spoken.set(payout.payment, (spoken.get(payout.payment) ?? 0) + payout.amount.amountMinor)
  for (const { id, spoken: said, captured } of payments) {
    if ((spoken.get(id) ?? 0) !== said)
      wrong(`Payment ${id}: ${said} spoken for, the payouts say ${spoken.get(id) ?? 0}.`)
    if (said > captured) wrong(`Payment ${id}: more goes back than was taken.`)
  }
}

type Movement = { key: string; amountMinor: number }

const journal = async (folder: string): Promise<Movement[]> =>
  (await readFile(join(folder, 'outside/payments.jsonl'), 'utf8').catch(() => ''))
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Movement)

/** No payout moved money twice, none moved it that no return knows, and none says it is done that moved nothing. */
function moved(
  before: Movement[],
  after: Movement[],
  returns: Map<string, Return>,
  wrong: (sentence: string) => void,
): void {
  const times = Map.groupBy(after, movement => movement.key)
  for (const [key, entries] of times)
    if (entries.length > 1) wrong(`Payout ${key} moved money ${entries.length} times.`)
  const payouts = [...returns.values()].flatMap(ret => ret.payouts)
  const known = new Map<string, (typeof payouts)[number]>(payouts.map(payout => [payout.key, payout]))
  for (const { key } of before) {
    const payout = known.get(key)
    if (payout === undefined) wrong(`Money moved for ${key}, which no return knows.`)
    else if (payout.state === 'declined') wrong(`Money moved for ${key}, which says it was declined.`)
  }
  for (const payout of payouts)
    if (payout.state === 'done' && payout.gateway === 'simulated' && !times.has(payout.key))
      wrong(`Payout ${payout.key} says it is done, and no money moved.`)
}

/** Members in order of their names, so that only what is said counts. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_name, member) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
