/** The walk through a request: which steps it has, where each stands, and what comes before and after. */
import type { DraftId } from '../core/ids.ts'
import { isZero } from '../core/money.ts'
import type { MethodOffer } from '../core/policy/policy.ts'
import type { ReasonCode } from '../core/reasons.ts'
import type { MethodType } from '../core/words.ts'
import { type Considered, type ConsideredOrder, type ConsideredPiece, piecesOf } from '../desk/shopper/consider.ts'
import type { Framed } from '../ui/shell.ts'
import type { Visit } from './visit.ts'

export const STEPS = ['pieces', 'why', 'get', 'travel', 'check'] as const
export type StepName = (typeof STEPS)[number]

/**
 * A step that has one possible answer is left out, going forwards and backwards, and not counted either. As long as nothing was chosen nobody knows, and
 * all of them are ahead.
 */
export function stepsOf(considered: Considered): StepName[] {
  const pieces = piecesOf(considered)
  return STEPS.filter(step => pieces.length === 0 || HAS_A_CHOICE[step](considered, pieces))
}

const HAS_A_CHOICE: Record<StepName, (considered: Considered, pieces: readonly ConsideredPiece[]) => boolean> = {
  pieces: ({ orders }) => !isOnlyPiece(orders),
  why: (_considered, pieces) => pieces.some(piece => onlyReason(piece) === null),
  get: (_considered, pieces) =>
    pieces.some(({ resolutions: [first, ...others] }) => others.length > 0 || first === 'swap'),
  travel: ({ orders }) => orders.some(order => travels(order) && !isOneFreeWay(order.assessment.methods)),
  check: () => true,
}

/** One order, in which one piece was sold that can come back: there is nothing to choose from. */
function isOnlyPiece(orders: readonly ConsideredOrder[]): boolean {
  const [first, ...others] = orders.flatMap(({ lines }) => lines)
  return orders.length === 1 && first !== undefined && others.length === 0 && first.bought === 1 && first.most === 1
}

/** The reason it must be, where there is no other and nothing has to be shown or told with it. */
export function onlyReason({ reasons: [entry, ...others], asks }: ConsideredPiece): ReasonCode | null {
  const isPlain = entry !== undefined && others.length === 0 && entry.subs.length === 0
  return isPlain && asks.photo.length === 0 && asks.comment.length === 0 ? entry.code : null
}

const travels = ({ pieces }: ConsideredOrder): boolean => pieces.some(({ piece }) => piece.get?.kind !== 'keep')

/** Somebody who comes to the door must be told to which. */
const NEEDS_AN_ADDRESS: readonly MethodType[] = ['carrier_pickup', 'merchant_arranged']

const isOneFreeWay = ([first, ...others]: readonly MethodOffer[]): boolean =>
  others.length === 0 &&
  (first === undefined || (isZero(first.cost.total.presentment) && !NEEDS_AN_ADDRESS.includes(first.type)))

export const addressOf = ({ base }: Pick<Visit, 'base'>, draft: { id: DraftId }, step: StepName | 'done'): string =>
  `${base}/return/${draft.id}/${step}`

/** The step that follows, also where this one is left out itself; after the last there is none other. */
export const after = (considered: Considered, step: StepName): StepName =>
  stepsOf(considered).find(other => STEPS.indexOf(other) > STEPS.indexOf(step)) ?? 'check'

/** Null before the first. */
export const before = (considered: Considered, step: StepName): StepName | null =>
  stepsOf(considered).findLast(other => STEPS.indexOf(other) < STEPS.indexOf(step)) ?? null

/** For the frame of a page: which step of how many, its name, and the way back. From the first step that is the list of orders. */
export function stepLine(
  visit: Pick<Visit, 'base' | 'say'>,
  draft: { id: DraftId },
  considered: Considered,
  step: StepName,
): NonNullable<Framed['step']> {
  const steps = stepsOf(considered)
  const previous = before(considered, step)
  return {
    number: Math.max(steps.indexOf(step), 0) + 1,
    of: steps.length,
    name: visit.say(`choose.step.${step}`),
    back: previous === null ? `${visit.base}/orders` : addressOf(visit, draft, previous),
  }
}
