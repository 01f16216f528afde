/** The envelope around everything that is said: `meta` tells how it went, `data` is what was asked for. */
import type { FastifyReply } from 'fastify'

/** `path` leads into the request (`items[0].quantity`), `info` is for people. */
export type WireError = { path: string; info: string }

export type Answer = {
  status: number
  code: number
  type: string
  message: string
  data: unknown
  errors?: WireError[]
}

const SUCCESS = 'The request was successfully processed by AfterShip.'
const CREATED = 'The request has been fulfilled and a new resource has been created.'
const ACCEPTED = 'The request has been accepted for processing.'

export const ok = (data: unknown): Answer => ({ status: 200, code: 20000, type: 'OK', message: SUCCESS, data })

export const created = (data: unknown): Answer => ({
  status: 201,
  code: 20100,
  type: 'Created',
  message: CREATED,
  data,
})

/** Approving answers 202; resolving and rejecting answer 200 with the same meta, as the platform publishes it. */
export const accepted = (data: unknown, status: 200 | 202 = 202): Answer => ({
  status,
  code: 20200,
  type: 'Accepted',
  message: ACCEPTED,
  data,
})

/** A no of the application carries `data: null`. */
export const no = (status: number, code: number, type: string, message: string, errors: WireError[] = []): Answer => ({
  status,
  code,
  type,
  message,
  data: null,
  errors,
})

/** A no of the gateway in front of it carries the bare HTTP status as its code and an empty object. */
export const gatewayNo = (status: number, type: string, message: string): Answer => ({
  ...no(status, status, type, message),
  data: {},
})

export const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && 'status' in value && 'code' in value && 'data' in value

export const send = (reply: FastifyReply, { status, data, ...meta }: Answer): FastifyReply =>
  reply.code(status).send({ meta: { ...meta, errors: meta.errors ?? [] }, data })
