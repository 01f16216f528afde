import { expect, test } from 'vitest'
import { judgeMigrations, judgeMisfit } from './migrations.ts'

test('nothing missing is fine, something is a problem with the command that mends it', () => {
  expect(judgeMigrations([])).toMatchObject({ level: 'ok' })
  expect(judgeMigrations(['0002-x', '0003-y'])).toMatchObject({
    level: 'problem',
    what: '2 migrations not applied: 0002-x, 0003-y',
    command: 'backhaul migrate',
  })
})

test('what a newer version has gone ahead with is noted, for an upgrade is under way', () => {
  expect(judgeMigrations([], ['0009-z'])).toMatchObject({ level: 'note', figures: { ahead: ['0009-z'] } })
})

test('what does not fit together says its own remedy', () => {
  expect(judgeMisfit({ code: 'newer', message: 'It has 0009-z. Start the newer version.' })).toMatchObject({
    level: 'problem',
    what: 'It has 0009-z',
    todo: 'Start the newer version.',
  })
})
