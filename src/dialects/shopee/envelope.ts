/** What every answer is wrapped in: whose it is, whether it went well, and what was asked for. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ShopeeNo } from './errors.ts'

/** `flat` answers stand beside `error` instead of under `response`, as those of the sign-in do. `message` is what a success says, mostly nothing. */
export type Saying = { message?: string; flat?: boolean }

/** An empty `error`, and nothing else, is how clients know a success: a blank or a dash in its place makes them throw. */
export function sayYes(request: FastifyRequest, answer: object, { message = '', flat = false }: Saying = {}): object {
  const around = { request_id: requestId(request), error: '', message }
  return flat ? { ...answer, ...around } : { ...around, response: answer }
}

export const sayNo = (request: FastifyRequest, reply: FastifyReply, { error, message, status }: ShopeeNo) =>
  reply.code(status).send({ request_id: requestId(request), error, message })

/** 32 hexadecimal letters, as clients know them; an id a caller chose in another shape is folded into that one. */
function requestId({ id }: FastifyRequest): string {
  const letters = id.replaceAll('-', '').toLowerCase()
  return /^[0-9a-f]{32}$/.test(letters) ? letters : createHash('sha256').update(id).digest('hex').slice(0, 32)
}
