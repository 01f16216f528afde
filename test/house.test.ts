/** The house stands as ARCHITECTURE.md draws it: arrows point down, nothing goes in a circle, no door opens into another. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = resolve(import.meta.dirname, '../src')

/** What each room may import. Anything not named here is a room nobody has drawn yet, and fails. */
const MAY: Record<string, readonly string[]> = {
  core: ['core'],
  files: ['files'],
  http: ['http', 'core'],
  imports: ['imports', 'core'],
  outside: ['outside', 'core'],
  db: ['db', 'core'],
  desk: ['desk', 'core', 'db', 'files'],
  webhooks: ['webhooks', 'core', 'db'],
  ui: ['ui', 'core'],
  documents: ['documents', 'core', 'ui'],
  mails: ['mails', 'core', 'ui'],
  api: ['api', 'core', 'desk', 'http', 'mails', 'ui', 'documents'],
  portal: ['portal', 'core', 'desk', 'http', 'ui', 'documents'],
  dialects: ['dialects', 'core', 'desk', 'http'],
  'dialects/shopee': ['dialects/shopee', 'dialects', 'core', 'desk', 'http'],
  'dialects/aftership': ['dialects/aftership', 'dialects', 'core', 'desk', 'http'],
  'dialects/shopflix': ['dialects/shopflix', 'dialects', 'core', 'desk', 'http'],
  'dialects/shopline': ['dialects/shopline', 'dialects', 'core', 'desk', 'http'],
  jobs: ['jobs', 'core', 'desk', 'db', 'mails', 'outside', 'webhooks'],
}

/** Wiring, at the top: it may know everybody, and nobody below knows it. */
const TOP = [
  'config.ts',
  'dialects/index.ts',
  'open-house.ts',
  'open-watch.ts',
  'server.ts',
  'start-jobs.ts',
  'start-telling.ts',
  'version.ts',
  'cli.ts',
  'cli',
  'doctor',
  'sandbox',
]

type Import = { from: string; to: string }

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(file => /\.tsx?$/.test(file))
const imports = files.flatMap(importsOf)

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8')
  const named = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s+['"]([^'"]+)['"]/g),
    ...text.matchAll(/import\(\s*['"]([^'"]+)['"]/g),
    ...text.matchAll(/(?:^|\n)import\s+['"]([^'"]+)['"]/g),
  ]
  return named.map(([, to = '']) => ({ from: file, to }))
}

const own = imports
  .filter(({ to }) => to.startsWith('.'))
  .map(({ from, to }) => ({ from, to: relative(SRC, join(SRC, dirname(from), to)) }))
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || file.endsWith('/testing.ts')
/** Each platform's door is a room of its own; beside them stands what all of them share, and the list of them, which is wiring. */
const roomOf = (file: string): string => {
  const [room = '', inside = '', deeper] = file.split('/')
  if (file === 'dialects/index.ts') return file
  return room === 'dialects' && deeper !== undefined ? `${room}/${inside}` : room
}

describe('the house', () => {
  test('every room is drawn', () => {
    expect([...new Set(files.map(roomOf))].filter(room => !(room in MAY) && !TOP.includes(room))).toEqual([])
  })

  test('arrows only point down', () => {
    const up = own.filter(
      ({ from, to }) =>
        !isTest(from) &&
        !TOP.includes(roomOf(from)) &&
        !to.startsWith('..') &&
        !(MAY[roomOf(from)] ?? []).includes(roomOf(to)),
    )
    expect(up).toEqual([])
  })

  test('nobody outside the tests imports a test or what lies beside src', () => {
    expect(own.filter(({ from, to }) => !isTest(from) && (isTest(to) || to.startsWith('..')))).toEqual([])
  })

  test('nothing goes in a circle', () => {
    const values = own.filter(({ from }) => !isTest(from))
    expect(circlesIn(values)).toEqual([])
  })

  test('the core is pure: no clock, no chance, no machine', () => {
    const impure = files
      .filter(file => roomOf(file) === 'core' && !isTest(file))
      .flatMap(file => {
        const text = readFileSync(join(SRC, file), 'utf8')
        const foreign = importsOf(file)
          .map(({ to }) => to)
          .filter(to => !to.startsWith('.') && to !== 'temporal-polyfill')
        const clocks = /Date\.now\(|new Date\(\)|Math\.random|process\.|Temporal\.Now/.exec(text)
        return [...foreign.map(to => `${file} imports ${to}`), ...(clocks ? [`${file} uses ${clocks[0]}`] : [])]
      })
    expect(impure).toEqual([])
  })

  test('SQL lives in db', () => {
    const sqlElsewhere = files.filter(
      file =>
        !isTest(file) &&
        !['db', 'sandbox', 'cli'].includes(roomOf(file)) &&
        /sql`|\bselect\s+[\w*]+\s+from\s|insert into\s/i.test(
          readFileSync(join(SRC, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
        ),
    )
    expect(sqlElsewhere).toEqual([])
  })
})

/** Type-only imports vanish when the code runs, so they cannot make a circle that matters. */
function circlesIn(all: readonly Import[]): string[] {
  const typeOnly = new Set(
    files.flatMap(file =>
      [
        ...readFileSync(join(SRC, file), 'utf8').matchAll(/(?:^|\n)\s*import\s+type\s[^'"]*?from\s+['"]([^'"]+)['"]/g),
      ].map(([, to = '']) => `${file} ${relative(SRC, join(SRC, dirname(file), to))}`),
    ),
  )
  const next = new Map<string, string[]>()
  for (const { from, to } of all) if (!typeOnly.has(`${from} ${to}`)) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const found: string[] = []
  const walk = (file: string, path: string[]) => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file].join(' → '))
      return
    }
    if (done.has(file)) return
    for (const to of next.get(file) ?? []) walk(to, [...path, file])
    done.add(file)
  }
  for (const file of next.keys()) walk(file, [])
  return found
}
