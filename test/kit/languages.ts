/** All doors of a house in memory, and somebody who speaks every platform's language as its clients do: address, signature and all. */
import { createHmac } from 'node:crypto'
import { afterAll, expect } from 'vitest'
import { openApi } from '../../src/api/index.ts'
import { linkMaker } from '../../src/api/links.ts'
import { epochMs, type Instant } from '../../src/core/time.ts'
import type { Desk } from '../../src/desk/desk.ts'
import type { DialectName } from '../../src/dialects/dialect.ts'
import { openDialects } from '../../src/dialects/index.ts'
import { type App, createApp } from '../../src/http/app.ts'
import type { ClientKeys } from '../../src/sandbox/doors.ts'

/** Two generations of one platform are two languages. */
export const LANGUAGES = ['shopee', 'aftership', 'older_aftership', 'shopflix', 'shopline'] as const
export type Language = (typeof LANGUAGES)[number]
export const dialectOf = (language: Language): DialectName => (language === 'older_aftership' ? 'aftership' : language)

/** `path` begins behind the language's own base. Bodies are sent as JSON unless they are text or bytes. */
export type Call = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, string | number>
  body?: unknown
  headers?: Record<string, string>
}
export type Heard = { status: number; json: any; text: string; headers: Record<string, unknown> }

export const BASES: Record<Language, string> = {
  shopee: '/api/v2',
  aftership: '/returns/2025-07',
  older_aftership: '/returnscenter/v2',
  shopflix: '/api',
  shopline: '/admin/openapi/v20260301',
}

type Proof = { query?: Record<string, string | number>; headers?: Record<string, string> }

/** How a client of each platform shows who it is. */
const PROOFS: { [D in DialectName]: (keys: ClientKeys[D], path: string, now: Instant) => Proof } = {
  shopee: ({ partner_id, partner_key, shop_id, access_token }, path, now) => {
    const timestamp = Math.floor(epochMs(now) / 1000)
    const sign = createHmac('sha256', partner_key)
      .update(`${partner_id}${path}${timestamp}${access_token}${shop_id}`)
      .digest('hex')
    return { query: { partner_id, timestamp, access_token, shop_id, sign } }
  },
  aftership: ({ api_key }) => ({ headers: { 'as-api-key': api_key } }),
  shopflix: ({ username, password }) => ({
    headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
  }),
  shopline: ({ access_token }) => ({ headers: { authorization: `Bearer ${access_token}` } }),
}

export type Doors = {
  app: App
  /** As a client that holds these keys; null: as nobody. A fault of ours fails the test. */
  ask(language: Language, keys: ClientKeys | null, call: Call): Promise<Heard>
  /** Through the native API. */
  native(key: string, method: NonNullable<Call['method']>, url: string, body?: unknown): Promise<Heard>
}

export async function openDoors(desk: Desk): Promise<Doors> {
  const app = await createApp()
  const faults: string[] = []
  app.addHook(
    'onError',
    async (_request, _reply, fault: Error & { statusCode?: number }) =>
      void ((fault.statusCode ?? 500) >= 500 && faults.push(fault.stack ?? String(fault))),
  )
  await openApi(app, desk)
  await openDialects(app, { desk, links: linkMaker(desk), origin: () => 'https://returns.example.com', rates: 'off' })
  await app.ready()
  afterAll(() => app.close())

  const send = async (method: string, url: string, headers: Record<string, string>, body: unknown): Promise<Heard> => {
    const payload =
      body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    const type = payload !== undefined && !headers['content-type'] ? { 'content-type': 'application/json' } : {}
    const reply = await app.inject({
      method,
      url,
      headers: { ...type, ...headers },
      ...(payload !== undefined && { payload }),
    } as never)
    expect(faults.splice(0), `faults at ${method} ${url}`).toEqual([])
    return { status: reply.statusCode, json: jsonIn(reply.body), text: reply.body, headers: { ...reply.headers } }
  }

  return {
    app,
    ask: (language, keys, { method = 'GET', path, query = {}, body, headers = {} }) => {
      const url = `${BASES[language]}${path}`
      const proof = keys ? proofOf(dialectOf(language), keys, url, desk.now()) : {}
      const asked = new URLSearchParams(
        Object.entries({ ...proof.query, ...query }).map(([name, value]): [string, string] => [name, String(value)]),
      )
      return send(method, asked.size > 0 ? `${url}?${asked}` : url, { ...proof.headers, ...headers }, body)
    },
    native: (key, method, url, body) => send(method, url, { authorization: `Bearer ${key}` }, body),
  }
}

const proofOf = <D extends DialectName>(dialect: D, keys: ClientKeys, path: string, now: Instant): Proof =>
  PROOFS[dialect](keys[dialect], path, now)

function jsonIn(text: string): any {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
