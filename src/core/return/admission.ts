/** May this be filed, and is it decided at once? What policy says binds the shopper and advises staff. */

import type { RuleId } from '../ids.ts'
import { type Actor, sideOf } from '../party.ts'
import { assess } from '../policy/assess.ts'
import type { Assessment, LineAnswer } from '../policy/policy.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Commands } from './commands.ts'
import type { Lane } from './return.ts'
import type { Tray } from './tray.ts'
import type { Wished } from './wishes.ts'

/** Shoppers are always bound. Staff are advised, unless their door promises its clients that policy holds. The special lane only asks for advice. */
export const isBound = (args: Pick<Commands['submit'], 'binding'>, lane: Lane, by: Actor): boolean =>
  lane !== 'special' && (by.role === 'shopper' || args.binding === true)

/** What policy said about these wishes, cut to the lines they are about. A reason entry of the shop that wants photos counts as policy's wish. */
export function assessed(wishes: readonly Wished[], args: Commands['submit'], tray: Tray): Assessment {
  const lines = new Set(wishes.map(wish => wish.line))
  const at = args.lane === 'withdrawal' ? (tray.declaredAt ?? tray.at) : tray.at
  const said = assess(
    tray.order,
    { ...tray, at },
    {
      items: [...wishes],
      method: args.method ?? null,
      lane: args.lane ?? 'standard',
      kind: args.kind ?? 'after_delivery',
      zone: args.shipping?.country ?? null,
    },
  )
  return { ...said, lines: said.lines.filter(answer => lines.has(answer.line)) }
}

export const answerFor = (assessment: Assessment, wish: Wished): LineAnswer | undefined =>
  assessment.lines.find(answer => answer.line === wish.line)

type Objection = { place: number; line: string; code: string; sentence: string; until: LineAnswer['until'] }

/** Everything policy has against the wishes; wishes about one line are judged by their sum. */
function objections(wishes: readonly Wished[], assessment: Assessment): Objection[] {
  return wishes.flatMap(wish => {
    const answer = answerFor(assessment, wish)
    if (!answer) return []
    const refusals = answer.refusals.map(({ code, sentence, until }) => ({
      place: wish.place,
      line: wish.line,
      code,
      sentence,
      until: until ?? answer.until,
    }))
    const wanted = wishes.filter(other => other.line === wish.line).reduce((all, other) => all + other.quantity, 0)
    if (refusals.length > 0 || wanted <= answer.allowed) return refusals
    return [
      {
        place: wish.place,
        line: wish.line,
        code: 'too_many',
        sentence: `Policy lets ${answer.allowed} of these come back.`,
        until: answer.until,
      },
    ]
  })
}

/** Policy's no: final for those it binds, a question for staff, who may say why they file all the same. Carriers and connectors tell facts. */
export function barred(
  wishes: readonly Wished[],
  assessment: Assessment,
  args: Commands['submit'],
  bound: boolean,
  tray: Tray,
): Refusal | null {
  const against = objections(wishes, assessment)
  const [first] = against
  if (!first || args.lane === 'special') return null
  const detail = {
    path: `items[${first.place}]`,
    reasons: against.map(({ line, code, sentence }) => ({ line, code, sentence })),
    ...(first.until && { until: first.until }),
  }
  if (bound) return refuse('not_eligible', { sentence: first.sentence, ...detail })
  if (sideOf(tray.by.role) !== 'merchant' || args.override?.trim()) return null
  return refuse('override_needed', {
    sentence: `${first.sentence} Say in \`override\` why it is filed all the same.`,
    ...detail,
  })
}

/** Kept when staff filed against advice. */
export function overridden(
  wishes: readonly Wished[],
  assessment: Assessment,
  override: string | null | undefined,
  by: Actor,
): Assessment['overridden'] {
  return override?.trim() && objections(wishes, assessment).length > 0 ? { by: by.name, reason: override.trim() } : null
}

/** Which resolutions are on offer binds only where policy does. Keeping the goods is a wish anybody may have; granting it is a decision. */
export function resolutionBarred(
  wishes: readonly Wished[],
  assessment: Assessment,
  offerOf: (wish: Wished) => LineAnswer['resolutions'][number],
): Refusal | null {
  const found = wishes.find(wish => answerFor(assessment, wish)?.resolutions.includes(offerOf(wish)) === false)
  if (!found) return null
  const offered = answerFor(assessment, found)?.resolutions ?? []
  return refuse('terms_unavailable', {
    path: `items[${found.place}].resolution`,
    sentence: `On offer for this line: ${offered.join(', ') || 'nothing'}.`,
    offered,
  })
}

export type AtOnce = { decision: 'approve' | 'keep' | 'reject'; rule: RuleId | null; reason: string } | null

/**
 * What policy decides without a person: nothing in the special lane, where staff overruled it, or while photos are missing, and no refusal of what
 * it does not bind. A wish to keep the goods is granted only where policy offers keeping.
 */
export function decidedAtOnce(
  wishes: readonly Wished[],
  assessment: Assessment,
  args: Commands['submit'],
  bound: boolean,
  tray: Tray,
): AtOnce {
  const { decision, rule, reason } = assessment.auto
  if (args.lane === 'special' || assessment.overridden !== null || decision === null) return null
  if (decision === 'reject') return bound ? { decision, rule, reason: reason ?? 'policy' } : null
  const offersKeeping = wishes.every(wish => answerFor(assessment, wish)?.resolutions.includes('keep'))
  if (wishes.some(wish => wish.handling === 'keep') && !offersKeeping) return null
  const keep = offersKeeping && (wishes.every(wish => wish.handling === 'keep') || keptByValue(wishes, args, tray))
  return { decision: keep ? 'keep' : 'approve', rule, reason: '' }
}

/** Asks policy with nothing else on offer: then keeping is there only because the goods are worth too little to travel. */
function keptByValue(wishes: readonly Wished[], args: Commands['submit'], tray: Tray): boolean {
  if (!tray.policy) return false
  const rules = tray.policy.rules.map(rule => ({
    ...rule,
    then: rule.then.map(effect => ('resolutions' in effect ? { resolutions: [] } : effect)),
  }))
  const { lines } = assessed(wishes, args, { ...tray, policy: { ...tray.policy, rules } })
  return lines.every(answer => answer.resolutions.includes('keep'))
}
