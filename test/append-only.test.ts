/** What happened stays written down: no statement of the house changes the audit or the log of a return, but for forgetting a person. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = resolve(import.meta.dirname, '../src')
const MIGRATIONS = resolve(import.meta.dirname, '../migrations')

const CHANGES =
  /\b(?:update|delete\s+from|truncate(?:\s+table)?|merge\s+into|drop\s+table|alter\s+table)\s+(?:only\s+)?(?:audit|return_events)\b/gi

/** A fall-back for an insert that meets a row would change one too. */
const INSERTS = /insert\s+into\s+(?:audit|return_events)\b[^`]*?on\s+conflict[^`]*?do\s+update/gi

const MAY = ['db/erasure.ts']

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  file => file.endsWith('.ts') && !file.endsWith('.test.ts'),
)
const changesIn = (text: string): string[] => [...(text.match(CHANGES) ?? []), ...(text.match(INSERTS) ?? [])]

describe('the audit and the log of a return', () => {
  test('are changed by nothing but forgetting a person, which leaves the audit alone', () => {
    const found = files.flatMap(file => changesIn(readFileSync(join(SRC, file), 'utf8')).map(change => [file, change]))
    expect(found).toEqual([[MAY[0], 'update return_events']])
  })

  test('are changed by no migration but one that adds to their shape', () => {
    const found = readdirSync(MIGRATIONS).flatMap(file =>
      changesIn(readFileSync(join(MIGRATIONS, file), 'utf8').replaceAll(/--.*$/gm, '')).filter(
        change => !/^alter/i.test(change),
      ),
    )
    expect(found).toEqual([])
  })

  test('would be noticed', () => {
    expect(changesIn('sql`delete  from audit where`, sql`UPDATE return_events set`')).toHaveLength(2)
    expect(changesIn('insert into audit (id) values (1) on conflict (id) do update set x = 1')).toHaveLength(1)
    expect(changesIn('select from audit; insert into return_events select 1; update audited set')).toEqual([])
  })
})
