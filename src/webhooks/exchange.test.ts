/** Receivers that are slow, broken or up to no good: none of them takes more time, memory or trust than it is given. */

import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { type Answering, openReceiver } from '../../test/kit/receiver.ts'
import { exchange } from './exchange.ts'
import { openGuard } from './guard.ts'

const guard = openGuard({ privateAddresses: 'allow' })
afterAll(() => guard.close())

const never = new AbortController().signal
const send = (url: string, { timeoutMs = 5_000, breakOff = never, through = guard } = {}) =>
  exchange(through, { url, body: '{"id":1}', headers: { 'x-proof': 'yes' } }, { timeoutMs, breakOff })

/** A server that speaks bytes rather than HTTP; gives its address. */
async function raw(take: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    take(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Writes something again and again until the other side has had enough. */
function drip(socket: Pick<Socket, 'write' | 'on'>, piece: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(piece), everyMs)
  socket.on('close', () => clearInterval(timer))
}

describe('an answer', () => {
  test('is read with its status and its beginning', async () => {
    const receiver = await openReceiver((_, response) => {
      response.writeHead(500, { 'retry-after': '60' }).end('The till is jammed.')
      return null
    })
    expect(await send(receiver.url)).toEqual({
      status: 500,
      body: 'The till is jammed.',
      retryAfter: '60',
      latencyMs: expect.any(Number),
      error: null,
      isBrokenOff: false,
    })
    expect(receiver.heard).toMatchObject([
      { body: '{"id":1}', headers: { 'x-proof': 'yes', 'user-agent': 'Backhaul' } },
    ])
  })

  test('many messages one after the other share a connection or two', async () => {
    const ports = new Set<number | undefined>()
    const receiver = await openReceiver((_, response) => {
      ports.add(response.socket?.remotePort)
      return 200
    })
    for (let turn = 0; turn < 20; turn++) await send(receiver.url)
    expect(ports.size).toBeLessThanOrEqual(2)
  })
})

describe('a receiver that takes its time', () => {
  const tooLate = { error: 'It did not answer in full within 0.2 seconds.', isBrokenOff: false }
  const wait = { timeoutMs: 200 }

  test('never answers', async () => {
    expect(await send(await raw(() => {}), wait)).toMatchObject({ ...tooLate, status: null })
  })

  test('drips its head', async () => {
    const url = await raw(socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      drip(socket, 'X-Slow: yes\r\n', 10)
    })
    expect(await send(url, wait)).toMatchObject({ ...tooLate, status: null })
  })

  test('drips its body', async () => {
    const url = await raw(socket => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n')
      drip(socket, '.', 10)
    })
    expect(await send(url, wait)).toMatchObject({ ...tooLate, status: 200 })
  })

  test('never finishes looking up its name', async () => {
    const lost = openGuard({ privateAddresses: 'refuse', resolve: () => new Promise(() => {}) })
    expect(await send('https://shop.example.com/', { ...wait, through: lost })).toMatchObject({
      ...tooLate,
      status: null,
    })
    await lost.close()
  })
})

describe('a receiver that says too much', () => {
  test('in an endless body: the beginning is enough', async () => {
    let sentBytes = 0
    const closed = Promise.withResolvers<void>()
    const url = await raw(socket => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const piece = 'x'.repeat(16_000)
      const more = (): void => {
        while (!socket.destroyed && socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`))
          sentBytes += piece.length
      }
      socket.on('drain', more)
      socket.on('close', () => closed.resolve())
      more()
    })
    const answer = await send(url)
    expect(answer).toMatchObject({ status: 200, error: null })
    expect(answer.body.length).toBe(64 * 1024)
    await closed.promise
    expect(sentBytes).toBeLessThan(20_000_000)
  })

  test('in its head', async () => {
    const url = await raw(socket => {
      socket.write(`HTTP/1.1 200 OK\r\n${'X-Long: '.padEnd(20_000, 'x')}\r\n\r\n`)
    })
    expect(await send(url)).toMatchObject({ status: null, error: 'The head of its answer is too large.' })
  })
})

describe('a receiver that is broken', () => {
  test.each<[string, (socket: Socket) => void, RegExp]>([
    ['closes at once', socket => socket.destroy(), /closed the connection/],
    [
      'closes in the middle',
      socket => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'),
      /closed the connection|not as long/,
    ],
    ['does not speak HTTP', socket => void socket.end('SSH-2.0-OpenSSH_9.9\r\n'), /not HTTP/],
  ])('%s', async (_, take, error) => {
    expect((await send(await raw(take))).error).toMatch(error)
  })

  test('is not there', async () => {
    const receiver = await openReceiver()
    await receiver.close()
    expect(await send(receiver.url)).toMatchObject({ status: null, error: 'Nobody listens at that address.' })
  })

  test('has a name nobody knows', async () => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
    const lost = openGuard({ privateAddresses: 'refuse', resolve: () => Promise.reject(unknown) })
    expect((await send('https://shop.example.com/', { through: lost })).error).toBe(
      'Nobody knows the name of that host.',
    )
    await lost.close()
  })
})

describe('a receiver that leads elsewhere', () => {
  const redirect =
    (to: string, status = 302): Answering =>
    (_, response) => {
      response.writeHead(status, { location: to }).end()
      return null
    }

  test.each([301, 302, 303, 307, 308])('with a redirect (%s) to a private address is not followed', async status => {
    const secret = await openReceiver(() => 200)
    const receiver = await openReceiver(redirect(secret.url, status))
    expect(await send(receiver.url)).toMatchObject({
      status,
      error: expect.stringContaining(`It redirects (${status}) to`),
    })
    expect(secret.heard).toEqual([])
  })

  test('in a circle is asked once', async () => {
    const receiver = await openReceiver()
    receiver.answer = redirect(receiver.url)
    expect((await send(receiver.url)).error).toMatch(/Redirects are not followed/)
    expect(receiver.heard).toHaveLength(1)
  })

  test('by a name that stands for this machine is never connected to', async () => {
    const receiver = await openReceiver()
    const port = new URL(receiver.url).port
    const asked: string[] = []
    const strict = openGuard({
      privateAddresses: 'refuse',
      resolve: async name => {
        asked.push(name)
        return [{ address: '127.0.0.1', family: 4 }]
      },
    })
    const answer = await send(`https://shop.example.com:${port}/`, { through: strict })
    expect(answer.error).toMatch(/shop\.example\.com leads to 127\.0\.0\.1/)
    expect(asked).toEqual(['shop.example.com'])
    await strict.close()
  })

  test('by a name with a public and a private address: only the public one is tried', async () => {
    const mixed = openGuard({
      privateAddresses: 'allow',
      resolve: async () => [
        { address: '169.254.169.254', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    })
    const receiver = await openReceiver()
    const url = receiver.url.replace('127.0.0.1', 'shop.example.com')
    expect(await send(url, { through: mixed })).toMatchObject({ status: 204, error: null })
    await mixed.close()
  })
})

test('when the house closes, nobody is waited for', async () => {
  const leaving = new AbortController()
  const receiver = await openReceiver(() => new Promise(() => {}))
  const answer = send(receiver.url, { breakOff: leaving.signal })
  await expect.poll(() => receiver.mostAtOnce).toBe(1)
  leaving.abort()
  expect(await answer).toMatchObject({ isBrokenOff: true, status: null })
})
