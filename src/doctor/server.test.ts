import { describe, expect, test } from 'vitest'
import {
  judgeCompany,
  judgeConnections,
  judgeDurability,
  judgeRoundTrip,
  judgeWritable,
  unreachable,
} from './server.ts'

test('a round trip of a few milliseconds is what requests are made for', () => {
  expect(judgeRoundTrip(0.3, 1e6)).toMatchObject({ level: 'ok' })
  expect(judgeRoundTrip(40, 1e6)).toMatchObject({ level: 'warning', what: expect.stringContaining('40 ms') })
})

test('a database that does not answer is a problem, with a look that fits its kind', () => {
  expect(unreachable('no', 'outside', '/data')).toMatchObject({
    level: 'problem',
    command: expect.stringContaining('psql'),
  })
  expect(unreachable('no', 'embedded', '/data')).toMatchObject({
    command: 'tail -n 40 /data/postgres/log/postgres.log',
  })
})

test('one that only reads is a problem', () => {
  expect(judgeWritable({ isStandby: false, isReadOnly: false })).toEqual([])
  expect(judgeWritable({ isStandby: true, isReadOnly: true })).toMatchObject([
    { level: 'problem', what: expect.stringContaining('standby') },
  ])
  expect(judgeWritable({ isStandby: false, isReadOnly: true })).toMatchObject([{ level: 'problem' }])
})

describe('durability', () => {
  const on = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', data_checksums: 'on' }
  test('all on, or a stricter word', () => {
    expect(judgeDurability(on)).toMatchObject([{ level: 'ok' }])
    expect(judgeDurability({ ...on, synchronous_commit: 'remote_apply' })).toMatchObject([{ level: 'ok' }])
  })
  test('without checksums it goes on, noted', () => {
    expect(judgeDurability({ ...on, data_checksums: 'off' })).toMatchObject([{ level: 'note' }])
  })
  test('what loses answers is a problem, and the remedy names just that', () => {
    expect(judgeDurability({ ...on, fsync: 'off', data_checksums: 'off' })).toMatchObject([
      {
        level: 'problem',
        what: 'fsync and data_checksums are off',
        command: `psql "$DATABASE_URL" -c 'alter system set fsync = on' -c 'select pg_reload_conf()'`,
      },
    ])
  })
})

describe('connections', () => {
  const crowd = { mostConnections: 100, reservedConnections: 3, connections: 12, ourConnections: 10 }
  test('there is room for so many processes', () => {
    expect(judgeConnections(crowd, { poolSize: 10 })).toMatchObject([
      { level: 'ok', what: '12 of 97 in use; room for 9 processes with 10 each' },
    ])
  })
  test('a pool larger than what is left is a problem', () => {
    expect(judgeConnections(crowd, { poolSize: 120 })).toMatchObject([
      { level: 'problem', command: expect.stringContaining('max_connections = 600') },
    ])
  })
  test('a server that is nearly full is warned about', () => {
    expect(judgeConnections({ ...crowd, connections: 90, ourConnections: 80 }, { poolSize: 10 })).toMatchObject([
      { level: 'warning', what: '90 of 97 connections are in use' },
    ])
  })
})

test('that nobody is at work is noted, for it may be on purpose', () => {
  expect([judgeCompany({ ourConnections: 0 }).level, judgeCompany({ ourConnections: 3 }).level]).toEqual(['note', 'ok'])
})
