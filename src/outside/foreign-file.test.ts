import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { openGuard } from '../webhooks/guard.ts'
import { fetcher } from './foreign-file.ts'

const open = openGuard({ privateAddresses: 'allow' })
const careful = openGuard({ privateAddresses: 'refuse' })
afterAll(() => Promise.all([open.close(), careful.close()]))

/** Somebody's server on this machine, and its address. */
async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  afterAll(() => (server.closeAllConnections(), server.close()))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/photo.jpg`
}

const fetched = (url: string, guard = open, signal = AbortSignal.timeout(10_000)) => fetcher(guard)(url, signal)

describe('a photo at another address', () => {
  test('is given back byte for byte', async () => {
    const url = await serving((_request, reply) => reply.end(Buffer.from([1, 2, 3])))
    expect(await fetched(url)).toEqual({ outcome: 'here', bytes: Buffer.from([1, 2, 3]) })
  })

  test('that is not there now may be there later', async () => {
    for (const status of [404, 429, 500]) {
      const url = await serving((_request, reply) => void reply.writeHead(status).end('no'))
      expect(await fetched(url)).toEqual({ outcome: 'unknown', why: `It answered ${status}.` })
    }
  })

  test('is not followed anywhere else', async () => {
    let followed = 0
    const inside = await serving((_request, reply) => void (followed++, reply.end('secret')))
    const url = await serving((_request, reply) => void reply.writeHead(302, { location: inside }).end())
    expect(await fetched(url)).toEqual({ outcome: 'refused', why: 'It answered 302.' })
    expect(followed).toBe(0)
  })

  test('is too large when it says so, and when it only turns out to be', async () => {
    const told = await serving((_request, reply) =>
      reply.writeHead(200, { 'content-length': 10_000_001 }).flushHeaders(),
    )
    const silent = await serving((_request, reply) => void reply.end(Buffer.alloc(10_000_001)))
    for (const url of [told, silent])
      expect(await fetched(url)).toEqual({ outcome: 'refused', why: 'It is larger than 10 MB.' })
  })

  test('that drips is left when the time is over', async () => {
    const url = await serving((_request, reply) => void reply.writeHead(200).write('a'))
    expect(await fetched(url, open, AbortSignal.timeout(50))).toMatchObject({ outcome: 'unknown' })
  })
})

test('nobody makes the house look around its own network', async () => {
  let knocks = 0
  const url = await serving((_request, reply) => void (knocks++, reply.end('secret')))
  const named = `https://localhost:${new URL(url).port}/photo.jpg`
  const literal = url.replace('http:', 'https:')
  expect(await fetched(literal, careful)).toMatchObject({
    outcome: 'refused',
    why: expect.stringContaining('not public'),
  })
  expect(await fetched(named, careful)).toMatchObject({
    outcome: 'unknown',
    why: expect.stringContaining('not public'),
  })
  expect(await fetched('https://169.254.169.254/latest', open)).toMatchObject({ outcome: 'refused' })
  expect(knocks).toBe(0)
})
