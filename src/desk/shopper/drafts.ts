/** A request somebody is still writing, kept step by step. */
import type { DraftId, FileId, FulfilmentId, LineId, OrderId, ReturnId } from '../../core/ids.ts'
import type { Address } from '../../core/party.ts'
import type { ReasonCode } from '../../core/reasons.ts'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import type { Resolution } from '../../core/return/return.ts'
import type { MethodType } from '../../core/words.ts'
import { findDraft, insertDraft, type StoredDraft, updateDraft } from '../../db/drafts.ts'
import { findFiles } from '../../db/files.ts'
import { nothingHere } from '../caller.ts'
import type { Desk } from '../desk.ts'
import type { Session } from './session.ts'

/** One wish: so many pieces of one line, for one reason, for one thing in return. */
export type DraftPiece = {
  /** Names the wish within the draft: `p1`, `p2` … */
  id: string
  order: OrderId
  line: LineId
  fulfilment: FulfilmentId | null
  quantity: number
  /** All parts of a kit come back together. */
  kitWhole: boolean
  reason: ReasonCode | null
  sub: string | null
  comment: string | null
  photos: FileId[]
  get: Get | null
}

/** What the shopper gets for it. `keep`: it stays, and a part of the price comes back where the policy offers that. */
export type Get = { kind: 'give_back'; resolution: Resolution } | { kind: 'keep'; resolution: Resolution }

/** An article somebody wants instead, of the shop's catalogue. One list per order, since an exchange belongs to a return. */
export type DraftSwap = { order: OrderId; product: string; variant: string; quantity: number }

export type Draft = {
  lane: 'standard' | 'withdrawal'
  /** The orders it is about, of those the session opens. */
  orders: OrderId[]
  pieces: DraftPiece[]
  swaps: DraftSwap[]
  method: MethodType | null
  /** Where the goods travel from, when not from where they were sent to. */
  from: Address | null
  email: string | null
  comment: string | null
  /** Once sent: the returns it became, one per order. */
  filed: ReturnId[] | null
}

export const EMPTY_DRAFT: Draft = {
  lane: 'standard',
  orders: [],
  pieces: [],
  swaps: [],
  method: null,
  from: null,
  email: null,
  comment: null,
  filed: null,
}

export type KeptDraft = StoredDraft<Draft>

/** Photos that were shown in what was never sent, or has been. */
export const photosIn = (drafts: readonly Draft[]): FileId[] =>
  drafts.flatMap(({ pieces }) => pieces.flatMap(({ photos }) => photos))

/** `lost`: how many photos it named that have been cleared away meanwhile; they are left out of it already. */
export type OpenedDraft = KeptDraft & { lost: number }

export async function startDraft(desk: Desk, { org, shop }: Session, wish: Partial<Draft>): Promise<KeptDraft> {
  const draft = { org, id: desk.fresh<DraftId>(), shop, updatedAt: desk.now(), doc: { ...EMPTY_DRAFT, ...wish } }
  await insertDraft(desk.db, draft)
  return { ...draft, version: 1 }
}

/** Only for whoever has proved every order it is about. */
export async function openDraft(desk: Desk, session: Session, id: DraftId): Promise<OpenedDraft | Refusal> {
  const draft = UUID.test(id) ? await findDraft<Draft>(desk.db, session.org, id) : null
  const opened = new Set(session.orders.map(({ order }) => order))
  return draft !== null && draft.shop === session.shop && draft.doc.orders.every(order => opened.has(order))
    ? withoutLostPhotos(desk, draft)
    : nothingHere('request')
}

/** What nobody files is cleared away a day after it was kept, so whoever comes back later finds the words and misses the photos. */
async function withoutLostPhotos(desk: Desk, draft: KeptDraft): Promise<OpenedDraft> {
  const named = draft.doc.pieces.flatMap(({ photos }) => photos)
  if (named.length === 0 || draft.doc.filed !== null) return { ...draft, lost: 0 }
  const there = new Set((await findFiles(desk.db, draft.org, named)).map(({ id }) => id))
  const lost = named.filter(id => !there.has(id)).length
  if (lost === 0) return { ...draft, lost }
  const pieces = draft.doc.pieces.map(piece => ({ ...piece, photos: piece.photos.filter(id => there.has(id)) }))
  return { ...draft, lost, doc: { ...draft.doc, pieces } }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Refuses `stale_version` when another tab was faster, and `not_open` once it has been sent. */
export async function changeDraft(desk: Desk, draft: KeptDraft, changed: Partial<Draft>): Promise<KeptDraft | Refusal> {
  if (draft.doc.filed !== null)
    return refuse('not_open', { sentence: 'This request has been sent; start another one.' })
  const next = { ...draft, updatedAt: desk.now(), doc: { ...draft.doc, ...changed } }
  if (!(await updateDraft(desk.db, next)))
    return refuse('stale_version', {
      sentence: 'This request was changed in another window; look at what it says now and go on from there.',
    })
  return { ...next, version: draft.version + 1 }
}

/**
 * Changes a draft by what it says at that moment, and looks again when somebody was faster: several photos that arrive at once are all of one visitor.
 */
export async function reviseDraft(
  desk: Desk,
  session: Session,
  id: DraftId,
  revise: (draft: Draft) => Partial<Draft> | Refusal,
  tries = MOST_TRIES,
): Promise<KeptDraft | Refusal> {
  const draft = await openDraft(desk, session, id)
  if (refused(draft)) return draft
  const changed = revise(draft.doc)
  if (refused(changed)) return changed
  const kept = await changeDraft(desk, draft, changed)
  const again = refused(kept) && kept.code === 'stale_version' && tries > 1
  return again ? reviseDraft(desk, session, id, revise, tries - 1) : kept
}

const MOST_TRIES = 12
