/** What of a shopper's orders may come back, laid out for people: what policy answers, piece by piece, with what has been wished so far. */
import type { LineId, OrderId, Rma } from '../../core/ids.ts'
import type { Line, Order } from '../../core/order/order.ts'
import { assess, type Bench, type Wish } from '../../core/policy/assess.ts'
import { cameToNothing } from '../../core/policy/facts.ts'
import type { Assessment, LineAnswer, ResolutionOffer } from '../../core/policy/policy.ts'
import { REASON_CODES, type ReasonCode } from '../../core/reasons.ts'
import type { Asked } from '../../core/return/commands.ts'
import { returned } from '../../core/return/quantities.ts'
import type { Return } from '../../core/return/return.ts'
import type { ReasonEntry, Shop } from '../../core/shop.ts'
import type { Desk } from '../desk.ts'
import { lay } from '../lay.ts'
import type { Draft, DraftPiece } from './drafts.ts'
import { isOpenTo } from './following.ts'
import type { Session, Standing } from './session.ts'

export type Considered = { orders: ConsideredOrder[] }

export type ConsideredOrder = {
  order: Order
  standing: Standing
  /** With the wishes so far; what is wished for one line may leave less for another. */
  assessment: Assessment
  /** Every return there is of the order. */
  returns: Return[]
  /** Whatever can come back by itself: single lines and the parts of kits, in the order they were sold. */
  lines: ConsideredLine[]
  kits: ConsideredKit[]
  pieces: ConsideredPiece[]
}

export type ConsideredLine = {
  line: Line
  order: OrderId
  answer: LineAnswer
  kit: { parent: Line } | null
  /** What the shop offers as a reason for this kind of article, one entry per code. */
  reasons: ReasonEntry[]
  /** Sold and not cancelled. */
  bought: number
  /** How many may come back, for whatever reason is given. */
  most: number
  /** The reasons without which nothing of it may come back; null where any reason will do, or none. */
  onlyFor: ReasonCode[] | null
  /** Returns this line is part of already, as far as they are open to this shopper; those that came to nothing are left out. */
  underWay: { number: Rma; quantity: number }[]
}

/** `sets`: how many may come back whole. */
export type ConsideredKit = { parent: Line; parts: ConsideredLine[]; sets: number }

/** A wish of the draft, judged as if it came first, and as it would be filed. */
export type ConsideredPiece = {
  piece: DraftPiece
  /** What was chosen: a line, or the kit as a whole. */
  line: Line
  /** What travels: the line itself, or the kit's parts. */
  parts: ConsideredLine[]
  reasons: ReasonEntry[]
  requires: { photo: boolean; comment: boolean }
  /** The reasons for which they are asked for, so that a page can say it before one is chosen. */
  asks: { photo: ReasonCode[]; comment: ReasonCode[] }
  /** Still asked for. */
  missing: { reason: boolean; photo: boolean; comment: boolean }
  /** On offer for all of its parts. */
  resolutions: ResolutionOffer[]
  /** Everything policy has against it as it is wished now; empty when it can be filed. */
  refusals: LineAnswer['refusals']
}

/** Only orders of the draft that the session still opens; what has been erased or corrected meanwhile is left out. */
export async function consider(
  desk: Desk,
  { org }: Pick<Session, 'org'>,
  orders: readonly { order: Order; standing: Standing }[],
  draft: Draft,
): Promise<Considered> {
  const concerned = orders.filter(({ order }) => draft.orders.includes(order.id))
  const found = await Promise.all(
    concerned.map(async ({ order: { id }, standing }) => {
      const laid = await lay(desk.db, org, { order: id }, new Set(), [], { locked: false })
      return laid === null ? [] : [considered(laid.order, standing, { ...laid, at: desk.now() }, draft)]
    }),
  )
  return { orders: found.flat() }
}

/** Every wish of a draft. */
export const piecesOf = ({ orders }: Considered): ConsideredPiece[] => orders.flatMap(({ pieces }) => pieces)

/** One order, without asking anybody: `tray` is what lies on the desk for it. */
export function considered(order: Order, standing: Standing, tray: Bench, draft: Draft): ConsideredOrder {
  const judge = (pieces: readonly DraftPiece[]): Assessment => assess(order, tray, wishOf(draft, pieces))
  const wanted = draft.pieces.filter(piece => piece.order === order.id && order.lines.some(of(piece.line)))
  const assessment = judge(wanted)
  const lines = assessment.lines.flatMap(answer => {
    const line = order.lines.find(of(answer.line))
    return line ? [lineOf(line, answer, order, standing, tray, draft)] : []
  })
  return {
    order,
    standing,
    assessment,
    returns: [...tray.siblings],
    lines,
    kits: kitsOf(order, lines),
    pieces: wanted.map(piece => pieceOf(piece, wanted, lines, order, tray, draft, judge)),
  }
}

