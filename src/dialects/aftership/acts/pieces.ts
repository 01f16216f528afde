/** Pieces named by order line, given to the items of that line: callers know lines, a return may hold the same line twice. */
import type { Graded } from '../../../core/return/commands.ts'
import { sumOf } from '../../../core/return/contents.ts'
import { counted, returned } from '../../../core/return/quantities.ts'
import type { Contents, Item, Return } from '../../../core/return/return.ts'

/** Fills the items one after the other, each up to what is left of it; null when there are fewer pieces than wanted. */
export function spread(items: readonly Item[], quantity: number, left: (item: Item) => number): Contents | null {
  const contents: Contents = []
  let open = quantity
  for (const item of items) {
    const pieces = Math.min(open, Math.max(0, left(item)))
    if (pieces > 0) contents.push({ item: item.id, quantity: pieces })
    open -= pieces
  }
  return open === 0 ? contents : null
}

/** The same item once, with all its pieces. */
export const gathered = (contents: Contents): Contents =>
  [...new Set(contents.map(({ item }) => item))].map(item => ({ item, quantity: sumOf({ id: item }, contents) }))

/** What may still be counted in. What a carrier only said is replaced by a count, so it takes nothing away. */
export function uncounted(ret: Return, item: Item): number {
  const byHand = counted(ret)
    .filter(({ source }) => source !== 'carrier')
    .flatMap(({ lines }) => lines.filter(line => line.item === item.id))
  return returned(item) - sumOf(item, byHand)
}

/** Gradings of a line's pieces, handed on with the pieces: the first graded ones go to the first item. */
export function gradingsFor(contents: Contents, gradings: readonly Graded[]): Graded[][] {
  const open = gradings.map(grading => ({ ...grading }))
  return contents.map(({ quantity }) => {
    const own: Graded[] = []
    for (let room = quantity; room > 0 && open[0]; ) {
      const [first] = open
      const pieces = Math.min(room, first.quantity)
      own.push({ ...first, quantity: pieces })
      first.quantity -= pieces
      room -= pieces
      if (first.quantity === 0) open.shift()
    }
    return own
  })
}
