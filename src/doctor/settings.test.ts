import { expect, test } from 'vitest'
import { inspectConfig } from '../config.ts'
import { judgeSettings } from './settings.ts'

const judged = (environment: Record<string, string>) =>
  judgeSettings({ ...inspectConfig(environment), given: Object.keys(environment) })

test('nothing set is fine, and what is set is named', () => {
  expect(judged({})).toMatchObject([{ level: 'ok', what: expect.stringContaining('all are as they come') }])
  expect(judged({ PORT: '8080' })).toMatchObject([{ level: 'ok', what: expect.stringContaining('set here: PORT') }])
})

test('everything wrong is a problem of its own', () => {
  expect(judged({ PORT: 'http', BACKHAUL_WINDOWS: 'yes' })).toMatchObject([
    {
      level: 'problem',
      what: expect.stringContaining('There is no setting BACKHAUL_WINDOWS'),
      todo: expect.stringContaining('remove'),
    },
    { level: 'problem', what: expect.stringContaining('PORT must be a whole number') },
  ])
})

test('a server that others reach wants to know its address', () => {
  expect(judged({ BACKHAUL_HOST: '0.0.0.0' })[1]).toMatchObject({ check: 'address', level: 'warning' })
  expect(judged({ BACKHAUL_BASE_URL: 'http://returns.example.com' })[1]).toMatchObject({
    level: 'warning',
    what: 'http://returns.example.com is not encrypted',
  })
  expect(judged({ BACKHAUL_HOST: '0.0.0.0', BACKHAUL_BASE_URL: 'https://returns.example.com' })[1]).toMatchObject({
    level: 'ok',
  })
  expect(judged({ BACKHAUL_BASE_URL: 'http://localhost:4300' })).toHaveLength(1)
})

test('made-up payments and labels are noted', () => {
  expect(judged({ BACKHAUL_PAYMENTS: 'simulated', BACKHAUL_LABELS: 'simulated' })[1]).toMatchObject({
    level: 'note',
    what: 'Made up here: payments and labels',
  })
})
