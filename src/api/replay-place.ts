/** Where a replay was left: the last event that is on the way, and the end the range had when it began. */
import Type from 'typebox'
import { as } from '../core/ids.ts'
import { type Instant, parseInstant } from '../core/time.ts'
import type { ReplayPlace } from '../desk/deliveries.ts'
import { readCursor, writeCursor } from '../http/cursor.ts'
import { fieldProblem } from '../http/problem.ts'
import { UUID } from './wire/uuid.ts'

const Position = Type.Tuple([
  Type.String({ maxLength: 40 }),
  Type.String({ pattern: UUID.source }),
  Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
  Type.String({ maxLength: 40 }),
])

const listOf = (endpoint: string): string => `replay ${endpoint}`

export const writeReplayPlace = (endpoint: string, { at, ret, sequence }: ReplayPlace, until: Instant): string =>
  writeCursor(listOf(endpoint), [at, ret, sequence, until])

/** Without an end of its own a replay goes on to the end it began with, however late that is asked for. */
export function readReplayPlace(endpoint: string, cursor?: string): { after: ReplayPlace; until: Instant } | null {
  const position = readCursor(listOf(endpoint), Position, cursor, 'body')
  if (position === undefined) return null
  const [at, until] = [parseInstant(position[0]), parseInstant(position[3])]
  if (at === null || until === null) throw fieldProblem(NO_MOMENT)
  return { after: { at, ret: as(position[1]), sequence: position[2] }, until }
}

const NO_MOMENT = {
  in: 'body',
  path: 'after',
  code: 'invalid_cursor',
  message: 'Is not where a replay was left. Use next from the answer before as it is, or leave it out to start over.',
} as const
