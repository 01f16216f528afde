/** One receiver is hostile and one is well: what does the one that is well notice of the other, and how much memory does the process take that tells both? */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import {
  createServer as createHttp,
  type Server as HttpServer,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { query } from '../../src/db/pool.ts'
import { exchange } from '../../src/webhooks/exchange.ts'
import { openGuard } from '../../src/webhooks/guard.ts'
import { audit } from '../crash/books.ts'
import { dice, register, withDatabase } from '../crash/ground.ts'
import { openReceiver } from '../crash/receiver.ts'
import { type Circumstances, type Fault, type Finding, quantile, seconds, until } from './fault.ts'
import { type Floor, openFloor } from './floor.ts'

const MESSAGES = 120
const MESSAGES_SHORT = 24
const BETWEEN_MS = 60
/** A receiver is given 15 seconds to answer. */
const SLOWEST_MS = 45_000

/** These take up all the time a receiver is given, which a short run does not wait for. */
const SLOW = ['slow loris', 'silence']

/** What it does with a request, whatever was sent. */
const HOSTILE: Record<string, RequestListener> = {
  'redirect loop': (request, response) => response.writeHead(307, { location: request.url }).end(),
  'endless body': (_request, response) => {
    response.writeHead(200)
    pour(response)
  },
  'slow loris': (_request, response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write('.'), 200)
    response.on('close', () => clearInterval(drip))
  },
  silence: () => {},
  'hanging up': (_request, response) => {
    response.writeHead(200, { 'content-length': 1_000 })
    response.write('half of')
    setTimeout(() => response.destroy(), 20)
  },
  'always 500': (_request, response) => response.writeHead(500).end('No.'),
}

export const hostileReceivers: Fault = {
  name: 'receivers',
  title: 'hostile webhook receivers',
  async run({ folder, isShort, seed }: Circumstances): Promise<Finding> {
    const floor = await openFloor({ folder }, { seed, orders: 400, endings: [0] })
    const servers: Server[] = []
    floor.receiver.behave()
    const healthy = await openWatch(floor)
    try {
      const many = isShort ? MESSAGES_SHORT : MESSAGES
      await tell(floor, healthy, many)
      const alone = await tell(floor, healthy, many)
      const before = memoryMb(floor)
      const names: string[] = []
      const wrong: string[] = []
      const worst = { name: '', p50: 0, p99: 0 }
      for (const [name, start] of Object.entries(starts(folder))) {
        const server = await start()
        if (server === null) continue
        servers.push(server.server)
        await register(floor.house.url, floor.keys, { url: server.url, listenTo: () => {} }, name)
        names.push(name)
        const took = await tell(floor, healthy, many)
        if (quantile(took, 0.5) > worst.p50)
          Object.assign(worst, { name, p50: quantile(took, 0.5), p99: quantile(took, 0.99) })
      }
      const after = memoryMb(floor)
      // However many there are, the one that is well waits for its own messages alone; on a busy machine a second is little.
      if (worst.p50 > quantile(alone, 0.5) + 1_000)
        wrong.push(`Beside "${worst.name}" the healthy one heard after ${seconds(worst.p50)} (median).`)
      if (after > 400) wrong.push(`A process has taken ${after} MB.`)
      const said = await whatWasSaid(floor, isShort ? names.filter(name => !SLOW.includes(name)) : names)
      const innocent = await innocentName()
      return {
        sentence:
          `The healthy one heard after ${seconds(quantile(alone, 0.5))} (median) and ${seconds(quantile(alone, 0.99))} (p99) while it was alone, ` +
          `and at worst (the turn of "${worst.name}") after ${seconds(worst.p50)} and ${seconds(worst.p99)}, beside ${names.length} hostile ones in the end: ${names.join(', ')}. ` +
          `The larger process took ${before} MB at its most before and ${after} MB after. ${innocent.sentence} What the attempts say: ${said.sentence}`,
        wrong: [...wrong, ...said.wrong, ...innocent.wrong],
      }
    } finally {
      for (const server of servers) {
        ;(server as Partial<Pick<HttpServer, 'closeAllConnections'>>).closeAllConnections?.()
        server.close()
      }
      await healthy.close()
      await floor.close()
    }
  },
}

type Started = { server: Server; url: string } | null

/** Those that speak HTTP, and two whose TLS is wrong: one speaks none, and the other's certificate is its own invention. */
const starts = (folder: string): Record<string, () => Promise<Started>> => ({
  ...Object.fromEntries(
    Object.entries(HOSTILE).map(([name, answer]) => [name, () => listening(createHttp(drained(answer)), 'http')]),
  ),
  'no TLS behind https': () => listening(createHttp(), 'https'),
  'a certificate of its own': async () => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
    const made = await promisify(execFile)('openssl', [...words, '-keyout', key, '-out', cert]).catch(() => null)
    if (made === null) return null
    const [keyText, certText] = await Promise.all([readFile(key), readFile(cert)])
    return listening(
      createHttps({ key: keyText, cert: certText }, drained(HOSTILE['always 500'] as RequestListener)),
      'https',
    )
  },
})

