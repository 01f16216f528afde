/** Being stopped, as a supervisor does it: with a real process, its own database, and people who are in the middle of something. */
import { readFile } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { folder, start } from './kit.ts'

const root = await folder()

async function serve(name: string, more: Record<string, string> = {}) {
  const data = join(root, name)
  const runs = start(['start', '--port', '0', '--data', data, '--json'], { BACKHAUL_LOG_LEVEL: 'silent', ...more })
  onTestFinished(() => void runs.child.kill('SIGKILL'))
  const url = (await runs.said(/"url":\s*"([^"]+)"/))[1] as string
  const key = (await runs.said(/"sample_key":\s*"([^"]+)"/))[1] as string
  return { ...runs, url, key, postmaster: () => readFile(join(data, 'postgres/cluster/postmaster.pid'), 'utf8') }
}

type Served = Awaited<ReturnType<typeof serve>>

/** A request whose head the server has read and whose body is still to come. */
async function begin(
  { url, key }: Served,
  body: string,
): Promise<{ half: ClientRequest; answer: Promise<IncomingMessage> }> {
  const half = request(`${url}/v1/shops`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  })
  const answer = new Promise<IncomingMessage>((done, lost) => half.on('response', done).on('error', lost))
  answer.catch(() => {})
  half.flushHeaders()
  await new Promise(heard => half.on('continue', heard))
  return { half, answer }
}

/** What somebody who comes now meets. */
const knock = async (url: string): Promise<string> => {
  try {
    const answer = await fetch(url)
    await answer.text()
    return `${answer.status} ${answer.headers.get('connection')}`
  } catch (fault) {
    return ((fault as Error).cause as { code?: string }).code ?? String(fault)
  }
}

const SHOP = JSON.stringify({ name: 'Late', currency: 'EUR', time_zone: 'Europe/Berlin' })

describe('a server that is asked to stop', { timeout: 90_000 }, () => {
  test('answers what has begun, takes nothing new, stops its database and ends well', async () => {
    const served = await serve('begun', { BACKHAUL_DRAIN_SECONDS: '60' })
    const { half, answer } = await begin(served, SHOP)
    served.child.kill('SIGTERM')
    await expect.poll(() => knock(`${served.url}/healthz`), { timeout: 20_000 }).toBe('ECONNREFUSED')

    half.end(SHOP)
    const got = await answer
    expect(got.statusCode).toBe(201)
    expect(got.headers.connection).toBe('close')
    expect(JSON.parse(await text(got))).toMatchObject({ name: 'Late' })
    expect(await served.ended).toMatchObject({ code: 0, signal: null })
    await expect(served.postmaster()).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('tells a load balancer that watches it first, and serves on meanwhile', async () => {
    const served = await serve('watched', { BACKHAUL_DRAIN_SECONDS: '8' })
    expect(await knock(`${served.url}/readyz`)).toBe('200 keep-alive')
    served.child.kill('SIGTERM')
    await expect.poll(() => knock(`${served.url}/readyz`), { interval: 10 }).toBe('503 close')
    expect(await knock(`${served.url}/healthz`)).toBe('200 close')
    await expect.poll(() => knock(`${served.url}/healthz`), { timeout: 20_000 }).toBe('ECONNREFUSED')
    expect(await served.ended).toMatchObject({ code: 0 })
  })

  test('does not wait for ever for somebody who does not go on', async () => {
    const served = await serve('silent', { BACKHAUL_DRAIN_SECONDS: '1' })
    const { answer } = await begin(served, SHOP)
    served.child.kill('SIGTERM')
    await expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await served.ended).toMatchObject({ code: 0 })
  })

  test('ends at once when it is asked again', async () => {
    const served = await serve('impatient', { BACKHAUL_DRAIN_SECONDS: '600' })
    const { answer } = await begin(served, SHOP)
    served.child.kill('SIGTERM')
    await expect.poll(() => knock(`${served.url}/healthz`), { timeout: 20_000 }).toBe('ECONNREFUSED')
    await expect
      .poll(
        () => {
          served.child.kill('SIGTERM')
          return served.child.exitCode
        },
        { timeout: 20_000 },
      )
      .toBe(130)
    await expect(answer).rejects.toThrow()
  })
})

test('a worker answers supervisors and nobody else, and ends in good order too', { timeout: 90_000 }, async () => {
  const data = join(root, 'worker')
  const worker = start(['worker', '--port', '0', '--data', data, '--json'], { BACKHAUL_LOG_LEVEL: 'silent' })
  onTestFinished(() => void worker.child.kill('SIGKILL'))
  const url = (await worker.said(/"url":\s*"([^"]+)"/))[1] as string
  expect(await knock(`${url}/readyz`)).toBe('200 keep-alive')
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('backhaul_build_info{')
  expect(await knock(`${url}/v1/returns`)).toMatch(/^404 /)
  worker.child.kill('SIGTERM')
  expect(await worker.ended).toMatchObject({ code: 0, signal: null })
})
