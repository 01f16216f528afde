/** Somebody who is told what happens: mostly hears, sometimes refuses, sometimes hangs up. Remembers every event it has accepted. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export type Receiver = {
  url: string
  /** Event ids that were accepted, and how often each. */
  heard: Map<string, number>
  /** Messages whose signature was wrong, or that came without one. */
  forged: number
  listenTo(secret: string): void
  /** From now on it hears everything. */
  behave(): void
  close(): Promise<void>
}

/** `listen` is given every message that is accepted. */
export async function openReceiver(
  roll: (sides: number) => number,
  listen: (message: unknown) => void = () => {},
): Promise<Receiver> {
  const heard = new Map<string, number>()
  let webhook: Webhook | null = null
  let moody = true
  const receiver: Receiver = {
    url: '',
    heard,
    forged: 0,
    listenTo: secret => void (webhook = new Webhook(secret)),
    behave: () => void (moody = false),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('error', () => {})
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const mood = moody ? roll(20) : 9
      if (mood === 0) return void request.socket.destroy()
      if (mood === 1) return void response.writeHead(500).end('Not today.')
      try {
        webhook?.verify(body, request.headers as Record<string, string>)
      } catch {
        receiver.forged++
        return void response.writeHead(400).end('Not signed.')
      }
      const message = JSON.parse(body) as { id: string }
      const { id } = message
      listen(message)
      heard.set(id, (heard.get(id) ?? 0) + 1)
      return void response.writeHead(204).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hear`
  return receiver
}
