import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { type Running, startServer } from '../src/server.ts'
import { urlOf } from './cli/in-process.ts'
import { freshDatabase } from './kit/database.ts'

const { target } = await freshDatabase()
const folder = await mkdtemp(join(tmpdir(), 'backhaul-server-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const config = readConfig({ DATABASE_URL: urlOf(target), BACKHAUL_DATA: folder, PORT: '0', BACKHAUL_RATE_LIMIT: '40' })

describe('a server', () => {
  let running: Running
  beforeAll(async () => {
    running = await startServer(config)
  })
  afterAll(() => running.stop())

  test('says what it is on a page that loads nothing from anywhere', async () => {
    const answer = await fetch(running.url)
    const page = await answer.text()
    expect(page).toContain('<html lang="en">')
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; ?style-src 'sha256-/)
  })

  test('shows its reference', async () => {
    expect((await fetch(`${running.url}/docs`)).status).toBe(200)
    const { paths } = (await (await fetch(`${running.url}/openapi.json`)).json()) as { paths: Record<string, unknown> }
    expect(Object.keys(paths)).toContain('/v1/returns')
    expect(Object.keys(paths)).not.toContain('/healthz')
  })

  test('wants a key for what is somebody’s', async () => {
    expect((await fetch(`${running.url}/v1/returns`)).status).toBe(401)
  })

  test('slows down whoever asks too much, but never the supervisor', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 60 }, async () => (await fetch(`${running.url}/v1/returns`)).status),
    )
    expect(statuses).toContain(429)
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200)
  })
})

test('stopping answers what has begun, and then nothing', async () => {
  const running = await startServer(config)
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200)
  await Promise.all([running.stop(), running.stop()])
  await expect(fetch(`${running.url}/healthz`)).rejects.toThrow()
  expect(running.desk.db.ended).toBe(true)
})