const of =
  (id: LineId) =>
  (line: Line): boolean =>
    line.id === id

/** Policy knows nothing of a reason before it is given; `none` would be a reason of its own. */
const UNTOLD = null as unknown as ReasonCode

function wishOf(draft: Draft, pieces: readonly DraftPiece[]): Wish {
  const items = pieces.map(
    ({ line, quantity, fulfilment, kitWhole, reason, sub, get }): Asked => ({
      line,
      quantity,
      fulfilment,
      kitWhole,
      reason: { code: reason ?? UNTOLD, sub },
      ...(get && { resolution: get.resolution, handling: get.kind === 'keep' ? ('keep' as const) : 'send_back' }),
    }),
  )
  return {
    ...(items.length > 0 && { items }),
    lane: draft.lane,
    method: draft.method,
    zone: draft.from?.country ?? null,
  }
}

function lineOf(
  line: Line,
  answer: LineAnswer,
  order: Order,
  standing: Standing,
  tray: Bench,
  draft: Draft,
): ConsideredLine {
  const parent = order.lines.find(one => one.id === line.kit?.parent)
  const reasons = reasonsFor(tray.shop, line, answer.reasons)
  const opening = openingReasons(line, answer, reasons, order, tray, draft)
  return {
    line,
    order: order.id,
    answer,
    kit: parent ? { parent } : null,
    reasons: opening ? reasons.filter(({ code }) => opening.codes.includes(code)) : reasons,
    bought: line.quantity - line.cancelled,
    most: opening?.most ?? answer.allowed,
    onlyFor: opening?.codes ?? null,
    underWay: tray.siblings
      .filter(ret => !cameToNothing(ret) && isOpenTo(ret, standing))
      .flatMap(ret => {
        const quantity = ret.items.reduce((all, item) => (item.line === line.id ? all + returned(item) : all), 0)
        return quantity > 0 ? [{ number: ret.number, quantity }] : []
      }),
  }
}

/**
 * What the shop offers for this kind of article, cut to what policy names. A shop that keeps no list knows every reason. Entries of one code that are
 * written for several kinds are one reason to whoever chooses.
 */
function reasonsFor(shop: Shop, line: Line, named: LineAnswer['reasons']): ReasonEntry[] {
  const entries = shop.reasons.length > 0 ? shop.reasons : ANY
  const offered = new Map<ReasonCode, ReasonEntry>()
  for (const entry of entries) {
    const fits = entry.types.length === 0 || (line.product.type !== null && entry.types.includes(line.product.type))
    if (!fits || named?.includes(entry.code) === false) continue
    const known = offered.get(entry.code)
    offered.set(entry.code, known ? joined(known, entry) : entry)
  }
  return [...offered.values()]
}

const ANY: ReasonEntry[] = REASON_CODES.map(code => ({
  code,
  text: '',
  subs: [],
  types: [],
  requires: { photo: false, comment: false },
}))

const joined = (one: ReasonEntry, other: ReasonEntry): ReasonEntry => ({
  ...one,
  subs: [...one.subs, ...other.subs.filter(({ code }) => !one.subs.some(sub => sub.code === code))],
  requires: {
    photo: one.requires.photo || other.requires.photo,
    comment: one.requires.comment || other.requires.comment,
  },
})

/**
 * A rule may let a line come back for some reasons only – what is broken has longer than what does not please. Before a reason is given such a line looks
 * closed, so it is asked about each reason there is. Null where no rule asks for a reason, or where the line is open or stays closed.
 */
function openingReasons(
  line: Line,
  answer: LineAnswer,
  reasons: readonly ReasonEntry[],
  order: Order,
  tray: Bench,
  draft: Draft,
): { codes: ReasonCode[]; most: number } | null {
  const isTold = draft.pieces.some(piece => piece.line === line.id && piece.reason !== null)
  const asksWhy = /"fact":"(?:sub_)?reason"/.test(JSON.stringify(tray.policy?.rules ?? []))
  if (answer.allowed > 0 || isTold || !asksWhy) return null
  const opened = reasons.flatMap(({ code }) => {
    const items: Asked[] = [{ line: line.id, quantity: 1, reason: { code } }]
    const said = assess(order, tray, { ...wishOf(draft, []), items }).lines.find(one => one.line === line.id)
    return said && said.allowed > 0 ? [{ code, allowed: said.allowed }] : []
  })
  if (opened.length === 0) return null
  return { codes: opened.map(({ code }) => code), most: Math.max(...opened.map(({ allowed }) => allowed)) }
}

