/** Five quantities per item, all counted from the lists: asked, returned, received, restocked, refunded. */
import type { ItemId, ReceivingId } from '../ids.ts'
import type { DispositionKind, Grant, Item, Receiving, Return } from './return.ts'

/** Asked for less what was taken off again. */
export const returned = (item: Item): number =>
  item.asked - item.removed.reduce((all, entry) => all + entry.quantity, 0)

/** Receivings that count: not turned away, and not replaced by a later count by hand. */
export function counted(ret: Return): Receiving[] {
  const replaced = new Set<ReceivingId>(ret.receivings.flatMap(receiving => receiving.replaces))
  return ret.receivings.filter(receiving => receiving.refused === null && !replaced.has(receiving.id))
}

const countedLines = (ret: Return, item: ItemId) =>
  counted(ret).flatMap(receiving => receiving.lines.filter(line => line.item === item))

export const received = (ret: Return, item: ItemId): number => total(countedLines(ret, item))

export const graded = (ret: Return, item: ItemId): number =>
  total(countedLines(ret, item).flatMap(line => line.gradings))

/** Pieces graded as one of the given grades. */
export const gradedAs = (ret: Return, item: ItemId, grades: readonly string[]): number =>
  total(countedLines(ret, item).flatMap(line => line.gradings.filter(grading => grades.includes(grading.grade))))

export const disposed = (ret: Return, item: ItemId, to?: DispositionKind): number =>
  total(ret.dispositions.filter(entry => entry.item === item && (to === undefined || entry.to === to)))

/** Declared missing: announced, never came, and nobody waits for it any more. */
export const missing = (ret: Return, item: ItemId): number => disposed(ret, item, 'missing')

/** More came than was announced; each such piece waits for a decision. */
export const surplus = (ret: Return, item: Item): number => Math.max(0, received(ret, item.id) - returned(item))

/** Grants that stand: a grant that another one replaces is history. */
export function standing(ret: Return): Grant[] {
  const replaced = new Set(ret.grants.flatMap(grant => grant.replaces))
  return ret.grants.filter(grant => !replaced.has(grant.id))
}

/** Pieces of the item promised money for. */
export const grantedOf = (ret: Return, item: ItemId): number =>
  total(standing(ret).flatMap(grant => grant.lines.filter(line => line.item === item)))

/** Pieces of the item whose money has gone. */
export const refunded = (ret: Return, item: ItemId): number =>
  total(
    ret.payouts
      .filter(payout => payout.state === 'done')
      .flatMap(payout => payout.lines.filter(line => line.item === item)),
  )

/** Pieces held on the delivered units of the line. */
export const heldOf = (item: Item): number => total(item.slices)

/** Pieces that must travel. */
export const travelling = (ret: Return): Item[] =>
  ret.items.filter(item => item.handling === 'send_back' && returned(item) > 0)

export const itemOf = (ret: Return, id: ItemId): Item | undefined => ret.items.find(item => item.id === id)

const total = (entries: readonly { quantity: number }[]): number =>
  entries.reduce((all, entry) => all + entry.quantity, 0)
