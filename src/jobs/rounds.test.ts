import { expect, test, vi } from 'vitest'
import type { Log } from './log.ts'
import { startRounds } from './rounds.ts'

function diary(): { log: Log; said: string[] } {
  const said: string[] = []
  const say = (_facts: object, sentence: string) => said.push(sentence)
  return { said, log: { info: say, warn: say, error: say } }
}

/** Longer than any test waits. */
const FOR_EVER_MS = 1_000_000

test('while there is work the rounds follow each other without a pause', async () => {
  let left = 5
  const rounds = startRounds('work', async () => left-- > 0, FOR_EVER_MS, diary().log)
  await vi.waitUntil(() => left === -1)
  await rounds.stop()
  expect(left).toBe(-1)
})

test('a nudge ends the pause', async () => {
  let done = 0
  const rounds = startRounds('work', async () => void done++, FOR_EVER_MS, diary().log)
  await vi.waitUntil(() => done === 1)
  rounds.nudge()
  await vi.waitUntil(() => done === 2)
  await rounds.stop()
})

test('that it stands still is said once, and that it goes on once', async () => {
  const { log, said } = diary()
  let round = 0
  const rounds = startRounds(
    'work',
    async () => {
      if (++round <= 3) throw new Error('Gone.')
      return round < 6
    },
    1,
    log,
  )
  await vi.waitUntil(() => round >= 6)
  await rounds.stop()
  expect(said).toEqual(['A job stands still and is tried again', 'A job goes on'])
})

test('asked to stop, the round at hand is finished and no other begun', async () => {
  const begun = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  let ended = 0
  const rounds = startRounds(
    'work',
    async () => {
      begun.resolve()
      await release.promise
      ended++
      return true
    },
    1,
    diary().log,
  )
  await begun.promise
  const stopped = rounds.stop()
  release.resolve()
  await stopped
  expect(ended).toBe(1)
})
