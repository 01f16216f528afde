/** Hearing what was said about the pieces: the words of the form, and its photos one after the other. */
import { as, type FileId } from '../../core/ids.ts'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import type { Considered, ConsideredPiece } from '../../desk/shopper/consider.ts'
import { piecesOf } from '../../desk/shopper/consider.ts'
import { addPhoto } from '../../desk/shopper/draft-photos.ts'
import type { DraftPiece } from '../../desk/shopper/drafts.ts'
import type { HeardFile } from '../../http/multipart.ts'
import type { Trouble } from '../../ui/kit/form.ts'
import { said, type Visit } from '../visit.ts'
import type { Walk } from '../walk.ts'
import { sayPhotoRefusal } from './photo-words.ts'

export const LONGEST_COMMENT = 1_000

/** Names of the fields about one piece. */
export const about = {
  reason: (piece: string): string => `reason-${piece}`,
  sub: (piece: string): string => `sub-${piece}`,
  comment: (piece: string): string => `comment-${piece}`,
  quantity: (piece: string): string => `quantity-${piece}`,
  photos: (piece: string): string => `photos-${piece}`,
}

/** Photos that were kept, and what is to be said of those that were not. */
export type Heard = { form: Visit['form']; kept: { piece: string; id: FileId }[]; troubles: Trouble[] }

/** Photos are kept as they come; the words are for the caller to keep. A photo of a piece that is no longer wished for is passed over. */
export async function hearWhy(visit: Visit, { session, draft }: Walk): Promise<Heard> {
  const { desk, caller } = visit
  const kept: Heard['kept'] = []
  const troubles: Trouble[] = []
  const form = await visit.heard(async ({ field, name, bytes }: HeardFile) => {
    const piece = field.startsWith('photos-') ? field.slice('photos-'.length) : ''
    if (!draft.doc.pieces.some(({ id }) => id === piece)) return
    const added: FileId | Refusal =
      bytes === null
        ? refuse('file_too_large')
        : await addPhoto(desk, session, caller, { draft: draft.id, piece }, bytes)
    if (!refused(added)) return void kept.push({ piece, id: added })
    const text = sayPhotoRefusal(name, added, visit)
    if (text !== null) troubles.push({ field, text })
  })
  return { form, kept, troubles }
}

/** The pieces with what the form says about them. What does not fit – a reason the shop does not know – is as if it had not been said. */
export function toldPieces(pieces: readonly DraftPiece[], considered: Considered, form: Visit['form']): DraftPiece[] {
  return pieces.map(piece => {
    const entries = piecesOf(considered).find(one => one.piece.id === piece.id)?.reasons ?? []
    const text = (name: string): string => said({ form }, name)
    if (!(about.reason(piece.id) in form)) return piece
    const entry = entries.find(({ code }) => code === text(about.reason(piece.id)))
    const sub = entry?.subs.find(({ code }) => code === text(about.sub(piece.id)))
    const comment = text(about.comment(piece.id)).slice(0, LONGEST_COMMENT)
    return { ...piece, reason: entry?.code ?? null, sub: sub?.code ?? null, comment: comment === '' ? null : comment }
  })
}

/**
 * How many pieces go with each reason, where a line has several. Together they must come to what was chosen, so a change that does not is told and not
 * kept.
 */
export function sharedOut(
  pieces: readonly DraftPiece[],
  form: Visit['form'],
): { pieces: DraftPiece[]; wrong: DraftPiece[] } {
  const shared = pieces.map(piece => {
    const text = said({ form }, about.quantity(piece.id))
    return /^[1-9]\d{0,5}$/.test(text) ? { ...piece, quantity: Number(text) } : piece
  })
  const total = (all: readonly DraftPiece[], like: DraftPiece): number =>
    all.reduce((sum, one) => (one.order === like.order && one.line === like.line ? sum + one.quantity : sum), 0)
  const wrong = pieces.filter(piece => total(shared, piece) !== total(pieces, piece))
  return { pieces: shared.map((one, place) => (wrong.includes(pieces[place]!) ? pieces[place]! : one)), wrong }
}

/** A sub-reason of another reason than the chosen one; without a script all of them stand in one list. */
export function isForeignSub({ piece, reasons }: ConsideredPiece, form: Visit['form']): boolean {
  const text = said({ form }, about.sub(piece.id))
  const entry = reasons.find(({ code }) => code === piece.reason)
  return text !== '' && entry !== undefined && entry.subs.length > 0 && !entry.subs.some(({ code }) => code === text)
}

/** `p1:` and the file's id, as a button that takes a photo away says it. */
export function photoIn(text: string): { piece: string; photo: FileId } | null {
  const [piece = '', photo = ''] = text.split(':')
  return piece !== '' && photo !== '' ? { piece, photo: as<FileId>(photo) } : null
}
