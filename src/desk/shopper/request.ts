/** A whole request in one piece, as the shopper's API hears it: the same draft the pages write step by step. */
import { createHash } from 'node:crypto'
import type { DraftId, FileId, FulfilmentId, LineId, OrderId } from '../../core/ids.ts'
import type { Address } from '../../core/party.ts'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import type { ReasonGiven } from '../../core/return/commands.ts'
import type { Handling, MethodType, Resolution } from '../../core/return/return.ts'
import { insertDraft } from '../../db/drafts.ts'
import type { Desk } from '../desk.ts'
import { hashOf } from '../hash.ts'
import { type Draft, type DraftPiece, EMPTY_DRAFT, type Get, type KeptDraft, openDraft } from './drafts.ts'
import type { Session } from './session.ts'

export type AskedPiece = {
  order: OrderId
  line: LineId
  quantity: number
  fulfilment?: FulfilmentId | null
  kitWhole?: boolean
  reason?: ReasonGiven
  media?: FileId[]
  handling?: Handling
  resolution?: Resolution
}

export type AskedRequest = {
  pieces: AskedPiece[]
  swaps?: Draft['swaps']
  method?: MethodType | null
  from?: Address | null
  email?: string | null
  comment?: string | null
}

export function draftOf({ pieces, swaps = [], method, from, email, comment }: AskedRequest): Draft {
  return {
    ...EMPTY_DRAFT,
    orders: [...new Set(pieces.map(({ order }) => order))],
    pieces: pieces.map(pieceOf),
    swaps,
    method: method ?? null,
    from: from ?? null,
    email: email ?? null,
    comment: comment ?? null,
  }
}

/** Wishes are named by their place, from 1. */
const pieceOf = (asked: AskedPiece, place: number): DraftPiece => ({
  id: `p${place + 1}`,
  order: asked.order,
  line: asked.line,
  fulfilment: asked.fulfilment ?? null,
  quantity: asked.quantity,
  kitWhole: asked.kitWhole ?? false,
  reason: asked.reason?.code ?? null,
  sub: asked.reason?.sub ?? null,
  comment: asked.reason?.comment ?? null,
  photos: asked.media ?? [],
  get: getOf(asked),
})

/** Nothing chosen is the usual thing, which hangs on what is on offer. */
function getOf({ handling, resolution }: AskedPiece): Get | null {
  if (resolution === undefined && handling !== 'keep') return null
  return {
    kind: handling === 'keep' ? 'keep' : 'give_back',
    resolution: resolution ?? { type: 'refund', to: 'original_payment' },
  }
}

/** Refuses `reason_required` for the first piece nobody gave a reason for. */
export function withoutReason({ pieces, lane }: Draft): Refusal | null {
  const piece = lane === 'withdrawal' ? undefined : pieces.find(({ reason }) => reason === null)
  if (!piece) return null
  return refuse('reason_required', { path: 'items[0].reason', piece: piece.id, sentence: 'Say why it comes back.' })
}

/** For trying out: written down nowhere. */
export const unkeptDraft = (desk: Desk, { org, shop }: Session, doc: Draft): KeptDraft => ({
  org,
  id: desk.fresh<DraftId>(),
  shop,
  version: 1,
  updatedAt: desk.now(),
  doc,
})

/** For sending. The same key of the same session is the same draft, so that sent again it becomes the returns it became; with other wishes it is refused. */
export async function keptDraft(
  desk: Desk,
  session: Session,
  doc: Draft,
  key: string | undefined,
): Promise<KeptDraft | Refusal> {
  const draft = { ...unkeptDraft(desk, session, doc), ...(key !== undefined && { id: idFor(session, key) }) }
  await insertDraft(desk.db, draft)
  const kept = await openDraft(desk, session, draft.id)
  if (refused(kept)) return kept
  const same = hashOf({ ...kept.doc, filed: null }) === hashOf(doc)
  return same ? kept : refuse('key_reused', { sentence: 'This idempotency key was used for another request.' })
}

/** A UUID of version 8 (RFC 9562). */
function idFor({ org, id }: Session, key: string): DraftId {
  const hex = createHash('sha256').update(`${org} ${id} ${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}` as DraftId
}
