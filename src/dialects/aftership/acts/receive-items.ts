/** Counting goods in, graded or not. */
import { type Refusal, refuse, refused } from '../../../core/refusal.ts'
import type { Commands, Graded } from '../../../core/return/commands.ts'
import { sumOf } from '../../../core/return/contents.ts'
import { parseInstant } from '../../../core/time.ts'
import type { Seen } from '../../../desk/look.ts'
import type { DialectHouse } from '../../dialect.ts'
import type { Handler } from '../door.ts'
import { itemsOfLine } from '../ids.ts'
import { type Choose, changingCall } from './change.ts'
import { type Photos, photosNamed } from './photos.ts'
import { gradingsFor, spread, uncounted } from './pieces.ts'
import { onlyWhile, statusIs } from './status.ts'
import type { ReceivedItemsIn, ReceiveItemsIn } from './wire.ts'

export const receiveItems = (house: DialectHouse): Handler =>
  changingCall(house, (request, client) => {
    const photos = photosNamed(house, client)
    const lines = linesHeard((request.body as ReceiveItemsIn).items, photos)
    return { choose: receiving(lines, house.desk.fresh()), foreign: photos.foreign }
  })

export type LineHeard = { externalId: string; quantity: number; gradings: Graded[] }

/** A moment nobody can mean is none, and then the count's own moment stands. */
export const linesHeard = (items: ReceivedItemsIn, photos: Photos): LineHeard[] =>
  items.map(({ external_id, quantity, gradings }) => ({
    externalId: external_id,
    quantity,
    gradings: (gradings ?? []).map(grading => ({
      grade: grading.grade,
      quantity: grading.quantity,
      note: grading.notes ?? null,
      media: photos.of(grading.image_urls),
      inspector: grading.inspector ?? null,
      at: parseInstant(grading.inspected_at ?? ''),
    })),
  }))

/** Every call is a count of its own, because the platform has no key by which two would be the same. */
export const receiving =
  (lines: readonly LineHeard[], key: string): Choose =>
  seen => {
    if (statusIs(seen, 'rejected')) return onlyWhile('submitted', 'approved', 'expired', 'done')
    const told = linesTold(seen, lines)
    return refused(told) ? told : [{ verb: 'receive', key, source: 'api', lines: told }]
  }

type Told = Commands['receive']['lines']

function linesTold({ ret, order }: Seen, lines: readonly LineHeard[]): Told | Refusal {
  const told: Told = []
  for (const [place, { externalId, quantity, gradings }] of lines.entries()) {
    const at = `items[${place}]`
    const items = itemsOfLine(ret, order, externalId)
    if (items.length === 0)
      return refuse('unknown_line', { path: `${at}.external_id`, sentence: 'This item is not in the return.' })
    const graded = gradings.reduce((all, grading) => all + grading.quantity, 0)
    if (graded > quantity)
      return refuse('grading_exceeds', { path: `${at}.gradings`, sentence: `${graded} are graded of ${quantity}.` })
    const contents = spread(items, quantity, item => uncounted(ret, item) - sumOf(item, told))
    if (contents === null)
      return refuse('over_received', { path: `${at}.quantity`, sentence: 'More than is left to be received.' })
    const own = gradingsFor(contents, gradings)
    told.push(...contents.map((line, which) => ({ ...line, gradings: own[which] ?? [] })))
  }
  return told
}
