/** What the shopper may get for it. */
import { chosen } from '../condition.ts'
import type { RateOrFlat, ResolutionOffer, ResolutionTerms } from '../policy.ts'
import { type LineRule, nothing, type Question } from './rule.ts'

/** Where no rule speaks. */
const USUAL: readonly ResolutionOffer[] = ['original_payment', 'store_credit']

/** A sale that staff wrote down afterwards has payments nobody can check, so it pays store credit. */
export const resolutions: LineRule = question => {
  const { policy, facts, situation } = question
  const found = chosen(policy, 'resolutions', facts)
  const offered = found ? found.effect.resolutions : USUAL
  const standIn = situation.order.source === 'stand_in'
  const left = standIn ? offered.filter(one => one !== 'original_payment' && one !== 'instant_refund') : [...offered]
  return [
    { rule: found?.rule.id ?? null, said: `On offer: ${left.join(', ')}.`, resolutions: left },
    ...(standIn ? nothing('A stand-in order pays store credit only.') : []),
    ...left.flatMap(resolution => termsFor(resolution, question)),
  ]
}

/** What choosing it would cost or bring; nothing is said of a resolution that does neither. */
function termsFor(resolution: ResolutionOffer, { policy, factsIf }: Question): ReturnType<LineRule> {
  if (!policy.rules.some(rule => rule.then.some(effect => 'fee' in effect || 'bonus' in effect))) return []
  const facts = factsIf(resolution)
  const fee = chosen(policy, 'fee', facts, effect => effect.fee.kind === 'restocking_fee')
  const bonus = resolution === 'store_credit' ? chosen(policy, 'bonus', facts) : null
  const exchanged = resolution === 'replace' || resolution === 'swap'
  const spared = exchanged && chosen(policy, 'freeExchange', facts) !== null
  const terms: ResolutionTerms = {
    resolution,
    fee: fee && !spared ? rateOrFlat(fee.effect.fee) : null,
    bonus: bonus ? rateOrFlat(bonus.effect.bonus) : null,
  }
  if (terms.fee === null && terms.bonus === null) return []
  return [{ rule: (fee ?? bonus)?.rule.id ?? null, said: `${resolution}: ${saidOf(terms)}.`, terms: [terms] }]
}

function rateOrFlat(amount: object): RateOrFlat | null {
  if ('ratePpm' in amount) return { ratePpm: amount.ratePpm as number }
  return 'flat' in amount ? ({ flat: amount.flat } as RateOrFlat) : null
}

const saidOf = ({ fee, bonus }: ResolutionTerms): string =>
  [...(fee ? [`a fee of ${amountOf(fee)}`] : []), ...(bonus ? [`a bonus of ${amountOf(bonus)}`] : [])].join(' and ')

const amountOf = (amount: RateOrFlat): string =>
  'ratePpm' in amount
    ? `${amount.ratePpm / 10_000} %`
    : `${amount.flat.amountMinor} minor units of ${amount.flat.currency}`
