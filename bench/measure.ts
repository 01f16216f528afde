/** Measuring fairly: what is compared runs in turns within one run, so that a slow moment of the machine hits both. */
import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'

export type Rate = { perSecond: number; p50Ms: number; p99Ms: number }

/** Runs `work` from several clients at once for a while; every call is timed. */
export async function slice(
  work: (client: number) => Promise<unknown>,
  clients: number,
  ms: number,
): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + ms
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < until) {
        const started = performance.now()
        await work(client)
        times.push(performance.now() - started)
      }
    }),
  )
  return times
}

/** Several ways of doing the same work, in turns; gives each its rate and the ratio of the medians to the first. */
export async function compare(
  ways: Record<string, (client: number) => Promise<unknown>>,
  { clients = 8, sliceMs = 700, rounds = 6 }: { clients?: number; sliceMs?: number; rounds?: number } = {},
): Promise<Record<string, Rate & { ratio: number }>> {
  const names = Object.keys(ways)
  const times = new Map<string, number[]>(names.map(name => [name, []]))
  const rates = new Map<string, number[]>(names.map(name => [name, []]))
  for (const name of names) await slice(ways[name] ?? fail, clients, sliceMs)
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const started = performance.now()
      const found = await slice(ways[name] ?? fail, clients, sliceMs)
      rates.get(name)?.push((found.length * 1000) / (performance.now() - started))
      times.get(name)?.push(...found)
    }
  }
  const first = median(rates.get(names[0] ?? '') ?? [])
  return Object.fromEntries(
    names.map(name => {
      const all = (times.get(name) ?? []).toSorted((a, b) => a - b)
      const perSecond = median(rates.get(name) ?? [])
      return [name, { perSecond, p50Ms: at(all, 0.5), p99Ms: at(all, 0.99), ratio: perSecond / first }]
    }),
  )
}

const fail = () => Promise.reject(new Error('There is no such way.'))
const at = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
export const median = (values: number[]): number =>
  at(
    values.toSorted((a, b) => a - b),
    0.5,
  )

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** The leanest client at hand, so that it is the server that is measured. */
export function call(
  url: string,
  key: string,
  method = 'GET',
  body?: unknown,
): Promise<{ status: number; text: string }> {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent,
        headers: {
          authorization: `Bearer ${key}`,
          ...(payload !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(payload),
          }),
        },
      },
      answer => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(payload)
  })
}
