/** What is promised held against what tests and recordings prove. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Contract, contractOf, type Enum, type Failure, type Field } from './promises.ts'
import { endpointOf, type Recording, recordingsOf, standsAt } from './recordings.ts'
import { type Kind, type Tag, tagsOf } from './tags.ts'

/** The words a sandbox says in a dialect, by the fields they stand in; kept by `test/sandbox-words.test.ts`. */
export type SandboxSaid = Record<string, string[]>

export type Judged<P> = {
  promise: P
  /** How tests and gaps name it. */
  name: string
  tests: Tag[]
  recordings: string[]
  /** Seen in what a sandbox says. */
  inSandbox: boolean
  gap: string | null
}
export type State = 'tested' | 'gap' | 'hole'

export type Conformance = {
  contract: Contract
  endpoints: Judged<Contract['endpoints'][number]>[]
  fields: Judged<Field>[]
  words: Judged<{ of: Enum; value: string }>[]
  errors: Judged<Failure>[]
  /** Gaps that are no single promise: what the documents leave open. */
  open: Contract['gaps']
  holes: string[]
  /** Tags of the dialect's own tests that name nothing promised. */
  strange: Tag[]
}

export const stateOf = ({ tests, recordings, inSandbox, gap }: Judged<unknown>): State =>
  tests.length > 0 || recordings.length > 0 || inSandbox ? 'tested' : gap === null ? 'hole' : 'gap'

/** `saidInSandbox`: as it was just now, else as it was written down. */
export function conformanceOf(root: string, dialect: string, saidInSandbox?: SandboxSaid): Conformance {
  const contract = contractOf(root, dialect)
  const owners = [...new Set([...contract.endpoints.map(({ name }) => name), ...contract.fields.map(({ of }) => of)])]
  const tags = tagsOf(root, dialect).map(tag => ({ ...tag, name: nameWithOwner(tag, owners) }))
  const sandbox = saidInSandbox ?? sandboxSaid(root)[dialect] ?? {}
  const recordings = recordingsOf(root, dialect).map(recording => ({
    ...recording,
    call: endpointOf(recording, contract.endpoints)?.name ?? null,
  }))
  const used = new Set<string>()
  const judge = <P>(
    kind: Kind,
    promise: P,
    names: readonly string[],
    seen: { recordings: string[]; inSandbox?: boolean },
  ): Judged<P> => ({
    promise,
    name: `${kind} ${names[0]}`,
    tests: tags.filter(
      tag => tag.kind === kind && names.some(name => fits(tag.name, name) || fits(`${tag.name}.`, name)),
    ),
    recordings: seen.recordings,
    inSandbox: seen.inSandbox ?? false,
    gap: gapFor(kind, names),
  })
  const gapFor = (kind: Kind, names: readonly string[]): string | null => {
    const gap = contract.gaps.find(({ what }) =>
      pieces(what).some(piece => names.some(name => fits(piece, `${kind} ${name}`) || fits(piece, name))),
    )
    if (gap) used.add(gap.what)
    return gap?.why ?? null
  }

  const endpoints = contract.endpoints.map(endpoint =>
    judge('endpoint', endpoint, [endpoint.name, `${endpoint.method} ${endpoint.path}`], {
      recordings: recordings.filter(({ call, taken }) => call === endpoint.name && taken).map(({ name }) => name),
    }),
  )
  const calls = new Set(contract.endpoints.map(({ name }) => name))
  const fields = contract.fields.map(field =>
    judge('field', field, fieldNames(field), {
      recordings: recordings
        .filter(({ call }) => !calls.has(field.of) || call === field.of)
        .filter(({ asked, said, taken }) =>
          [...said.keys(), ...(taken ? asked.keys() : [])].some(path => standsAt(field.name, path)),
        )
        .toSorted((one, other) => Number(other.taken) - Number(one.taken))
        .map(({ name }) => name),
    }),
  )
  const words = contract.enums.flatMap(of =>
    of.values.map(value =>
      judge('enum', { of, value: String(value) }, [`${of.name}.${value}`, of.name], {
        recordings: recordings
          .filter(
            ({ asked, said }) =>
              saysWord(said, of, contract, String(value)) || saysWord(asked, of, contract, String(value)),
          )
          .map(({ name }) => name),
        inSandbox: Object.entries(sandbox).some(
          ([path, values]) => values.includes(String(value)) && mayStandAt(of, contract, path),
        ),
      }),
    ),
  )
  const errors = contract.errors.map(failure =>
    judge('error', failure, errorNames(failure), {
      recordings: recordings.filter(recording => answersSo(recording, failure, calls)).map(({ name }) => name),
    }),
  )
  const all: Judged<unknown>[] = [...endpoints, ...fields, ...words, ...errors]
  const known = new Set(all.flatMap(({ tests }) => tests))
  const wholes = new Set([...known].filter(({ name, of }) => name === of).map(({ of }) => of))
  return {
    contract,
    endpoints,
    fields,
    words,
    errors,
    open: contract.gaps.filter(({ what }) => !used.has(what)),
    holes: all.filter(one => stateOf(one) === 'hole').map(({ name }) => name),
    strange: tags.filter(
      tag =>
        !known.has(tag) &&
        tag.name !== tag.of &&
        !wholes.has(tag.of) &&
        !isAround(tag, contract) &&
        tag.file.startsWith(`src/dialects/${dialect}/`),
    ),
  }
}

