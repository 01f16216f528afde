import { expect, test } from 'vitest'
import { createApp } from './app.ts'
import { showHealth } from './health.ts'

const appThatIs = async (isReady: () => Promise<boolean>) => {
  const app = await createApp()
  showHealth(app, isReady)
  return app
}

test.each([
  ['the database answers', async () => true, 200],
  ['it is being stopped', async () => false, 503],
  ['the database does not answer', () => Promise.reject(new Error('gone')), 503],
])('when %s', async (_what, isReady, status) => {
  const app = await appThatIs(isReady)
  expect((await app.inject('/readyz')).statusCode).toBe(status)
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' })
})

test('not ready says when to ask again', async () => {
  const app = await appThatIs(async () => false)
  const answer = await app.inject('/readyz')
  expect(answer.headers['retry-after']).toBe('5')
  expect(answer.json()).toMatchObject({ code: 'not_ready' })
})
