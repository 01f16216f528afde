/** A page per platform: everything its documents promise to a client, and what proves that the promise is kept here. Run by itself, it fails when something is neither proved nor explained. */
import { join } from 'node:path'
import { type Conformance, conformanceOf, type Judged, type State, stateOf } from '../test/conformance/conformance.ts'

const TITLES = {
  shopee: 'Shopee',
  aftership: 'AfterShip',
  shopflix: 'Shopflix',
  shopline: 'SHOPLINE',
} as const
export type PlatformName = keyof typeof TITLES
export const PLATFORM_NAMES = Object.keys(TITLES) as PlatformName[]

export function conformancePage(root: string, dialect: PlatformName): string {
  const found = conformanceOf(root, dialect)
  return [
    `# ${TITLES[dialect]}: what is promised, and what proves it`,
    '',
    `Everything ${TITLES[dialect]}’s own documents promise to a client, item by item. **✓** it is served, and a test or a recorded exchange proves it; **○** it is a known gap, with`,
    `the reason. How the door is used, where it departs from the platform and why, stands in its [README](../../src/dialects/${dialect}/README.md).`,
    '',
    ...summary(found),
    '',
    '## Calls',
    '',
    ...table(['', 'Call', 'Address', 'Proved by'], found.endpoints, ({ promise, ...judged }) => [
      `\`${promise.name}\``,
      `\`${promise.method} ${promise.path}\``,
      proof(dialect, judged),
    ]),
    '',
    ...fieldsOf(dialect, found),
    ...wordsOf(dialect, found),
    '## Errors',
    '',
    ...table(['', 'Code', 'Status', 'Call', 'Text', 'Proved by'], found.errors, ({ promise, ...judged }) => [
      `\`${promise.code}\``,
      String(promise.status ?? ''),
      promise.of ?? '',
      promise.message ?? '',
      proof(dialect, judged),
    ]),
    '',
    ...openOf(found),
  ].join('\n')
}

function summary({ endpoints, fields, words, errors }: Conformance): string[] {
  const count = (all: readonly Judged<unknown>[], state: State) =>
    String(all.filter(one => stateOf(one) === state).length)
  const rows = { Calls: endpoints, Fields: fields, 'Enum values': words, Errors: errors }
  const holes = Object.values(rows).some(all => count(all, 'hole') !== '0')
  return [
    `| | Promised | ✓ Proved | ○ Known gap |${holes ? ' ✗ Neither |' : ''}`,
    `|---|--:|--:|--:|${holes ? '--:|' : ''}`,
    ...Object.entries(rows).map(([name, all]) =>
      row([name, String(all.length), count(all, 'tested'), count(all, 'gap'), ...(holes ? [count(all, 'hole')] : [])]),
    ),
  ]
}

function fieldsOf(dialect: PlatformName, { fields }: Conformance): string[] {
  const groups = [...Map.groupBy(fields, ({ promise }) => promise.of)]
  return groups.flatMap(([of, all], place) => [
    ...(place === 0 ? ['## Fields', ''] : []),
    `### ${of}`,
    '',
    ...table(['', 'Field', 'Type', 'Seen in'], all, ({ promise, ...judged }) => [
      `\`${promise.name}\``,
      promise.type ?? '',
      sight(dialect, judged),
    ]),
    '',
  ])
}

function wordsOf(dialect: PlatformName, { words }: Conformance): string[] {
  const groups = [...Map.groupBy(words, ({ promise }) => promise.of.name)]
  return groups.flatMap(([of, all], place) => [
    ...(place === 0 ? ['## Enums', ''] : []),
    `### ${of}`,
    '',
    ...table(['', 'Value', 'Seen in'], all, ({ promise, ...judged }) => [
      `\`${promise.value === '' ? '""' : promise.value}\``,
      sight(dialect, judged),
    ]),
    '',
  ])
}

function openOf({ open }: Conformance): string[] {
  if (open.length === 0) return []
  return [
    '## What the documents leave open',
    '',
    '| What | How it is done here |',
    '|---|---|',
    ...open.map(({ what, why }) => row([what, why])),
    '',
  ]
}

const MARKS: Record<State, string> = { tested: '✓', gap: '○', hole: '✗' }

/** The state stands in the first column. */
function table<J extends Judged<unknown>>(heads: string[], all: readonly J[], cells: (one: J) => string[]): string[] {
  if (all.length === 0) return ['None.']
  return [row(heads), `|${'---|'.repeat(heads.length)}`, ...all.map(one => row([MARKS[stateOf(one)], ...cells(one)]))]
}

/** The test that names it, else a recording in which it stands, else the sandbox; for a gap the reason. */
function proof(dialect: PlatformName, { tests, recordings, inSandbox, gap }: Omit<Judged<unknown>, 'promise'>): string {
  if (tests[0]) return `[${tests[0].title || fileName(tests[0].file)}](../../${tests[0].file})`
  if (recordings.length > 0) return recorded(dialect, recordings)
  if (inSandbox) return 'the returns of the sandbox'
  return gap ?? '**nothing yet**'
}

/** Fields and words are seen rather than told: a recording shows where they stand. */
function sight(dialect: PlatformName, judged: Omit<Judged<unknown>, 'promise'>): string {
  return judged.recordings.length > 0 ? recorded(dialect, judged.recordings) : proof(dialect, judged)
}

const recorded = (dialect: PlatformName, [first, ...more]: readonly string[]): string =>
  `[${first}](../../src/dialects/${dialect}/golden/${first}.http)${more.length > 0 ? ` and ${more.length} more` : ''}`

const fileName = (path: string): string => path.split('/').at(-1) ?? path
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  for (const dialect of PLATFORM_NAMES) {
    const { holes } = conformanceOf(root, dialect)
    console.log(
      `${TITLES[dialect]}: ${holes.length === 0 ? 'everything is proved or explained' : `${holes.length} holes`}`,
    )
    for (const hole of holes) console.log(`  ${hole}`)
    if (holes.length > 0) process.exitCode = 1
  }
}
