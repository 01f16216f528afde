/** What a platform's documents promise to a client: the list that stands beside each dialect, in as many files as suit those who keep it. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Endpoint = { name: string; method: string; path: string; source?: string }
export type Field = { of: string; name: string; type?: string; source?: string }
/** `at`: the fields in which the words stand, where they would be mistaken for something else. */
export type Enum = { name: string; values: (string | number)[]; at?: string[]; source?: string }
export type Failure = { code: string | number; message?: string; status?: number; of?: string; source?: string }
/** What is not served, or not known, with the reason. `what` names a promise as tests do (`field get_return_list.due_date`, a `*` for any), or says it in words. */
export type Gap = { what: string; why: string }

export type Contract = {
  endpoints: Endpoint[]
  fields: Field[]
  enums: Enum[]
  errors: Failure[]
  gaps: Gap[]
}

const MEMBERS = ['endpoints', 'fields', 'enums', 'errors', 'gaps'] as const

/** What two files promise is one promise. */
export function contractOf(root: string, dialect: string): Contract {
  const whole: Contract = { endpoints: [], fields: [], enums: [], errors: [], gaps: [] }
  for (const file of globSync('contract*.json', { cwd: folderOf(root, dialect) }).toSorted()) {
    const part = JSON.parse(readFileSync(join(folderOf(root, dialect), file), 'utf8')) as Partial<Contract>
    for (const member of MEMBERS) whole[member].push(...((part[member] ?? []) as never[]))
  }
  return {
    endpoints: once(whole.endpoints, ({ name }) => name),
    fields: once(whole.fields, ({ of, name }) => `${of} ${name}`),
    enums: [...Map.groupBy(whole.enums, ({ name }) => name).values()].map(merged),
    errors: once(whole.errors, ({ of, status, code, message }) => `${of} ${status} ${code} ${message}`),
    gaps: once(whole.gaps, ({ what }) => what),
  }
}

const once = <P>(all: readonly P[], name: (one: P) => string): P[] =>
  [...new Map(all.toReversed().map(one => [name(one), one])).values()].toReversed()

function merged(parts: readonly Enum[]): Enum {
  const [first] = parts as [Enum, ...Enum[]]
  const at = parts.flatMap(part => part.at ?? [])
  return {
    ...first,
    values: [...new Map(parts.flatMap(({ values }) => values).map(value => [String(value), value])).values()],
    ...(at.length > 0 && { at: [...new Set(at)] }),
  }
}

export const folderOf = (root: string, dialect: string): string => join(root, 'src/dialects', dialect)
