/** What in a migration would disturb processes of the version before, which go on working while it is applied and afterwards (decision 0013). */

/** Few rows each, whatever the size of the house: an index over them is there before anybody notices. */
const SMALL = new Set([
  'api_keys',
  'dialect_credentials',
  'endpoints',
  'installation',
  'memberships',
  'migration',
  'orgs',
  'people',
  'policies',
  'serials',
  'shops',
])

type Rule = {
  pattern: RegExp
  /** `never`: there is another way. `needs`: one version later, when nobody uses it any more. `reason`: mostly wrong; the file may say why not here. */
  unless: 'never' | 'needs' | 'reason'
  why: string
  /** Only where the first group of the pattern names a table that may be big and was not made in this very file. */
  bigTables?: boolean
}

const RULES: readonly Rule[] = [
  {
    pattern: /\brename\b/,
    unless: 'never',
    why: 'renames: add the new name, fill it, drop the old one a version later',
  },
  { pattern: /^drop\s+(table|schema|view)\b/, unless: 'needs', why: 'drops what the older version reads' },
  { pattern: /\bdrop\s+column\b/, unless: 'needs', why: 'drops a column the older version reads and writes' },
  { pattern: /\bset\s+not\s+null\b/, unless: 'needs', why: 'demands a value the older version does not write' },
  {
    pattern: /\badd\s+column\b(?=[^,]*\bnot\s+null\b)(?![^,]*\bdefault\b)/,
    unless: 'never',
    why: 'demands a value the older version does not write: give the column a default',
  },
  { pattern: /\bdrop\s+default\b/, unless: 'needs', why: 'takes a default away the older version counts on' },
  {
    pattern: /\balter\s+column\s+\w+\s+(set\s+data\s+)?type\b/,
    unless: 'reason',
    why: 'changes a type: the table is written anew, and the older version gets other values',
  },
  {
    pattern: /\badd\s+column\b[^,]*\bdefault\s+\w*(random|uuid|clock_timestamp|nextval)\w*\s*\(/,
    unless: 'reason',
    why: 'writes the whole table anew to fill the column',
  },
  { pattern: /\bdrop\s+constraint\b/, unless: 'reason', why: 'takes away a guard the older version counts on' },
  {
    pattern:
      /^create\s+unique\s+index\b.*?\bon\s+(\w+)|^alter\s+table\s+(\w+)\s.*\badd\s+(constraint\s+\w+\s+)?(unique|primary)\b/,
    unless: 'reason',
    why: 'forbids what the older version may write',
    bigTables: true,
  },
  {
    pattern: /^alter\s+table\s+(\w+)\s(?!.*\bnot\s+valid\b).*\badd\s+(?:constraint\s+\w+\s+)?(?:check|foreign)\b/,
    unless: 'reason',
    why: 'looks through the whole table while everybody waits: add it not valid, validate it in the next file',
    bigTables: true,
  },
  {
    pattern: /^create\s+(?:unique\s+)?index\s+(?!concurrently)(?:if\s+not\s+exists\s+)?\w+\s+on\s+(\w+)/,
    unless: 'reason',
    why: 'keeps everybody from writing while the index is built: build it concurrently, in a file marked `-- outside a transaction`',
    bigTables: true,
  },
  {
    pattern: /^(?:update|delete\s+from)\s+(\w+)/,
    unless: 'reason',
    why: 'holds rows others want to write, and leaves out those the older version writes afterwards',
    bigTables: true,
  },
  { pattern: /^(truncate|lock|vacuum\s+full|cluster|reindex)\b/, unless: 'reason', why: 'shuts everybody out' },
  {
    pattern: /^drop\s+index\s+(?!concurrently)/,
    unless: 'reason',
    why: 'waits for everybody and makes everybody wait',
  },
]

const FINE = /^--\s*fine beside the older version:\s*\S/i
const NEEDS = /^--\s*needs:\s*(\S+)\s*$/im
const IN_PARTS = /^--\s*outside a transaction\b/im
const INDEX_ONLY =
  /^(create\s+(unique\s+)?index\s+concurrently\s+if\s+not\s+exists|drop\s+index\s+concurrently\s+if\s+exists)\b/

/** One sentence per statement that disturbs. `earlier` are the names of the migrations before this one. */
export function troublesIn(text: string, earlier: readonly string[] = []): string[] {
  const needs = NEEDS.exec(text)?.[1] ?? null
  const inParts = IN_PARTS.test(text)
  const statements = statementsIn(text)
  const made = new Set(
    statements.flatMap(({ sql }) => /^create\s+table\s+(?:if\s+not\s+exists\s+)?(\w+)/.exec(sql)?.[1] ?? []),
  )
  const fileIsFine = FINE.test(text)
  const found = statements.flatMap(({ sql, isFine }) =>
    RULES.filter(rule => disturbs(rule, sql, made))
      .filter(({ unless }) => unless === 'never' || (unless === 'needs' ? needs === null : !isFine && !fileIsFine))
      .map(({ why }) => `${shown(sql)} ${why}.`),
  )
  const wrongPlace = statements.flatMap(({ sql }) => {
    if (inParts && !INDEX_ONLY.test(sql)) return [`${shown(sql)} does not belong into a file outside a transaction.`]
    if (!inParts && /\bconcurrently\b/.test(sql))
      return [`${shown(sql)} needs a file marked \`-- outside a transaction\`.`]
    return []
  })
  const unknown =
    needs !== null && !earlier.includes(needs) ? [`It needs ${needs}, which is no earlier migration.`] : []
  return [...found, ...wrongPlace, ...unknown]
}

function disturbs({ pattern, bigTables }: Rule, sql: string, made: ReadonlySet<string>): boolean {
  const match = pattern.exec(sql)
  if (match === null) return false
  const table = match[1] ?? match[2] ?? ''
  return !bigTables || !(made.has(table) || SMALL.has(table))
}

const shown = (sql: string): string => `\`${sql.slice(0, 60)}${sql.length > 60 ? '…' : ''}\``

/** Each in one line of lower case without its comments and texts, and whether the comment right before it says that it is fine. */
function statementsIn(text: string): { sql: string; isFine: boolean }[] {
  const bare = text.replaceAll(TEXT_OR_COMMENT, found => (FINE.test(found) ? MARK : found.startsWith("'") ? "''" : ''))
  return bare
    .split(';')
    .map(part => ({
      sql: part.replaceAll(MARK, '').replaceAll(/\s+/g, ' ').trim().toLowerCase(),
      isFine: part.includes(MARK),
    }))
    .filter(({ sql }) => sql !== '')
}

const TEXT_OR_COMMENT = /'(?:[^']|'')*'|--.*$/gm
const MARK = '\u0001'
