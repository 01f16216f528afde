import { expect, test } from 'vitest'
import type { Instant } from '../core/time.ts'
import type { PoorEndpoint } from '../db/stuck.ts'
import { judgeEndpoints, judgeOverdueDeliveries } from './telling.ts'

const NOW = '2026-03-10T12:00:00.000Z' as Instant
const endpoint = (more: Partial<PoorEndpoint>): PoorEndpoint => ({
  org: 'Linnea',
  id: 'e1',
  name: 'ERP',
  url: 'https://erp.example.com/hooks',
  state: 'on',
  failingSince: null,
  failures: 0,
  why: null,
  dead: 0,
  ...more,
})

test('where all are well there is one good line', () =>
  expect(judgeEndpoints([], NOW)).toMatchObject([{ level: 'ok' }]))

test('one that is off says why and how it is switched on again', () => {
  expect(judgeEndpoints([endpoint({ state: 'off', why: 'it answered 410' })], NOW)).toMatchObject([
    {
      level: 'warning',
      what: 'ERP (Linnea, erp.example.com) is switched off: it answered 410',
      command: expect.stringContaining('/v1/webhooks/e1/switch_on'),
    },
  ])
})

test('failing is a warning on the first day and a problem after it', () => {
  const since = (failingSince: string) =>
    judgeEndpoints([endpoint({ failingSince: failingSince as Instant, failures: 4 })], NOW)
  expect(since('2026-03-10T09:00:00.000Z')).toMatchObject([
    { level: 'warning', what: expect.stringContaining('3 hours (4 bad answers in a row)') },
  ])
  expect(since('2026-03-08T09:00:00.000Z')).toMatchObject([{ level: 'problem' }])
})

test('deliveries that were given up are a warning of their own', () => {
  expect(judgeEndpoints([endpoint({ state: 'off', dead: 7 })], NOW)).toMatchObject([
    { check: 'endpoints' },
    { check: 'dead letters', level: 'warning', what: expect.stringMatching(/^7 deliveries to ERP/) },
  ])
})

test('an endpoint without a name is called by its host', () => {
  expect(judgeEndpoints([endpoint({ name: '', dead: 1 })], NOW)[0]?.what).toContain('erp.example.com (Linnea')
})

test('deliveries nobody makes are a problem', () => {
  expect(judgeOverdueDeliveries({ many: 0, since: null, examples: [] }, NOW)).toMatchObject({ level: 'ok' })
  expect(
    judgeOverdueDeliveries({ many: 2, since: '2026-03-10T11:00:00.000Z' as Instant, examples: ['ERP'] }, NOW),
  ).toMatchObject({
    level: 'problem',
    what: '2 deliveries past their time, the first for 60 minutes (ERP)',
  })
})
