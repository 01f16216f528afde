/** Somebody who wants to be told: a real HTTP server on this machine that remembers what it heard and answers as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll } from 'vitest'

export type Heard = { path: string; headers: Record<string, string>; body: string; status: number }

/** A status, or whatever the test does with the connection itself. */
export type Answering = (
  heard: Omit<Heard, 'status'>,
  response: ServerResponse,
) => number | null | Promise<number | null>

export type Receiver = {
  url: string
  /** In the order they came in. */
  heard: Heard[]
  answer: Answering
  /** Most messages that were being answered at the same time. */
  mostAtOnce: number
  close(): Promise<void>
}

export async function openReceiver(answer: Answering = () => 204): Promise<Receiver> {
  let atOnce = 0
  const server = createServer((request, response) => void take(request, response))
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    receiver.mostAtOnce = Math.max(receiver.mostAtOnce, ++atOnce)
    response.on('close', () => atOnce--)
    response.on('error', () => {})
    const heard = {
      path: request.url ?? '',
      headers: request.headers as Record<string, string>,
      body: await text(request),
    }
    const status = await receiver.answer(heard, response)
    receiver.heard.push({ ...heard, status: status ?? 0 })
    if (status !== null) response.writeHead(status).end()
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    heard: [],
    answer,
    mostAtOnce: 0,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  afterAll(() => receiver.close())
  return receiver
}
