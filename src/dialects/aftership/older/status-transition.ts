/** The one call by which the older generation moves a return: from the status the caller last saw to the next. */

import type { OrgId } from '../../../core/ids.ts'
import { type Refusal, refuse } from '../../../core/refusal.ts'
import type { Command, LabelWish } from '../../../core/return/commands.ts'
import { read } from '../../../core/return/reading.ts'
import type { Return } from '../../../core/return/return.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import type { Seen } from '../../../desk/look.ts'
import type { DialectHouse } from '../../dialect.ts'
import type { Choose } from '../acts/change.ts'
import { labelHeard } from '../acts/label.ts'
import { uncounted } from '../acts/pieces.ts'
import type { Handler } from '../door.ts'
import { olderStatus } from '../words.ts'
import { olderCall } from './call.ts'
import type { OlderStatus, TransitionIn } from './wire.ts'

/** From where each status is reached. Resolving was open here before anything was approved, which the current generation no longer knows. */
const SOURCES: Record<TransitionIn['to_status'], readonly OlderStatus[]> = {
  approved: ['submitted'],
  rejected: ['submitted', 'approved', 'shipped', 'received', 'expired'],
  received: ['approved', 'shipped'],
  done: ['submitted', 'approved', 'shipped', 'received'],
}

export const statusTransition = (house: DialectHouse): Handler =>
  olderCall(house, (request, { caller }) => ({
    choose: transition(house, caller.org, request.body as TransitionIn, house.desk.fresh()),
    paths: path => (path.startsWith('label') ? 'generate_label' : ''),
  }))

/** `key` names the count that going to `received` makes. */
export const transition =
  (house: DialectHouse, org: OrgId, body: TransitionIn, key: string): Choose =>
  seen => {
    const now = read(olderStatus, strands(seen.ret))
    if (body.from_status !== now) return refuse('stale_version', { sentence: `The status is ${now}.` })
    if (!SOURCES[body.to_status].includes(now))
      return refuse('not_open', { sentence: `Nothing leads from ${now} to ${body.to_status}.` })
    return unfitting(body, seen.ret) ?? commandsFor(house, org, body, seen, key)
  }

const wishOf = ({ generate_label, custom_label_reference, return: inside }: TransitionIn): LabelWish | null =>
  (generate_label ?? inside?.generate_label)
    ? { reference: custom_label_reference ?? inside?.custom_label_reference ?? null }
    : null

/** Two members must stand beside one transition each, and beside no other. */
function unfitting(body: TransitionIn, ret: Return): Refusal | null {
  const { retailer_label_url: url, reject_reason: reason } = body.return ?? {}
  const needsUrl = body.to_status === 'approved' && ret.method?.type === 'retailer_label' && wishOf(body) === null
  const needsReason = body.to_status === 'rejected'
  return present('return.retailer_label_url', url, needsUrl) ?? present('return.reject_reason', reason, needsReason)
}

function present(path: string, value: string | null | undefined, needed: boolean): Refusal | null {
  const isThere = value !== null && value !== undefined
  if (isThere === needed) return null
  const name = path.split('.').at(-1)
  const sentence = needed ? `${name} is a required field` : `${name} must not be sent with this transition`
  return refuse('invalid', { path, sentence })
}

function commandsFor(
  house: DialectHouse,
  org: OrgId,
  body: TransitionIn,
  { ret }: Seen,
  key: string,
): readonly Command[] | Refusal {
  switch (body.to_status) {
    case 'approved':
      return [{ verb: 'approve', label: wishOf(body) }, ...labelled(house, org, body.return?.retailer_label_url)]
    case 'rejected':
      return [{ verb: 'reject', reason: body.return?.reject_reason ?? '' }]
    case 'done':
      return ret.request.state === 'submitted' ? [{ verb: 'approve' }, { verb: 'resolve' }] : [{ verb: 'resolve' }]
    case 'received': {
      const lines = ret.items
        .map(item => ({ item: item.id, quantity: uncounted(ret, item) }))
        .filter(({ quantity }) => quantity > 0)
      return [{ verb: 'receive', key, source: 'api', lines }]
    }
  }
}

/** Who carries the parcel is not told beside the address of its label. */
function labelled(house: DialectHouse, org: OrgId, url: string | null | undefined): Command[] {
  const label = url ? labelHeard(house, org, { url, slug: 'other' }) : null
  return label ? [{ verb: 'ship', source: 'api', carrier: {}, label }] : []
}
