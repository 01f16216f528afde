/** The native API in memory over a real desk, with a key for every role; every answer is held against the reference. */
import { afterAll, expect } from 'vitest'
import { openApi } from '../../src/api/index.ts'
import { COMPONENTS } from '../../src/api/wire/components.ts'
import type { OrgId, ShopId } from '../../src/core/ids.ts'
import type { Role } from '../../src/core/party.ts'
import type { Shop } from '../../src/core/shop.ts'
import { type Caller, SCOPES_OF } from '../../src/desk/caller.ts'
import { writeKey } from '../../src/desk/keys.ts'
import { type App, createApp } from '../../src/http/app.ts'
import { FieldError, Problem } from '../../src/http/problem.ts'
import { buildValidator } from '../../src/http/validation.ts'
import { type DeskKit, openKit } from './desk.ts'

export type Reply = { status: number; body: any; headers: Record<string, any> }
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type ApiKit = DeskKit & {
  app: App
  keys: Record<string, string>
  call: (
    role: string | null,
    method: Method,
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Reply>
  /** The same, and it must succeed. */
  ok: (role: string, method: Method, url: string, body?: unknown, headers?: Record<string, string>) => Promise<any>
  key: (wish: { role: Role; shops?: ShopId[]; org?: OrgId; scopes?: (typeof SCOPES_OF)['owner'] }) => Promise<string>
}

/** `owner`, `agent`, `warehouse`, `arbiter`, `shopper`, `carrier`, `system` hold keys of the shop; `stranger` is an owner somewhere else. */
export async function openApiKit(wish: Partial<Shop> = {}): Promise<ApiKit> {
  const kit = await openKit(wish)
  const app = await createApp()
  const mistakes: string[] = []
  const faults: string[] = []
  app.addHook('onSend', async (request, reply, payload) => {
    const schema = (request.routeOptions.schema?.response as Record<number, object> | undefined)?.[reply.statusCode]
    if (schema && typeof payload === 'string' && payload !== '')
      mistakes.push(
        ...misfits((request.apiCaller as Caller | null)?.actor.role, schema, JSON.parse(payload)).map(
          text => `${request.method} ${request.url} ${reply.statusCode}: ${text}`,
        ),
      )
  })
  app.addHook(
    'onError',
    async (_request, _reply, fault: Error & { statusCode?: number }) =>
      void ((fault.statusCode ?? 500) >= 500 && faults.push(fault.stack ?? String(fault))),
  )
  await openApi(app, kit.desk)
  await app.ready()
  afterAll(() => app.close())

  const key: ApiKit['key'] = async ({ role, shops, org = kit.org, scopes }) =>
    (
      await writeKey(kit.database.pool, kit.desk, org, {
        name: `${role} key`,
        role,
        scopes: scopes ?? SCOPES_OF[role],
        shops: shops ?? null,
      })
    ).secret
  const stranger = await kit.stranger()
  const keys: Record<string, string> = { stranger: await key({ role: 'owner', org: stranger.org }) }
  for (const role of Object.keys(SCOPES_OF) as Role[]) keys[role] = await key({ role })

  const call: ApiKit['call'] = async (role, method, url, body, headers = {}) => {
    const sent =
      body === undefined
        ? {}
        : {
            payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          }
    const authorization = role === null ? {} : { authorization: `Bearer ${keys[role] ?? role}` }
    const reply = await app.inject({
      method,
      url,
      ...sent,
      headers: { ...sent.headers, ...authorization, ...headers },
    } as never)
    expect(faults.splice(0), 'faults').toEqual([])
    expect(mistakes.splice(0), 'answers that do not fit the reference').toEqual([])
    const json = String(reply.headers['content-type'] ?? '').includes('json') && reply.body !== ''
    return { status: reply.statusCode, body: json ? reply.json() : reply.body, headers: reply.headers }
  }
  const ok: ApiKit['ok'] = async (...asked) => {
    const reply = await call(...asked)
    expect(reply.status, `${asked[1]} ${asked[2]} ${JSON.stringify(reply.body).slice(0, 500)}`).toBeLessThan(300)
    return reply.body
  }
  return { ...kit, app, keys, call, ok, key }
}

/** Members the reference does not know are mistakes too, so every shape is closed first. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (schema === null || typeof schema !== 'object') return schema
  const members = Object.fromEntries(
    Object.entries(schema).map(([name, member]) => [name, name === 'examples' ? member : closed(member)]),
  ) as Record<string, unknown>
  const open =
    members.type === 'object' && members.properties !== undefined && members.additionalProperties === undefined
  return open ? { ...members, additionalProperties: false } : members
}

type Shape = {
  $id?: string
  properties?: Record<string, { 'x-hidden-from'?: Role[] }>
  required?: string[]
  'x-required-otherwise'?: string[]
}

/** The shape as this role must find it: what is hidden from it must not be there, and everything else must. Of actors it depends on who they are. */
function seenBy(role: Role | undefined, schema: object): object {
  const { $id, properties = {}, required = [], 'x-required-otherwise': otherwise = [] } = schema as Shape
  if (role === undefined || otherwise.length === 0 || $id === 'Actor') return schema
  const hides = (name: string) => properties[name]?.['x-hidden-from']?.includes(role) ?? false
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !hides(name))),
    required: [...required, ...otherwise.filter(name => !hides(name))],
  }
}

const builds = new Map<Role | undefined, ReturnType<typeof buildValidator>>()
const checks = new Map<string, (value: unknown) => unknown>()
const numbers = new Map<object, number>()

function buildFor(role: Role | undefined) {
  const build =
    builds.get(role) ??
    buildValidator(
      Object.fromEntries(
        [FieldError, Problem, ...COMPONENTS].map(schema => [(schema as Shape).$id, closed(seenBy(role, schema))]),
      ),
    )
  builds.set(role, build)
  return build
}

function misfits(role: Role | undefined, schema: object, value: unknown): string[] {
  if ('content' in schema) return []
  if (!numbers.has(schema)) numbers.set(schema, numbers.size)
  const key = `${role} ${numbers.get(schema)}`
  const check = checks.get(key) ?? buildFor(role)({ schema: closed(schema), httpPart: 'body' } as never)
  checks.set(key, check)
  const verdict = check(value) as { error?: { parts: { errors?: { path: string; message: string }[] } } }
  return (verdict.error?.parts.errors ?? []).map(error => `${error.path} ${error.message}`)
}