function kitsOf(order: Order, lines: readonly ConsideredLine[]): ConsideredKit[] {
  return order.lines.flatMap(parent => {
    const parts = lines.filter(({ kit }) => kit?.parent.id === parent.id)
    if (parts.length === 0) return []
    return [{ parent, parts, sets: Math.min(...parts.map(({ line, most }) => Math.floor(most / perKit(line)))) }]
  })
}

/** How many pieces of a part belong to one kit. */
export const perKit = (line: Line): number => line.kit?.per ?? 1

/** Several wishes about one line are judged by the first when they are filed; each is shown what would hold if it were that one, too. */
function pieceOf(
  piece: DraftPiece,
  wanted: readonly DraftPiece[],
  lines: readonly ConsideredLine[],
  order: Order,
  tray: Bench,
  draft: Draft,
  judge: (pieces: readonly DraftPiece[]) => Assessment,
): ConsideredPiece {
  const line = order.lines.find(of(piece.line))!
  const parts = lines.filter(one => one.line.id === line.id || one.kit?.parent.id === line.id)
  const filed = parts.map(part => part.answer)
  const ifFirst = (wish: DraftPiece): LineAnswer[] =>
    judge([wish, ...wanted.filter(other => other !== piece)]).lines.filter(answer =>
      parts.some(part => part.line.id === answer.line),
    )
  const answers = [...ifFirst(piece), ...filed]
  const reasons = onOfferForAll(parts.map(part => part.reasons))
  const entry = reasons.find(({ code }) => code === piece.reason)
  const isFree = draft.lane === 'withdrawal'
  const requires = requiredBy(entry, answers, isFree)
  const rulesAsk = tray.policy?.rules.some(rule => rule.then.some(effect => 'require' in effect)) ?? false
  const asked = reasons.map(one => ({
    code: one.code,
    ...requiredBy(one, rulesAsk ? ifFirst({ ...piece, reason: one.code, sub: null }) : [], isFree),
  }))
  return {
    piece,
    line,
    parts,
    reasons,
    requires,
    asks: { photo: codesOf(asked, 'photo'), comment: codesOf(asked, 'comment') },
    missing: {
      reason: !isFree && entry === undefined,
      photo: requires.photo && piece.photos.length === 0,
      comment: requires.comment && !piece.comment?.trim(),
    },
    resolutions: (answers[0]?.resolutions ?? []).filter(one =>
      answers.every(answer => answer.resolutions.includes(one)),
    ),
    refusals: objectionsTo(parts, wanted),
  }
}

/** By the shop's own entry, or by policy. A withdrawal needs no proof. */
function requiredBy(
  entry: ReasonEntry | undefined,
  answers: readonly LineAnswer[],
  isFree: boolean,
): ConsideredPiece['requires'] {
  const asks = (what: 'photo' | 'comment'): boolean =>
    !isFree && (answers.some(answer => answer.requires.includes(what)) || (entry?.requires[what] ?? false))
  return { photo: asks('photo'), comment: asks('comment') }
}

const codesOf = (asked: readonly ({ code: ReasonCode } & ConsideredPiece['requires'])[], what: 'photo' | 'comment') =>
  asked.flatMap(one => (one[what] ? [one.code] : []))

const onOfferForAll = ([first = [], ...others]: readonly ReasonEntry[][]): ReasonEntry[] =>
  first.filter(({ code }) => others.every(entries => entries.some(entry => entry.code === code)))

/** A line that is closed until a reason is given is no objection before that. */
function objectionsTo(parts: readonly ConsideredLine[], wanted: readonly DraftPiece[]): LineAnswer['refusals'] {
  const found = parts.flatMap(part => {
    if (part.onlyFor !== null) return []
    const { answer } = part
    if (answer.refusals.length > 0 || wishedOf(part, wanted) <= answer.allowed) return answer.refusals
    return [
      {
        code: 'too_many',
        sentence: `Only ${answer.allowed} of these can come back.`,
        ...(answer.until && { until: answer.until }),
      },
    ]
  })
  return found.filter((one, place) => found.findIndex(({ code }) => code === one.code) === place)
}

/** How many pieces of a line all wishes together name, as parts of a kit or by themselves. */
export const wishedOf = ({ line }: Pick<ConsideredLine, 'line'>, wanted: readonly DraftPiece[]): number =>
  wanted.reduce((all, piece) => {
    if (piece.line === line.id) return all + piece.quantity
    return piece.line === line.kit?.parent ? all + piece.quantity * perKit(line) : all
  }, 0)
