import { expect, test } from 'vitest'
import { createApp } from './app.ts'
import { explain } from './explain.ts'

const broken = (members: object): Error => Object.assign(new Error('Something the caller need not know'), members)

test('a database that is away is a 503 that says when to come back, and that a key makes repeating safe', async () => {
  const app = await createApp()
  app.get('/away', async () => {
    throw broken({ kind: 'unavailable', code: 'ECONNREFUSED' })
  })
  const answer = await app.inject('/away')
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['retry-after']).toBe('5')
  expect(answer.json()).toMatchObject({
    code: 'database_unavailable',
    detail: expect.stringContaining('Idempotency-Key'),
  })
  await app.close()
})

test('a full disk is named, whether the database met it or the shelf, and however it was wrapped', () => {
  for (const fault of [
    broken({ kind: 'unavailable', code: '53100' }),
    broken({ code: 'ENOSPC' }),
    broken({ code: 'E_CANNOT_WRITE_FILE', cause: broken({ code: 'EDQUOT' }) }),
  ])
    expect(explain(fault)).toMatchObject({ status: 503, code: 'disk_full', retryAfterSeconds: 30 })
})

test('what nobody foresaw stays a 500 that tells nothing', () => {
  for (const fault of [broken({ kind: 'defect', code: '42P01' }), broken({ cause: broken({ code: 'EIO' }) }), null])
    expect(explain(fault)).toMatchObject({ status: 500, code: 'internal_error' })
})
