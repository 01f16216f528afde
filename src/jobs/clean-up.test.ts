import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import type { FileId, OrgId } from '../core/ids.ts'
import { refused } from '../core/refusal.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { query } from '../db/pool.ts'
import { act } from '../desk/act.ts'
import { reportStray } from '../desk/strays.ts'
import { cleanUp } from './clean-up.ts'

const kit = await openKit()
const { desk, clock, org, shop } = kit
const other = await kit.stranger()

// Long after the tables were made, because files are only cleared away from then on.
const NIGHT = '2100-06-01T02:17:00.000Z' as Instant
const START = clock.now
const hoursAgo = (hours: number): Instant => instantOf(epochMs(NIGHT) - hours * 3_600_000)
const atNight = async <T>(work: () => Promise<T>): Promise<T> => {
  clock.now = NIGHT
  try {
    return await work()
  } finally {
    clock.now = START
  }
}

const rows = async (text: string, values: unknown[] = []) => (await query(desk.db, { text, values })).rows
const keysIn = async (table: string, column = 'key') =>
  (await rows(`select ${column} as name from ${table} order by 1`)).map(row => row.name as string)

/** A photo as it lies on the shelf, without its picture. */
async function photo(kept: Instant, of: OrgId = org): Promise<FileId> {
  const id = desk.fresh<FileId>()
  await desk.store.put(`org/${of}/${id}-full.jpg`, new Uint8Array([1, 2, 3]), 'image/jpeg')
  await desk.store.put(`org/${of}/${id}-small.jpg`, new Uint8Array([1]), 'image/jpeg')
  await rows(
    `insert into files (org_id, id, shop_id, kind, content_type, bytes, width, height, side, sha256, created_at) values ($1, $2, $3, 'photo', 'image/jpeg', 3, 1, 1, 'shopper', 'x', $4)`,
    [of, id, shop.id, kept],
  )
  return id
}
const lies = (id: FileId, of: OrgId = org) => desk.store.exists(`org/${of}/${id}-full.jpg`)

