/** What every page about one return begins and ends with: whose it is, and what became of what was asked. */
import { type Refusal, type RefusalCode, refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import { act } from '../../desk/act.ts'
import type { Seen } from '../../desk/look.ts'
import { type Followed, followed, openReturn } from '../../desk/shopper/following.ts'
import type { Act } from '../../desk/shopper/following-acts.ts'
import type { Speaker } from '../../ui/follow-words.ts'
import { unseen } from '../../ui/kit/form.ts'
import type { Trouble } from '../../ui/kit/trouble.ts'
import type { Html } from '../../ui/html.ts'
import type { TextKey } from '../../ui/texts/catalogue.ts'
import type { Answer, Page, Visit } from '../visit.ts'
import { nothingHere } from './fault.ts'
import { sayReason } from './reason-words.ts'

/** A visit to one return. */
export type Following = Visit & {
  seen: Seen
  followed: Followed
  /** `/portal/linnea/returns/RMA-…` */
  place: string
  shopName: string
}

export const shopNameOf = ({ portal }: Pick<Visit, 'portal'>): string => portal.settings.brand.name ?? portal.shop.name

export const speakerOf = ({ say, formats, shopName }: Pick<Following, 'say' | 'formats' | 'shopName'>): Speaker => ({
  say,
  formats,
  shop: shopName,
})

/** Somebody else's return looks like none at all. */
export const onReturn =
  (page: (following: Following) => Promise<Answer>): Page =>
  async visit => {
    const { session, desk, caller, params } = visit
    const number = params['number'] ?? ''
    const opened = session === null ? null : await openReturn(desk, session, caller, number)
    if (opened === null || refused(opened)) return nothingHere(visit)
    const { seen, standing } = opened
    const what = inTheirWords(followed(seen, standing, desk.now()), visit)
    return page({
      ...visit,
      seen,
      followed: what,
      place: `${visit.base}/returns/${what.number}`,
      shopName: shopNameOf(visit),
    })
  }

/** Reasons are kept as the shop words them, and read by whoever chose them in another language. */
const inTheirWords = (what: Followed, visit: Visit): Followed => ({
  ...what,
  pieces: what.pieces.map(piece => ({
    ...piece,
    reason: { ...piece.reason, text: sayReason({ ...piece.reason, text: piece.reason.text ?? '' }, visit) },
  })),
})

/** A page for one act: where it is no longer open, the visitor is told so beside how it stands now. */
export const forAct = (open: Act | readonly Act[], page: (following: Following) => Promise<Answer>): Page =>
  onReturn(async following =>
    [open].flat().some(one => following.followed.may.includes(one)) ? page(following) : noted(following, 'closed'),
  )

export type Note = TextKey extends infer Key ? (Key extends `follow.note.${infer Code}` ? Code : never) : never

export const noted = ({ place }: Pick<Following, 'place'>, note: Note): Answer => ({ to: `${place}?note=${note}` })

/** Carried along in each form: what the decision is based on. */
export const basedOn = ({ followed: { version } }: Following): Html => unseen('version', version)

/**
 * Carries out what was asked, as of the version the form was written for; then back to the return with a word about it. Gives the refusal where the
 * visitor can mend something, and goes back to the return where somebody else was faster.
 */
export async function carriedOut(
  following: Following,
  commands: readonly Command[],
  note: Note,
  version: string | undefined,
): Promise<Answer | Refusal> {
  const { desk, caller, seen, cause } = following
  const expectedVersion = Number(version)
  const acted = await act(desk, caller, { ret: seen.ret.id }, commands, {
    cause,
    ...(version !== undefined && Number.isSafeInteger(expectedVersion) && { expectedVersion }),
  })
  if (!refused(acted)) return noted(following, note)
  return OVERTAKEN[acted.code] ? noted(following, OVERTAKEN[acted.code] ?? 'closed') : acted
}

/** What the visitor cannot mend, because the return is not what it was. */
const OVERTAKEN: Partial<Record<RefusalCode, Note>> = {
  stale_version: 'stale',
  offer_superseded: 'stale',
  not_open: 'closed',
  not_found: 'closed',
  forbidden: 'closed',
  disputed: 'closed',
  own_offer: 'closed',
  no_offer: 'closed',
  already_granted: 'closed',
  settled_elsewhere: 'closed',
  payout_in_flight: 'closed',
  evidence_overdue: 'closed',
  busy: 'stale',
}

type RefusalKey = TextKey extends infer Key ? (Key extends `follow.refusal.${string}` ? Key : never) : never

const WORDS: Partial<Record<RefusalCode, RefusalKey>> = {
  amount_required: 'follow.refusal.amount_required',
  amount_invalid: 'follow.refusal.amount_invalid',
  amount_too_low: 'follow.refusal.amount_too_low',
  amount_too_high: 'follow.refusal.amount_too_high',
  counters_exhausted: 'follow.refusal.counters_exhausted',
  terms_unavailable: 'follow.refusal.terms_unavailable',
  reason_unknown: 'follow.refusal.reason_unknown',
  reason_required: 'follow.refusal.reason_required',
  evidence_empty: 'follow.refusal.evidence_empty',
  evidence_incomplete: 'follow.refusal.evidence_incomplete',
  evidence_too_many: 'follow.refusal.evidence_too_many',
  file_unsupported: 'follow.refusal.file_unsupported',
  file_too_large: 'follow.refusal.file_too_large',
  carrier_unknown: 'follow.refusal.carrier_unknown',
  tracking_invalid: 'follow.refusal.tracking_invalid',
  proof_exists: 'follow.refusal.proof_exists',
  quantity_invalid: 'follow.refusal.quantity_invalid',
  quantity_exceeded: 'follow.refusal.quantity_exceeded',
  not_eligible: 'follow.refusal.not_eligible',
  goods_received: 'follow.refusal.goods_received',
  method_unavailable: 'follow.refusal.method_unavailable',
}

/** A refusal in words, at the field it is about. What no shopper can do anything about has one sentence and its code. */
export function troubleFor(
  { code }: Pick<Refusal, 'code'>,
  field: string | null,
  { say, shopName }: Pick<Following, 'say' | 'shopName'>,
  values: Record<string, string | number> = {},
): Trouble {
  const key = WORDS[code]
  return key
    ? { field, text: say(key, { shop: shopName, ...values }) }
    : { field: null, text: say('follow.refusal.other', { shop: shopName }), code }
}
