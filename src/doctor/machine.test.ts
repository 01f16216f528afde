import { describe, expect, test } from 'vitest'
import type { Instant } from '../core/time.ts'
import { judgeClock, judgeMemory, judgeNode, judgeRoom } from './machine.ts'

const NOW = '2026-11-22T10:00:00.000Z' as Instant
const GB = 1024 ** 3

describe('Node', () => {
  test.each([
    ['24.21.0', NOW, 'ok'],
    ['25.1.0', NOW, 'warning'],
    ['24.21.0', '2028-02-01T00:00:00.000Z', 'warning'],
    ['24.21.0', '2028-06-01T00:00:00.000Z', 'problem'],
  ] as const)('%s at %s: %s', (version, now, level) => {
    expect(judgeNode(version, now as Instant)).toMatchObject({ check: 'node', level })
  })
})

describe('memory', () => {
  test('half a gigabyte will do', () => expect(judgeMemory(GB / 2)).toMatchObject({ level: 'ok' }))
  test('less is pointed out', () =>
    expect(judgeMemory(GB / 4)).toMatchObject({ level: 'warning', what: 'Only 256 MB of memory' }))
})

describe('the disk', () => {
  const room = (free: number, all: number) => judgeRoom({ folder: '/data', freeBytes: free * GB, allBytes: all * GB })
  test.each([
    [50, 100, 'ok'],
    [9, 100, 'ok'],
    [4, 100, 'warning'],
    [4, 8, 'ok'],
    [0.3, 2, 'problem'],
  ] as const)('%d of %d GB free: %s', (free, all, level) => expect(room(free, all)).toMatchObject({ level }))
  test('what is full is said with a command that finds what fills it', () => {
    expect(room(0.1, 100)).toMatchObject({
      what: 'Only 102 MB of 100 GB free in /data',
      command: 'du -h --max-depth=2 /data | sort -h | tail',
    })
  })
})

describe('the clock', () => {
  test.each([
    [300, 1, 'ok'],
    [-1_900, 1, 'ok'],
    [3_000, 1, 'warning'],
    [-90_000, 1, 'problem'],
    // As far apart as the answer was on its way: nobody can tell.
    [4_000, 8_000, 'ok'],
  ] as const)('%d ms ahead over a round trip of %d ms: %s', (ahead, roundTrip, level) => {
    expect(judgeClock(ahead, roundTrip)).toMatchObject({ level })
  })
  test('it is said which of the two is early', () => {
    expect(judgeClock(5_000, 0).what).toContain('5.0 seconds ahead of the database’s')
    expect(judgeClock(-5_000, 0).what).toContain('5.0 seconds behind the database’s')
  })
})