describe('clean-up', () => {
  test('answers to keys go after two days, in every organisation', async () => {
    for (const of of [org, other.org])
      for (const [key, hours] of [
        ['old', 48.1],
        ['young', 47.9],
      ] as const)
        await rows(`insert into idempotency (org_id, actor, key, hash, created_at) values ($1, 'a', $2, 'h', $3)`, [
          of,
          key,
          hoursAgo(hours),
        ])
    expect(await atNight(() => cleanUp(desk))).toMatchObject({ answers: 2 })
    expect(await keysIn('idempotency')).toEqual(['young', 'young'])
  })

  test('errands go ninety days after they were done; what waits or was given up stays', async () => {
    const ret = await kit.file(await kit.order(), 1)
    for (const [key, state, days] of [
      ['done-long-ago', 'done', 91],
      ['done-lately', 'done', 89],
      ['waiting', 'waiting', 91],
      ['given-up', 'given_up', 91],
    ] as const)
      await rows(
        `insert into errands (org_id, id, shop_id, return_id, kind, key, body, state, next_at, created_at) values ($1, $2, $3, $4, 'refund', $5, '{}', $6, $7, $7)`,
        [org, desk.fresh(), shop.id, ret.id, key, state, hoursAgo(days * 24)],
      )
    expect(await atNight(() => cleanUp(desk))).toMatchObject({ errands: 1 })
    expect(await keysIn('errands')).toEqual(['done-lately', 'given-up', 'waiting'])
  })

  test('deliveries go a month after they arrived, and three months after they were given up; what is on its way stays', async () => {
    const endpoint = desk.fresh()
    await rows(
      `insert into endpoints (org_id, id, format, state, version, created_at, updated_at, sealed, doc) values ($1, $2, 'native', 'on', 1, $3, $3, '', '{}')`,
      [org, endpoint, START],
    )
    for (const [type, state, days] of [
      ['arrived-long-ago', 'done', 31],
      ['arrived-lately', 'done', 29],
      ['dropped-long-ago', 'dropped', 31],
      ['dead-for-long', 'dead', 91],
      ['dead-lately', 'dead', 89],
      ['under-way', 'waiting', null],
    ] as const) {
      const id = desk.fresh()
      await rows(
        `insert into deliveries (org_id, id, endpoint_id, event_id, type, at, state, next_at, created_at, finished_at) values ($1, $2, $3, $2, $4, $5, $6, $5, $5, $7)`,
        [org, id, endpoint, type, START, state, days === null ? null : hoursAgo(days * 24)],
      )
      await rows(`insert into attempts (org_id, delivery_id, attempt, at, latency_ms) values ($1, $2, 1, $3, 5)`, [
        org,
        id,
        START,
      ])
    }
    expect(await atNight(() => cleanUp(desk))).toMatchObject({ deliveries: 2, deadDeliveries: 1 })
    expect(await keysIn('deliveries', 'type')).toEqual(['arrived-lately', 'dead-lately', 'under-way'])
    expect(await rows('select 1 from attempts')).toHaveLength(3)
  })

  test('the log of mails goes after three months, what still waits does not', async () => {
    for (const [name, state, days] of [
      ['sent-long-ago', 'sent', 91],
      ['sent-lately', 'sent', 89],
      ['given-up-long-ago', 'failed', 91],
      ['waits', 'queued', 91],
    ] as const)
      await rows(
        `insert into mails (org_id, id, shop_id, kind, to_address, language, key, state, next_try_at, made_at, doc)
          values ($1, $2, $3, 'received', 'maja@example.com', 'en', $4, $5, $6, $6, '{}')`,
        [org, desk.fresh(), shop.id, name, state, hoursAgo(days * 24)],
      )
    expect(await atNight(() => cleanUp(desk))).toMatchObject({ mails: 2 })
    expect((await keysIn('mails', 'key')).filter(key => !key.includes(':'))).toEqual(['sent-lately', 'waits'])
  })

  test('a photo nobody names goes a month after it was kept, bytes and all; one that is named stays, wherever it is', async () => {
    const [forgotten, fresh, named, found] = [
      await photo(hoursAgo(721)),
      await photo(hoursAgo(719)),
      await photo(hoursAgo(721)),
      await photo(hoursAgo(721)),
    ]
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'attach', item: ret.items[0]!.id, media: [named] }, 'shopper')
    const stray = await reportStray(desk, kit.as('warehouse'), shop.id, { text: 'A glove', media: [found] })
    expect(refused(stray)).toBe(false)
    expect(await atNight(() => cleanUp(desk))).toMatchObject({ unusedFiles: 1 })
    expect(await Promise.all([forgotten, fresh, named, found].map(id => lies(id)))).toEqual([false, true, true, true])
    expect(
      await act(desk, kit.as('shopper'), { ret: ret.id }, [
        { verb: 'attach', item: ret.items[0]!.id, media: [forgotten] },
      ]),
    ).toMatchObject({ code: 'not_found' })
  })

  test('what nobody needs to prove any more goes after a day, and a request nobody sent after a month', async () => {
    for (const [name, hours] of [
      ['old', 24.1],
      ['young', 23.9],
    ] as const) {
      await rows(`insert into tries (org_id, subject, made, since) values ($1, $2, 3, $3)`, [
        org,
        name,
        hoursAgo(hours),
      ])
      await rows(
        `insert into codes (org_id, id, shop_id, hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $5)`,
        [org, desk.fresh(), shop.id, name, hoursAgo(hours)],
      )
      await rows(
        `insert into drafts (org_id, id, shop_id, version, created_at, updated_at, doc) values ($1, $2, $3, 1, $4, $5, $6)`,
        [org, desk.fresh(), shop.id, hoursAgo(1_000), hoursAgo(hours * 30), JSON.stringify({ comment: name })],
      )
    }
    expect(await atNight(() => cleanUp(desk))).toMatchObject({ tries: 1, codes: 1, drafts: 1 })
    expect(await keysIn('tries', 'subject')).toEqual(['young'])
    expect(await keysIn('codes', 'hash')).toEqual(['young'])
    expect(await keysIn('drafts', `doc ->> 'comment'`)).toEqual(['young'])
  })

  test('photos that were there before it was written down who names them stay', async () => {
    const before = await photo(START)
    await atNight(() => cleanUp(desk))
    expect(await lies(before)).toBe(true)
  })

  test('a preview does not hold on to a photo', async () => {
    const shown = await photo(hoursAgo(721))
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'attach', item: ret.items[0]!.id, media: [shown] }, 'shopper', { preview: true })
    await atNight(() => cleanUp(desk))
    expect(await lies(shown)).toBe(false)
  })

  test('broken off it leaves the rest for the next night', async () => {
    const forgotten = await photo(hoursAgo(721))
    await atNight(() => cleanUp(desk, { signal: AbortSignal.abort() }))
    expect(await lies(forgotten)).toBe(true)
  })
})
