import { describe, expect, test } from 'vitest'
import type { Instant } from '../core/time.ts'
import { FIXES, LAST_DAYS } from './releases.ts'
import { judgeVersion, missedBy, type Server } from './server-version.ts'

const NOW = '2026-11-22T10:00:00.000Z' as Instant
const judged = (more: Partial<Server>, now = NOW) =>
  judgeVersion({ version: '18.6', kind: 'outside', isOpenToOthers: false, ...more }, now)
const levels = (...args: Parameters<typeof judged>) => judged(...args).map(({ check, level }) => `${check} ${level}`)

describe('how long a version is looked after', () => {
  test.each([
    ['18.6', NOW, 'version ok'],
    ['15.19', NOW, 'version warning'],
    ['15.19', '2027-11-12T00:00:00.000Z', 'version problem'],
    ['19.1', NOW, 'version note'],
  ] as const)('%s at %s: %s', (version, now, said) => expect(levels({ version }, now as Instant)[0]).toBe(said))
})

describe('fixes that are out', () => {
  test('the newest has them all', () => expect(levels({})).toEqual(['version ok']))

  test('one that is newer than the table is not behind', () =>
    expect(levels({ version: '18.9' })).toEqual(['version ok']))

  test('an outside server that is behind is warned about, with the holes of every release it missed', () => {
    const [, fixes] = judged({ version: '17.8' })
    expect(fixes).toMatchObject({
      level: 'warning',
      what: 'PostgreSQL 17.8 is behind 17.11 of 13 August 2026, which together with those before it closes 39 security holes',
      figures: { newest: '17.11', holes: 39 },
    })
  })

  test('the embedded one is good enough to try things out', () => {
    expect(judged({ version: '18.4', kind: 'embedded' })[1]).toMatchObject({
      level: 'note',
      what: expect.stringMatching(/18\.6 of 13 August 2026, which closes 28 security holes$/),
    })
  })

  test('on a server that others reach an outside one is the safer choice', () => {
    expect(judged({ version: '18.4', kind: 'embedded', isOpenToOthers: true })[1]).toMatchObject({
      level: 'warning',
      todo: expect.stringContaining('the safer choice'),
    })
  })
})

describe('the table', () => {
  test('every major of it has a last day, and releases go back in time', () => {
    for (const { minors } of FIXES) for (const major of Object.keys(minors)) expect(LAST_DAYS).toHaveProperty(major)
    const days = FIXES.map(({ day }) => day)
    expect(days).toEqual(days.toSorted().reverse())
  })

  test('a version has missed what came after it, and nothing else', () => {
    expect(missedBy('18.3').map(({ day }) => day)).toEqual(['2026-08-13', '2026-05-14'])
    expect(missedBy('16.15')).toEqual([])
  })
})
