/** The clock jumps by a day and by weeks, forwards and back, and a receiver is down for a day: one process with a clock that is handed in, so that nobody has to wait. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../../src/config.ts'
import type { OrderId, ReturnId } from '../../src/core/ids.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Command } from '../../src/core/return/commands.ts'
import { epochMs, instantOf } from '../../src/core/time.ts'
import { openDatabase } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Pool, query } from '../../src/db/pool.ts'
import { act } from '../../src/desk/act.ts'
import type { Desk } from '../../src/desk/desk.ts'
import { createEndpoint } from '../../src/desk/endpoints.ts'
import { callerOf, withdrawKey, writeKey } from '../../src/desk/keys.ts'
import { openDesk } from '../../src/desk/open-desk.ts'
import { openStore } from '../../src/files/store.ts'
import type { Worker } from '../../src/jobs/worker.ts'
import { startJobs } from '../../src/start-jobs.ts'
import { audit } from '../crash/books.ts'
import { leftOver, ownerOf, type Seeded, seedAt } from '../crash/ground.ts'
import { type Circumstances, type Fault, type Finding, seconds, until } from './fault.ts'
import { type Answering, openListener } from './listener.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

type Room = Seeded & {
  desk: Desk
  /** Moves the clock, backwards too. */
  jump(ms: number): void
  worker: Worker
  /** Events in the order they were accepted, with what was refused left out. */
  heard: { id: string; ret: string; sequence: number }[]
  answering: Answering
  act(target: Parameters<typeof act>[2], command: Command): Promise<ReturnId>
  /** Waits until nothing is left to be told or done. */
  quiet(limitMs?: number): Promise<number>
}

async function inRoom(folder: string, orders: number, work: (room: Room) => Promise<Finding>): Promise<Finding> {
  const database = await openDatabase({ dataDir: join(folder, 'postgres') })
  const answering: Answering = { status: () => 204 }
  const heard: Room['heard'] = []
  const listener = await openListener(answering, message => heard.push(message))
  let shiftMs = 0
  try {
    await migrate(database.pool)
    const store = await openStore({ kind: 'folder', path: join(folder, 'files') })
    const desk = await openDesk(database.pool, store, { now: () => instantOf(Date.now() + shiftMs) })
    const seeded = await seedAt(desk, orders)
    const made = await createEndpoint(desk, ownerOf(seeded.org), { name: 'Receiver', url: listener.url })
    if (refused(made)) throw new Error(JSON.stringify(made))
    const config = { ...readConfig({}), dataDir: folder, payments: 'simulated', privateAddresses: 'allow' } as const
    const worker = startJobs(desk, config)
    try {
      return await work({
        ...seeded,
        desk,
        jump: ms => void (shiftMs += ms),
        worker,
        heard,
        answering,
        async act(target, command) {
          const acted = await act(desk, ownerOf(seeded.org), target, [command])
          if (refused(acted)) throw new Error(JSON.stringify(acted))
          return acted.ret.id
        },
        quiet: (limitMs = 30_000) => until(async () => (await leftOver(desk.db)) === 0, limitMs, 'Quiet'),
      })
    } finally {
      await worker.stop()
    }
  } finally {
    await database.close()
    await listener.close()
  }
}

const file = (room: Room, place: number): Promise<ReturnId> => {
  const order = room.orders[place] as Seeded['orders'][number]
  const items = [{ line: order.line, quantity: 1, reason: { code: 'too_small' } }]
  return room.act({ order: order.id as OrderId }, { verb: 'submit', items } as unknown as Command)
}

