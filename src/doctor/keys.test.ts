import { expect, test } from 'vitest'
import type { Instant } from '../core/time.ts'
import { judgeKeys, judgeOwners } from './keys.ts'

const NOW = '2026-03-10T12:00:00.000Z' as Instant
const key = (expiresAt: string) => ({
  org: "Maja's",
  id: 'k1',
  name: 'ERP',
  role: 'owner',
  expiresAt: expiresAt as Instant,
})

test('where none ends there is one good line', () => expect(judgeKeys([], NOW)).toMatchObject([{ level: 'ok' }]))

test('one that ends soon is a warning with the command for its successor', () => {
  expect(judgeKeys([key('2026-03-13T12:00:00.000Z')], NOW)).toMatchObject([
    {
      level: 'warning',
      what: "The key “ERP” of Maja's expires on 13 March 2026, in 3 days",
      command: `backhaul keys create --org 'Maja'\\''s' --name ERP --role owner`,
    },
  ])
})

test('one that has just ended is noted: somebody may be turned away', () => {
  expect(judgeKeys([key('2026-03-09T12:00:00.000Z')], NOW)).toMatchObject([
    { level: 'note', what: expect.stringContaining('expired 24 hours ago') },
  ])
})

test('an organisation nobody can manage is a warning', () => {
  expect(judgeOwners([])).toEqual([])
  expect(judgeOwners(['Linnea'])).toMatchObject([
    { level: 'warning', command: expect.stringContaining('--role owner --org Linnea') },
  ])
})
