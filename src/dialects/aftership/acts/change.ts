/** What every call that changes a return has in common: find it, decide on what it says, and say it as it then is. */
import type { FastifyRequest } from 'fastify'
import { type Refusal, refuse, refused } from '../../../core/refusal.ts'
import type { Command } from '../../../core/return/commands.ts'
import type { Acted } from '../../../desk/act.ts'
import type { Foreign } from '../../../desk/foreign-files.ts'
import type { Seen } from '../../../desk/look.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import { move, type Objection, objected } from '../../moving.ts'
import { type Answer, type Handler, ok } from '../door.ts'
import { namedIn, noSuchReturn } from '../ids.ts'
import { sayReturn, toReader } from '../say.ts'

export type Chosen = readonly Command[] | Refusal | Objection<Answer>
export type Choose = (seen: Seen) => Chosen

/** What to do and how to say the result. `paths` turns a place in our commands into the place in the request. */
export type Change = {
  choose: Choose
  foreign?: readonly Foreign[]
  paths?: (path: string) => string
  say?: (acted: Acted) => Answer
}

/** Changes the return an address names. */
export async function change(
  { desk }: DialectHouse,
  client: Client,
  request: FastifyRequest,
  { choose, foreign = [], paths = () => '' }: Change,
): Promise<Acted | Refusal | Objection<Answer>> {
  const named = namedIn(request)
  if (named === null) return noSuchReturn()
  // A refusal of `choose` speaks of the request already; one of the verb speaks of our commands.
  let chosen: unknown = null
  const acted = await move<Answer>(
    desk,
    client.caller,
    named,
    seen => {
      const now = choose(seen)
      chosen = now
      return now
    },
    { foreign, notify: isNotified(request) },
  )
  return refused(acted) && acted !== chosen ? repathed(acted, paths) : acted
}

type Notified = { notify_customer?: boolean | null; send_notification?: boolean | null }

/** The shopper is written where a call asks for it, by either generation's name, and not otherwise: the platform names no default. */
function isNotified({ body }: FastifyRequest): boolean {
  const { notify_customer, send_notification } = (body ?? {}) as Notified
  return (notify_customer ?? send_notification) === true
}

export function repathed({ code, detail }: Refusal, paths: (path: string) => string): Refusal {
  const { path, errors: _errors, ...rest } = detail
  return refuse(code, { ...rest, ...(path !== undefined && { path: paths(path) }) })
}

/** A call of the current generation: `heard` reads the body into what is to be done. */
export const changingCall =
  (house: DialectHouse, heard: (request: FastifyRequest, client: Client) => Change): Handler =>
  async (request, client) => {
    const wanted = heard(request, client)
    const acted = await change(house, client, request, wanted)
    if (refused(acted) || objected(acted)) return acted
    return wanted.say?.(acted) ?? ok(sayReturn(acted, toReader(house, request)))
  }
