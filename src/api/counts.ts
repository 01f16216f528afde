/** How many returns stand where, strand by strand. */
import { COLUMNS, type Columns } from '../core/return/where.ts'

const { kind: _kind, inspector: _inspector, ...STRANDS } = COLUMNS

/** Words nobody stands at are there with zero, so that a queue need not ask whether one exists. */
export function countsSaid(rows: readonly { state: Columns; count: number }[]): Record<string, unknown> {
  const strands = Object.entries(STRANDS).map(([strand, words]) => [
    strand,
    Object.fromEntries(
      words.map(word => [word, sum(rows.filter(({ state }) => state[strand as keyof typeof STRANDS] === word))]),
    ),
  ])
  return { total: sum(rows), ...Object.fromEntries(strands) }
}

const sum = (rows: readonly { count: number }[]): number => rows.reduce((all, { count }) => all + count, 0)
