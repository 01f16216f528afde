/** People and programs at work: they file, approve, ship, receive and refund, and remember every word they were given as an answer. */
import { setTimeout as pause } from 'node:timers/promises'

export type Keys = { owner: string; agent: string; shopper: string; warehouse: string }
type Role = keyof Keys
type Known = { id: string; version: number; item: string; state: Record<string, string> }

/** One request with its key: sent again, word for word, until there is an answer. */
type Request = { role: Role; path: string; body: object; key: string }

export type Acknowledged = {
  /** The newest version anybody was told of each return. */
  versions: Map<string, number>
  /** What each request was answered; the same request must get the same answer for ever. */
  answers: Map<string, { request: Request; status: number; id: string | null; version: number | null }>
  refusals: Map<string, number>
}

export type Crew = {
  acknowledged: Acknowledged
  /** Work until told to stop; requests without an answer are kept and sent again in the next round. */
  work(signal: AbortSignal): Promise<void>
  /** How many requests still wait for an answer. */
  unanswered(): number
}

const WRITERS = 6

export function hire(
  urls: readonly string[],
  keys: Keys,
  orders: readonly { id: string; line: string }[],
  roll: (sides: number) => number,
): Crew {
  const acknowledged: Acknowledged = { versions: new Map(), answers: new Map(), refusals: new Map() }
  const open: Request[] = []
  const known: Known[] = []
  let counter = 0
  let sent = 0

  function wish(): Request {
    const key = `crash-${process.pid}-${++counter}`
    const of = (role: Role, path: string, body: object): Request => ({ role, path, body, key })
    const ret = known[roll(Math.max(known.length, 1))]
    const choice = roll(16)
    if (ret === undefined || choice < 4) {
      const order = orders[roll(orders.length)] as { id: string; line: string }
      return of('shopper', '/v1/returns', {
        order_id: order.id,
        items: [{ line_id: order.line, quantity: 1 + roll(2), reason: { code: 'too_small' } }],
      })
    }
    const at = (verb: string) => `/v1/returns/${ret.id}/${verb}`
    switch (choice) {
      case 4:
      case 5:
        return of('agent', at('approve'), {})
      case 6:
        return of('agent', at('approve'), { handling: 'keep' })
      case 7:
      case 8:
      case 9:
        return of('owner', at('refund'), {})
      case 10:
        return of('agent', at('label'), {})
      case 11:
        return of('shopper', at('ship'), { carrier: { slug: 'dhl' }, tracking_number: `T${counter}` })
      case 12:
        return of('warehouse', at('receive'), {
          key: `box-${counter}`,
          source: 'dock',
          lines: [{ item_id: ret.item, quantity: 1 }],
        })
      case 13:
        return of('shopper', at('cancel'), {})
      case 14:
        return of('shopper', at('message'), { to: 'merchant', text: `Message ${counter}` })
      default:
        return of('agent', at('note'), { note: `Note ${counter}` })
    }
  }

  async function send(request: Request): Promise<boolean> {
    // What got no answer from one server is as likely to be sent again to another.
    const answer = await fetch(`${urls[sent++ % urls.length]}${request.path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keys[request.role]}`,
        'content-type': 'application/json',
        'idempotency-key': request.key,
      },
      body: JSON.stringify(request.body),
      signal: AbortSignal.timeout(15_000),
    }).catch(() => null)
    // No answer, or one that says "not now": nobody knows whether it was done, so it is asked again.
    if (answer === null || answer.status >= 500 || answer.status === 429) return false
    const text = await answer.text().catch(() => null)
    if (text === null) return false
    remember(request, answer.status, text === '' ? {} : JSON.parse(text))
    return true
  }

  function remember(request: Request, status: number, body: Record<string, any>): void {
    const before = acknowledged.answers.get(request.key)
    if (status >= 400) {
      acknowledged.refusals.set(body.code, (acknowledged.refusals.get(body.code) ?? 0) + 1)
      if (before && before.status < 400) throw new Error(`${request.key} was done, and is refused now: ${body.code}`)
      return
    }
    const { id, version } = body as { id: string; version: number }
    if (before && (before.id !== id || before.version !== version))
      throw new Error(`${request.key} was answered ${before.id} ${before.version}, and now ${id} ${version}.`)
    acknowledged.answers.set(request.key, { request, status, id, version })
    acknowledged.versions.set(id, Math.max(version, acknowledged.versions.get(id) ?? 0))
    const place = known.findIndex(ret => ret.id === id)
    const ret = { id, version, item: body.items?.[0]?.id, state: body.state }
    if (place < 0) known.push(ret)
    else if ((known[place]?.version ?? 0) < version) known[place] = ret
  }

  async function writer(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const waiting = open.shift()
      const done = [...acknowledged.answers.values()]
      // Now and then somebody asks a second time although there was an answer.
      const repeated = roll(12) === 0 ? done[roll(Math.max(done.length, 1))]?.request : undefined
      const request = waiting ?? repeated ?? wish()
      if (!(await send(request))) {
        open.push(request)
        await pause(50)
      }
    }
  }

  return {
    acknowledged,
    unanswered: () => open.length,
    work: async signal => void (await Promise.all(Array.from({ length: WRITERS }, () => writer(signal)))),
  }
}