export const SANDBOX_SAID = 'test/conformance/sandbox-said.json'

/** As it is kept: the words of a field on one line. */
export const written = (said: Record<string, SandboxSaid>): string =>
  `${JSON.stringify(said, (_name, value) => (Array.isArray(value) ? value.join(' | ') : value), 2)}\n`

function sandboxSaid(root: string): Record<string, SandboxSaid> {
  const text = readFileSync(join(root, SANDBOX_SAID), 'utf8')
  return JSON.parse(text, (_name, value) => (typeof value === 'string' ? value.split(' | ') : value)) as Record<
    string,
    SandboxSaid
  >
}

/** `*` stands for anything. */
function fits(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name
  const open = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${open}$`).test(name)
}

const pieces = (what: string): string[] => [what, ...what.split(/\s*[;,]\s+/)]

/** What holds promised fields is no stranger either: a list of objects by its own name, or a member of a type that fields are of. */
function isAround({ kind, name }: Tag, { fields }: Contract): boolean {
  const [owner = '', ...steps] = name.split('.')
  const holds = `.${steps.join('.')}.`
  const isPart = (field: Field): boolean => field.of === owner && `.${field.name}`.includes(holds)
  return kind === 'field' && fields.some(field => isPart(field) || (field.type ?? '').split(/\W+/).includes(owner))
}

/** Where a list begins with a call (`field get_return status, total`), all of it is that call's. */
function nameWithOwner({ kind, name, of }: Tag, owners: readonly string[]): string {
  if (kind !== 'field' || of === null || name === of) return name
  const owner = owners
    .filter(one => of.startsWith(`${one} `) || of.startsWith(`${one}.`))
    .toSorted((a, b) => b.length - a.length)[0]
  const isOwned = owners.some(one => name.startsWith(`${one} `) || name.startsWith(`${one}.`))
  return owner === undefined || isOwned ? name : `${owner}.${name}`
}

/** With its call and without, whole and by its last step. */
function fieldNames({ of, name }: Field): string[] {
  const last = name.split('.').at(-1)?.replaceAll('[]', '') ?? name
  const inside = name.split('.').map((_, place, steps) => steps.slice(place).join('.'))
  return [
    ...new Set([
      `${of}.${name}`,
      ...inside.flatMap(step => [`${of}.${step}`, `${of} ${step}`, step]),
      `${of}.${last}`,
      last,
    ]),
  ]
}

const errorNames = ({ code, message, status, of }: Failure): string[] => [
  ...(of ? [`${of}.${code}`, `${of} ${code}`] : []),
  ...(of && message ? [`${of} ${message}`] : []),
  ...(message ? [`${code} ${message}`, message] : []),
  ...(status ? [`${status}/${code}`] : []),
  String(code),
]

/** By the answer's status, its code and its text as far as the contract fixes them; places for values stand in braces there. */
function answersSo(recording: Recording & { call: string | null }, failure: Failure, calls: Set<string>): boolean {
  const { code, message, status, of } = failure
  if (of && calls.has(of) && recording.call !== of) return false
  if (status !== undefined && status !== recording.status) return false
  const saysCode = [...recording.said.values()].some(values => values.has(String(code)))
  if (message === undefined) return saysCode
  const text = new RegExp(
    message
      .split(/\{[^}]*\}|<[^>]*>|…|\.\.\./)
      .map(part => part.replaceAll(/[.+*?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  )
  return text.test(recording.text) && (saysCode || String(code) === String(recording.status) || /\s/.test(String(code)))
}

const saysWord = (said: Recording['said'], of: Enum, contract: Contract, value: string): boolean =>
  [...said].some(([path, values]) => values.has(value) && mayStandAt(of, contract, path))

/** In the fields the contract names for the enum, or whose type is the enum; else anywhere, for words that can hardly mean something else. */
export function mayStandAt(of: Enum, { fields }: Contract, path: string): boolean {
  const named = of.at ?? fields.filter(({ type = '' }) => type.split(/\W+/).includes(of.name)).map(({ name }) => name)
  if (named.length > 0) return named.some(name => standsAt(name, path))
  return of.values.every(value => String(value).length > 2)
}