export const clockJump: Fault = {
  name: 'clock',
  title: 'clock jump',
  run: ({ folder }: Circumstances) =>
    inRoom(folder, 40, async room => {
      const { desk, org } = room
      const wrong: string[] = []
      const must = (isSo: boolean, sentence: string) => void (isSo || wrong.push(sentence))
      const endsInHours = async (hours: number) =>
        writeKey(desk.db, desk, org, {
          name: 'Ends',
          role: 'agent',
          expiresAt: instantOf(epochMs(desk.now()) + hours * HOUR_MS),
        })
      const opens = async (secret: string) => !refused(await callerOf(desk, secret, 'api'))

      const key = await endsInHours(12)
      const withdrawn = await endsInHours(1_000)
      must(await opens(key.secret), 'A key with twelve hours to go opened nothing.')
      await withdrawKey(desk, ownerOf(org), withdrawn.key.id)
      for (let place = 0; place < 8; place++) await file(room, place)
      await room.quiet()

      room.jump(DAY_MS)
      must(!(await opens(key.secret)), 'A key opened after its end, a moment after it had opened before it.')
      // What is refused now waits for a moment that will be a day off.
      room.answering.status = () => 500
      const early = await Promise.all([8, 9, 10, 11].map(place => file(room, place)))
      for (const ret of early) await room.act({ ret }, { verb: 'approve', handling: 'keep' })
      for (const ret of early) await room.act({ ret }, { verb: 'refund' })
      await pause(2_500)
      room.answering.status = () => 204
      room.jump(-DAY_MS)
      const unstuckMs = await room.quiet()
      must(!(await opens(withdrawn.secret)), 'A key that was withdrawn opened again when the clock went back.')

      const due = await query<{ n: number }>(desk.db, {
        text: 'select count(*)::int as n from returns where sweep_at is not null',
        prepare: false,
      })
      room.jump(60 * DAY_MS)
      const firedMs = await until(async () => (await overdue(desk)) === 0, 60_000, 'Every deadline')
      await room.quiet()
      const first = await fired(desk)
      room.jump(-DAY_MS)
      await pause(1_500)
      room.jump(DAY_MS)
      await until(async () => (await overdue(desk)) === 0, 60_000, 'Every deadline')
      await room.quiet()
      const second = await fired(desk)
      must(first.size > 0, 'No deadline passed.')
      for (const [what, times] of second) must(times === 1, `${what} happened ${times} times.`)
      must(
        second.size === first.size,
        `${second.size - first.size} deadlines passed anew when the clock came by again.`,
      )

      const told = new Set(room.heard.map(({ id }) => id))
      const books = await withOne(folder, db =>
        audit(db, folder, { versions: new Map(), answers: new Map(), refusals: new Map() }),
      )
      must(
        books.events.every(id => told.has(id)),
        'An event was never told.',
      )
      return {
        sentence:
          `A day forwards, four returns paid back meanwhile and nothing heard, a day back: everything told and paid ${seconds(unstuckMs)} after the clock was right. ` +
          `Sixty days forwards: ${due.rows[0]?.n} returns waited, ${first.size} deadlines and reminders passed within ${seconds(firedMs)}, each once; a day back and forwards again: none a second time. ` +
          `A key that had ended opened nothing from that moment on, one that was withdrawn never again. ${books.events.length} events, ${books.movements} movements of money.`,
        wrong: [...wrong, ...books.trouble],
      }
    }),
}

/** Of what waits for time, how much is due. */
async function overdue(desk: Desk): Promise<number> {
  const { rows } = await query<{ n: number }>(desk.db, {
    text: 'select count(*)::int as n from returns where sweep_at <= $1',
    values: [desk.now()],
  })
  return rows[0]?.n ?? 0
}

/** How often each deadline of each return had its consequence; every event names the deadline that made it happen. */
async function fired(desk: Desk): Promise<Map<string, number>> {
  const { rows } = await query<{ what: string; times: number }>(desk.db, {
    text: `select return_id || ' ' || (body->>'type') || ' ' || (body->>'cause') as what, count(*)::int as times
      from return_events where body->>'cause' like 'due:%' group by 1`,
    prepare: false,
  })
  return new Map(rows.map(({ what, times }) => [what, times]))
}

/** The audit reads in one snapshot, on one connection of its own. */
async function withOne<T>(folder: string, work: (db: Pool) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir: join(folder, 'postgres'), poolSize: 1 })
  try {
    return await work(database.pool)
  } finally {
    await database.close()
  }
}

export const receiverDown: Fault = {
  name: 'down',
  title: 'receiver down for a day',
  run: ({ folder }: Circumstances) =>
    inRoom(folder, 12, async room => {
      const { desk } = room
      let asked = 0
      room.answering.status = () => (asked++, 500)
      const returns = await Promise.all([0, 1, 2, 3, 4, 5].map(place => file(room, place)))
      const beganAt = epochMs(desk.now())
      for (const ret of returns) await room.act({ ret }, { verb: 'approve' })
      // An hour at a time: nobody would wait longer than the pauses of the first day anyway.
      for (let hour = 0; hour < 24; hour++) {
        await settled(desk)
        room.jump(HOUR_MS)
      }
      const attempts = asked
      room.answering.status = () => 204
      const backAt = epochMs(desk.now())
      let hours = 0
      for (; hours < 30 && (await leftOver(desk.db)) > 0; hours++) {
        await settled(desk)
        room.jump(HOUR_MS)
      }
      await room.quiet()
      const { rows } = await query<{ n: number }>(desk.db, {
        text: 'select count(*)::int as n from return_events',
        prepare: false,
      })
      const told = new Set(room.heard.map(({ id }) => id))
      const order = [...Map.groupBy(room.heard, ({ ret }) => ret).values()].filter(events =>
        events.some((event, place) => place > 0 && event.sequence < (events[place - 1]?.sequence ?? 0)),
      )
      return {
        sentence:
          `Down for ${(backAt - beganAt) / HOUR_MS >= 24 ? '24' : 'less than 24'} hours: asked ${attempts} times for ${rows[0]?.n} events. ` +
          `Up again: all of them told within ${hours} hours, each return’s in order.`,
        wrong: [
          ...(told.size === rows[0]?.n ? [] : [`${told.size} of ${rows[0]?.n} events were told.`]),
          ...(order.length > 0 ? [`${order.length} returns were told out of order.`] : []),
        ],
      }
    }),
}

/** Until nothing that is due by the clock of now waits any more. */
async function settled(desk: Desk): Promise<void> {
  await until(
    async () => {
      const { rows } = await query<{ n: number }>(desk.db, {
        text: `select (select count(*) from outbox)::int + (select count(*) from deliveries where state = 'taken' or (state = 'waiting' and next_at <= $1))::int as n`,
        values: [desk.now()],
      })
      return rows[0]?.n === 0
    },
    30_000,
    'What is due',
  )
}
