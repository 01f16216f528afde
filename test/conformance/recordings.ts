/** The recorded exchanges of a dialect, taken apart: which call each is, and which fields and words stand in it. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Endpoint, folderOf } from './promises.ts'

/** Path of a field (`returns[].id`) and the plain values that stood there. */
export type Said = ReadonlyMap<string, ReadonlySet<string>>

export type Recording = {
  /** The file's name without its ending. */
  name: string
  method: string
  /** Without the query. */
  path: string
  status: number
  /** Not refused; a delivery to others counts as such. */
  taken: boolean
  asked: Said
  said: Said
  /** The answer's body as it is. */
  text: string
}

export const recordingsOf = (root: string, dialect: string): Recording[] =>
  globSync('golden/**/*.http', { cwd: folderOf(root, dialect) })
    .map(file => file.replaceAll('\\', '/'))
    .toSorted()
    .map(file => recordingOf(file, readFileSync(join(folderOf(root, dialect), file), 'utf8')))

/** Request line, headers, body, status, headers, body, with empty lines between them. Deliveries to others have no answer. */
const EXCHANGE = /^(\S+) (\S+)\n((?:.+\n)*)\n([\s\S]*?)(?:\n\n(\d{3})\n((?:.+\n)*)\n([\s\S]*))?$/

function recordingOf(file: string, text: string): Recording {
  const [, method = '', url = '', headers = '', body = '', status = '0', replied = '', reply = ''] =
    EXCHANGE.exec(text.replaceAll('\r\n', '\n')) ?? []
  const [path = '', query = ''] = url.split('?')
  const said = saidIn(namesOf(replied), parsed(reply))
  return {
    name: file.replace(/^golden\//, '').replace(/\.http$/, ''),
    method,
    path,
    status: Number(status),
    taken: Number(status) < 400 && (said.get('error')?.has('') ?? true),
    asked: saidIn([...new URLSearchParams(query)], namesOf(headers), parsed(body), formParts(body)),
    said,
    text: reply.trim(),
  }
}

const namesOf = (headers: string): [string, string][] =>
  headers
    .split('\n')
    .filter(Boolean)
    .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])

const formParts = (body: string): [string, string][] =>
  [...body.matchAll(/form-data; name="([^"]+)"/g)].map(([, name = '']) => [name, ''])

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return null
  }
}

/** Everything said in these, by the path it was said at. */
export function saidIn(...all: unknown[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const one of all) {
    if (isPairs(one)) for (const [name, value] of one) put(found, name, value)
    else walk(found, '', one)
  }
  return found
}

const isPairs = (value: unknown): value is [string, string][] =>
  Array.isArray(value) && value.length > 0 && value.every(one => Array.isArray(one) && one.length === 2)

function walk(found: Map<string, Set<string>>, path: string, value: unknown): void {
  if (path !== '') put(found, path, typeof value === 'object' ? null : String(value))
  if (Array.isArray(value)) for (const one of value) walk(found, `${path}[]`, one)
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) walk(found, joined(path, name), member)
}

/** Members named by numbers are entries of a map. */
const joined = (path: string, name: string): string => {
  const step = /^\d+$/.test(name) ? '*' : name
  return path === '' ? step : `${path}.${step}`
}

function put(found: Map<string, Set<string>>, path: string, value: string | null): void {
  const known = found.get(path) ?? new Set<string>()
  if (value !== null) known.add(value)
  found.set(path, known)
}

/** Does a field of the contract stand at this path? Lists and maps may be written in several ways there, and what lies around the object may be left out. */
export function standsAt(field: string, path: string): boolean {
  const [wanted, given] = [steps(field), steps(path)]
  if (wanted.length > given.length) return false
  const end = given.slice(given.length - wanted.length)
  return wanted.every((step, place) => step === '*' || end[place] === '*' || step === end[place])
}

const steps = (path: string): string[] =>
  path
    .replace(/^(?:request|response body|body|query|header|headers|form)[.: ]\s*/, '')
    .replaceAll('[]', '')
    .replaceAll(/\.?\{[^}]*\}|<[^>]*>/g, '.*')
    .split('.')
    .filter(Boolean)

/** The call a recording is of: the longest address that fits. */
export function endpointOf<E extends Endpoint>({ method, path }: Recording, endpoints: readonly E[]): E | null {
  const fitting = endpoints.filter(
    one => one.method.split(/[ ,/|]+/).includes(method) && patternOf(one.path).test(path),
  )
  return fitting.toSorted((a, b) => literal(b.path) - literal(a.path))[0] ?? null
}

const patternOf = (path: string): RegExp => {
  const [bare = ''] = path.split('?')
  const open = bare.replaceAll(/[.+*^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}|:[A-Za-z_]\w*|<[^>]+>/g, '[^/]+')
  return new RegExp(`${open}/?$`)
}

const literal = (path: string): number => path.replaceAll(/\{[^}]+\}|:[A-Za-z_]\w*|<[^>]+>/g, '').length
