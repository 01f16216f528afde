/** Who may read the figures: they name no customer, but they tell how business goes. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { ProblemParts } from '../problem.ts'

/** `on`: whoever asks from this machine. A token: whoever sends it, from anywhere. `off`: nobody. */
export type MetricsAccess = 'on' | 'off' | { token: string }

/** What stands in the way, or null. */
export function troubleReading(request: FastifyRequest, access: Exclude<MetricsAccess, 'off'>): ProblemParts | null {
  if (access === 'on') return isFromHere(request) ? null : ELSEWHERE
  return isSame(bearerOf(request), access.token) ? null : NO_TOKEN
}

const ELSEWHERE = {
  status: 403,
  code: 'forbidden',
  detail:
    'The figures are shown to programs on this machine, asking without a proxy. To read them from elsewhere set BACKHAUL_METRICS to a token and send it as Authorization: Bearer <token>.',
}

const NO_TOKEN = {
  status: 401,
  code: 'unauthenticated',
  detail: 'The figures need the token of BACKHAUL_METRICS. Send it as Authorization: Bearer <token>.',
}

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/

/** What a proxy on this machine passes on came from elsewhere, and a proxy says so. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

function isFromHere({ raw, headers }: FastifyRequest): boolean {
  return LOOPBACK.test(raw.socket.remoteAddress ?? '') && !PASSED_ON.some(name => name in headers)
}

function bearerOf({ headers }: FastifyRequest): string {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? ''
}

/** Compared as hashes, so that neither the time it takes nor the length tells how close a guess was. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