const drained =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    request.resume()
    request.on('error', () => {})
    response.on('error', () => {})
    answer(request, response)
  }

async function listening(server: Server, scheme: 'http' | 'https'): Promise<Started> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/hear` }
}

/** As fast as the other side takes it. */
function pour(response: ServerResponse): void {
  const block = Buffer.alloc(64 * 1024, 'x')
  const more = (): void => {
    while (!response.destroyed && response.write(block));
  }
  response.on('drain', more)
  more()
}

type Watch = { heardMs: Map<string, number>; close(): Promise<void> }

/** A second receiver that is well, with a watch: when it heard of which return first. */
async function openWatch(floor: Floor): Promise<Watch> {
  const heardMs = new Map<string, number>()
  const receiver = await openReceiver(dice(1), message => {
    const { return: ret } = message as { return?: { id: string } }
    if (ret && !heardMs.has(ret.id)) heardMs.set(ret.id, performance.now())
  })
  receiver.behave()
  await register(floor.house.url, floor.keys, receiver, 'Healthy')
  return { heardMs, close: receiver.close }
}

/** Files returns one after the other and gives how long after the answer the healthy one had heard of each. */
async function tell({ house, keys, orders }: Floor, { heardMs }: Watch, many: number): Promise<number[]> {
  const answered = new Map<string, number>()
  for (let turn = 0; turn < many; turn++) {
    const order = orders[(answered.size * 7 + heardMs.size) % orders.length] as (typeof orders)[number]
    const answer = await fetch(`${house.url}/v1/returns`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.shopper}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        order_id: order.id,
        items: [{ line_id: order.line, quantity: 1, reason: { code: 'too_small' } }],
      }),
    })
    const { id } = (await answer.json()) as { id: string }
    if (answer.ok) answered.set(id, performance.now())
    await pause(BETWEEN_MS)
  }
  await until(() => [...answered.keys()].every(id => heardMs.has(id)), 30_000, 'Telling the healthy one')
  return [...answered].map(([id, atMs]) => Math.max(0, (heardMs.get(id) as number) - atMs))
}

/** The larger of server and worker, at its largest. */
const memoryMb = ({ house }: Floor): number =>
  Math.max(
    ...house.pids().map(pid => {
      const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
      return Math.round(Number(line?.[1] ?? 0) / 1_024)
    }),
  )

/** Whoever was hostile has attempts in the log that say in which way, and whoever was well heard everything. */
async function whatWasSaid({ place, receiver, crew }: Floor, names: readonly string[]): Promise<Finding> {
  return withDatabase(place, async db => {
    const said = async () => {
      const { rows } = await query<{ name: string; error: string }>(db, {
        text: `select endpoints.doc->>'name' as name, min(coalesce(attempts.error, 'Heard, it answered ' || attempts.status || '.')) as error from attempts
          join deliveries on deliveries.org_id = attempts.org_id and deliveries.id = attempts.delivery_id
          join endpoints on endpoints.org_id = deliveries.org_id and endpoints.id = deliveries.endpoint_id
          group by 1`,
        prepare: false,
      })
      return new Map(rows.map(({ name, error }) => [name, error]))
    }
    let errors = await said()
    const isComplete = async () => {
      errors = await said()
      return names.every(name => errors.has(name))
    }
    await until(isComplete, SLOWEST_MS, 'An attempt at every one')
    const books = await audit(db, place.folder, crew.acknowledged)
    const untold = books.events.filter(id => !receiver.heard.has(id))
    return {
      sentence: names.map(name => `${name}: “${errors.get(name)}”`).join(' '),
      wrong: [
        ...books.trouble,
        ...(untold.length > 0 ? [`${untold.length} events were not told to the healthy one.`] : []),
      ],
    }
  })
}

/** A name that leads to this machine, where a server waits whose door must stay shut. */
async function innocentName(): Promise<Finding> {
  let knocks = 0
  const server = createHttp().on('connection', () => knocks++)
  const { url } = (await listening(server, 'https')) as NonNullable<Started>
  const guard = openGuard({
    privateAddresses: 'refuse',
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  const letter = { url: url.replace('127.0.0.1', 'shop.example.com'), body: '{}', headers: {} }
  const { error } = await exchange(guard, letter, { timeoutMs: 5_000, breakOff: new AbortController().signal })
  await guard.close()
  server.close()
  return {
    sentence: `A public name that leads to this machine: “${error}”`,
    wrong: knocks === 0 && error !== null ? [] : ['Something was sent to an address that is not public.'],
  }
}
