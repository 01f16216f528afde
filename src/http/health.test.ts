import { expect, test } from 'vitest'
import { createApp } from './app.ts'
import { type Readiness, showHealth } from './health.ts'

const appThat = async (readiness: Partial<Readiness>) => {
  const app = await createApp()
  const health = showHealth(app, { isStopping: () => false, askDatabase: async () => {}, ...readiness })
  return { app, health, ready: async () => (await app.inject('/readyz')).json() }
}

const gone = () => Promise.reject(new Error('gone'))
const silent = () => new Promise<void>(() => {})

test.each<[string, Partial<Readiness>, object]>([
  ['the database answers', {}, { status: 'ready' }],
  ['it is being stopped', { isStopping: () => true }, { status: 503, code: 'stopping' }],
  ['the database is gone', { askDatabase: gone }, { status: 503, code: 'database_unavailable' }],
  ['the database is silent', { askDatabase: silent, limitMs: 5 }, { status: 503, code: 'database_unavailable' }],
  [
    'the database is too busy for this question and answers others',
    { askDatabase: silent, limitMs: 5, lastAnswerMs: () => performance.now() },
    { status: 'ready' },
  ],
  [
    'the database answered somebody long ago',
    { askDatabase: silent, limitMs: 5, lastAnswerMs: () => performance.now() - 60_000 },
    { code: 'database_unavailable' },
  ],
])('when %s', async (_what, readiness, answer) => {
  const { app, ready } = await appThat(readiness)
  expect(await ready()).toMatchObject(answer)
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' })
})

test('not ready says in words why, and when to ask again', async () => {
  const { app } = await appThat({ isStopping: () => true })
  const answer = await app.inject('/readyz')
  expect(answer.headers['retry-after']).toBe('5')
  expect(answer.json().detail).toContain('is being stopped')
})

test('many who ask at once ask the database once', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let asked = 0
  const { ready } = await appThat({
    askDatabase: () => {
      asked++
      return promise
    },
  })
  const answers = [ready(), ready(), ready()]
  setImmediate(resolve)
  expect(await Promise.all(answers)).toEqual(Array(3).fill({ status: 'ready' }))
  expect(asked).toBe(1)
})

test('it is known whether anybody asks', async () => {
  const { health, ready } = await appThat({})
  expect(health.wasAskedWithin(60_000)).toBe(false)
  await ready()
  expect(health.wasAskedWithin(60_000)).toBe(true)
})
