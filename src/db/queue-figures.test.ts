import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/kit/database.ts'
import type { Instant } from '../core/time.ts'
import { query } from './pool.ts'
import { readQueueFigures } from './queue-figures.ts'

const NOW = '2026-03-10T12:00:00.000Z' as Instant
const EMPTY = { waiting: 0, lateSeconds: 0 }

test('an empty house waits for nothing', async () => {
  const { pool } = await freshDatabase()
  expect(await readQueueFigures(pool, NOW)).toEqual({
    outbox: EMPTY,
    overdue: EMPTY,
    errands: [],
    deliveries: [],
    jobs: [],
  })
})

test('what waits is counted over all organisations, with how long, and what was given up', async () => {
  const { pool } = await freshDatabase()
  const say = (text: string) => query(pool, { text, prepare: false })
  for (const [org, shop, order] of [
    [randomUUID(), randomUUID(), randomUUID()],
    [randomUUID(), randomUUID(), randomUUID()],
  ])
    await say(`
      insert into orgs values ('${org}', 'Linnea', '${NOW}');
      insert into shops values ('${org}', '${shop}', 1, 'Linnea', 1, '${NOW}', '${NOW}', '{}');
      insert into orders values ('${org}', '${order}', '${shop}', 'x', 'x', 'open', 1, '${NOW}', '${NOW}', '${NOW}', '', '{}');
      insert into outbox (org_id, id, shop_id, return_id, from_sequence, to_sequence, at)
        values ('${org}', '${randomUUID()}', '${shop}', '${order}', 1, 2, '2026-03-10T11:58:30Z');
      insert into endpoints (org_id, id, format, state, version, created_at, updated_at, sealed, doc)
        values ('${org}', '${shop}', 'native', 'on', 1, '${NOW}', '${NOW}', '', '{}');
      insert into errands (org_id, id, shop_id, return_id, kind, key, body, state, next_at, created_at)
        select '${org}', gen_random_uuid(), '${shop}', '${order}', kind, kind || state, '{}', state, '${NOW}', '2026-03-10T11:00:00Z'
        from (values ('refund', 'given_up'), ('refund', 'done'), ('label', 'waiting'), ('label', 'taken')) v (kind, state);
      insert into deliveries (org_id, id, endpoint_id, event_id, type, at, state, next_at, created_at)
        select '${org}', gen_random_uuid(), '${shop}', '${order}', 'x', '${NOW}', state, '2026-03-10T11:50:00Z', '${NOW}'
        from unnest(array['waiting', 'taken', 'dead', 'done']) state;
      insert into returns (org_id, id, shop_id, order_id, serial, number, version, created_at, updated_at, tuple, request, negotiation, dispute, evidence,
          compensation, transit, onward, receiving, settlement, handling, kind, inspector, lane, terms, doc, sweep_at)
        select '${org}', gen_random_uuid(), '${shop}', '${order}', n, n, 1, '${NOW}', '${NOW}', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '{}',
          timestamptz '${NOW}' + n * interval '1 hour' from unnest(array[-2, -1, 1]) n`)
  expect(await readQueueFigures(pool, NOW)).toMatchObject({
    outbox: { waiting: 2, lateSeconds: 90 },
    overdue: { waiting: 4, lateSeconds: 7200 },
    errands: [
      { kind: 'label', waiting: 4, lateSeconds: 3600, givenUp: 0 },
      { kind: 'refund', waiting: 0, lateSeconds: 0, givenUp: 2 },
    ],
    deliveries: [{ format: 'native', waiting: 4, lateSeconds: 600, dead: 2 }],
  })
})

test('the job queue is asked where there is one', async () => {
  const { pool } = await freshDatabase()
  const boss = new PgBoss({
    db: { executeSql: (text, values) => query(pool, { text, ...(values && { values }), prepare: false }) },
    supervise: false,
    schedule: false,
  })
  await boss.start()
  await boss.createQueue('clean-up')
  await boss.stop({ graceful: false })
  expect((await readQueueFigures(pool, NOW)).jobs).toContainEqual({
    queue: 'clean-up',
    waiting: 0,
    deferred: 0,
    underWay: 0,
    failed: 0,
  })
})
