/** Changing one item of a return that stands: never below what came, and never a piece somebody was promised money for. */
import { assess } from '../policy/assess.ts'
import { type Refusal, refuse, refused } from '../refusal.ts'
import type { Commands } from './commands.ts'
import { freeing } from './consequences.ts'
import type { Event } from './events.ts'
import { take } from './holds.ts'
import { grantedOf, heldOf, itemOf, received, returned } from './quantities.ts'
import { reasonFaulty, reasonOf } from './reasoned.ts'
import { HANDLINGS, type Item, type Return } from './return.ts'
import type { Tray } from './tray.ts'
import { happened } from './verb.ts'

type Wish = NonNullable<Commands['amend']['items']>[number]

export function amendedItem(ret: Return, wish: Wish, path: string, tray: Tray): Event[] | Refusal {
  const item = itemOf(ret, wish.item)
  if (!item) return refuse('not_found', { sentence: 'The return has no such item.', path: `${path}.item` })
  const fault = promised(ret, item, wish, path) ?? unreasoned(ret, item, wish, path, tray) ?? unhandled(wish, path)
  if (fault) return fault
  const pieces = piecesChanged(ret, item, wish, path, tray)
  return refused(pieces) ? pieces : [...particulars(item, wish, tray), ...pieces]
}

function promised(ret: Return, item: Item, { quantity, handling, resolution }: Wish, path: string): Refusal | null {
  const granted = grantedOf(ret, item.id)
  if (granted === 0) return null
  const no = (field: string) =>
    refuse('already_granted', {
      sentence: `Money was promised for ${granted} of these.`,
      path: `${path}.${field}`,
      granted,
    })
  if (quantity !== undefined && quantity < granted) return no('quantity')
  if (handling !== undefined && handling !== item.handling) return no('handling')
  return resolution === undefined ? null : no('resolution')
}

function unreasoned(
  ret: Return,
  item: Item,
  { reason }: Wish,
  path: string,
  { order, shop, by }: Tray,
): Refusal | null {
  const line = order.lines.find(one => one.id === item.line)
  if (!reason || !line) return null
  const answer = ret.assessment.lines.find(one => one.line === item.line)
  return reasonFaulty({
    given: reason,
    line,
    shop,
    answer,
    lane: ret.lane,
    binding: by.role === 'shopper',
    path: `${path}.reason`,
  })
}

const unhandled = ({ handling }: Wish, path: string): Refusal | null =>
  handling === undefined || HANDLINGS.includes(handling)
    ? null
    : refuse('terms_unavailable', { sentence: `Available: ${HANDLINGS.join(', ')}.`, path: `${path}.handling` })

function particulars(item: Item, { reason, resolution, handling, serials }: Wish, tray: Tray): Event[] {
  const line = tray.order.lines.find(one => one.id === item.line)
  const changed = {
    ...(reason && line && { reason: reasonOf(reason, line, tray.shop) }),
    ...(resolution && { resolution }),
    ...(handling && handling !== item.handling && { handling }),
    ...(serials && { serials }),
  }
  return Object.keys(changed).length > 0 ? [happened(tray, 'item.changed', { item: item.id, ...changed })] : []
}

/** `quantity` is what shall remain. */
function piecesChanged(ret: Return, item: Item, { quantity, why }: Wish, path: string, tray: Tray): Event[] | Refusal {
  const present = returned(item)
  if (quantity === undefined || quantity === present) return []
  const at = `${path}.quantity`
  if (!Number.isSafeInteger(quantity) || quantity < 0)
    return refuse('quantity_invalid', {
      sentence: 'State a whole number of pieces, or 0 to take the item off.',
      path: at,
    })
  const came = received(ret, item.id)
  if (quantity < came)
    return refuse('goods_received', {
      sentence: `${came} of these have been counted in already.`,
      path: at,
      received: came,
    })
  return quantity > present
    ? more(ret, item, quantity - present, at, tray)
    : fewer(item, present - quantity, why ?? '', tray)
}

function fewer(item: Item, quantity: number, why: string, tray: Tray): Event[] {
  const slices = freeing(item, Math.max(0, heldOf(item) - (returned(item) - quantity)))
  return [
    happened(tray, 'item.removed', { item: item.id, quantity, why }),
    ...(slices.length > 0 ? [happened(tray, 'units.freed', { slices })] : []),
  ]
}

/** More pieces are a new wish: they must be free, and for the shopper policy must still allow them. */
function more(ret: Return, item: Item, quantity: number, path: string, tray: Tray): Event[] | Refusal {
  const slices = take([{ item: item.id, line: item.line, quantity }], tray)
  if (refused(slices)) return refuse(slices.code, { ...slices.detail, path })
  const no = tray.by.role === 'shopper' ? notAllowed(ret, item, quantity, path, tray) : null
  return (
    no ?? [
      happened(tray, 'item.changed', { item: item.id, asked: item.asked + quantity }),
      happened(tray, 'units.held', { slices }),
    ]
  )
}

function notAllowed(ret: Return, item: Item, quantity: number, path: string, tray: Tray): Refusal | null {
  const wish = { line: item.line, quantity, reason: item.reason, handling: item.handling, resolution: item.resolution }
  const said = assess(
    tray.order,
    { ...tray, siblings: [...tray.siblings, ret] },
    { items: [wish], lane: ret.lane, kind: ret.kind },
  )
  const answer = said.lines.find(one => one.line === item.line)
  if (!answer || (answer.refusals.length === 0 && quantity <= answer.allowed)) return null
  const [first] = answer.refusals
  const until = first?.until ?? answer.until
  return refuse('not_eligible', {
    sentence: first?.sentence ?? `Policy lets ${answer.allowed} more come back.`,
    path,
    reasons: answer.refusals,
    ...(until && { until }),
  })
}
