/** Choosing pieces for a request: more of a line, fewer, another reason for some of them. What was said of a piece stays with it. */
import type { LineId, OrderId } from '../../core/ids.ts'
import type { DraftPiece } from './drafts.ts'

/** How many of a line, or how many whole kits, shall come back. */
export type Count = { order: OrderId; line: LineId; kitWhole: boolean; quantity: number }

/** More of a line join its first wish; fewer are taken from the last. What is not counted at all is not wished any more. */
export function countedPieces(before: readonly DraftPiece[], counts: readonly Count[]): DraftPiece[] {
  return counts
    .filter(({ quantity }) => quantity > 0)
    .reduce<DraftPiece[]>((chosen, count) => {
      const known = before.filter(piece => piece.order === count.order && piece.line === count.line)
      const pieces = known.length > 0 ? fitted(known, count.quantity) : [pieceFor(count, [...before, ...chosen])]
      return [...chosen, ...pieces]
    }, [])
}

function fitted([first, ...others]: readonly DraftPiece[], quantity: number): DraftPiece[] {
  if (first === undefined) return []
  const rest = others.reduce((all, piece) => all + piece.quantity, 0)
  if (quantity > rest) return [{ ...first, quantity: quantity - rest }, ...others]
  let left = quantity
  return [first, ...others].flatMap(piece => {
    const taken = Math.min(piece.quantity, left)
    left -= taken
    return taken > 0 ? [{ ...piece, quantity: taken }] : []
  })
}

const pieceFor = ({ order, line, kitWhole, quantity }: Count, known: readonly DraftPiece[]): DraftPiece => ({
  id: freshName(known),
  order,
  line,
  fulfilment: null,
  quantity,
  kitWhole,
  reason: null,
  sub: null,
  comment: null,
  photos: [],
  get: null,
})

/** Names are not used again while the draft remembers them, so that an old page cannot speak of another piece. */
const freshName = (known: readonly DraftPiece[]): string =>
  `p${1 + known.reduce((last, { id }) => Math.max(last, Number(id.slice(1))), 0)}`

/** One of the pieces gets a wish of its own, without a reason yet. Nothing happens to a single piece. */
export function split(pieces: readonly DraftPiece[], id: string): DraftPiece[] {
  return pieces.flatMap(piece => {
    if (piece.id !== id || piece.quantity < 2) return [piece]
    const own = { ...piece, id: freshName(pieces), quantity: 1, reason: null, sub: null, comment: null, photos: [] }
    return [{ ...piece, quantity: piece.quantity - 1 }, own]
  })
}

/** Puts a wish back to another one of the same line. What was said only of it goes; nothing happens where it is the only one. */
export function join(pieces: readonly DraftPiece[], id: string): DraftPiece[] {
  const gone = pieces.find(piece => piece.id === id)
  const stays = pieces.find(piece => piece.id !== id && piece.order === gone?.order && piece.line === gone.line)
  if (!gone || !stays) return [...pieces]
  return pieces
    .filter(piece => piece !== gone)
    .map(piece => (piece === stays ? { ...piece, quantity: piece.quantity + gone.quantity } : piece))
}
