/** Somebody who is told, answers as the run wants it, and remembers in which order. Signatures are not looked at: they bear the time of a clock that jumps. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

export type Answering = { status: () => number }
type Message = { id: string; sequence: number; return: { id: string } }

export async function openListener(
  answering: Answering,
  hear: (message: { id: string; ret: string; sequence: number }) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const message = (await json(request)) as Message
    const status = answering.status()
    if (status < 300) hear({ id: message.id, ret: message.return.id, sequence: message.sequence })
    response.writeHead(status).end()
  }
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hear`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
