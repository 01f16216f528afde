/** A return's state in words: what the page, the papers and the shopper's API say is said here once. */
import type { Money } from '../core/money.ts'
import type { Instant } from '../core/time.ts'
import type { Formats } from './formats.ts'
import type { TextKey } from './texts/catalogue.ts'
import type { Speak, Values } from './texts/speak.ts'

/** The last part of every key that begins so. */
type Under<Beginning extends string> = TextKey extends infer Key
  ? Key extends `${Beginning}.${infer Code}`
    ? Code
    : never
  : never

/** What stands in a sentence's places. */
export type SentencePlaces = {
  by?: Instant | null
  at?: Instant | null
  amount?: Money | null
  rest?: Money | null
  count?: number
  carrier?: string | null
  order?: string | null
  reference?: string | null
}

export type Speaker = { say: Speak; formats: Formats; shop: string }

/** What is not there is the word `none`, which every sentence with such a place knows what to do with. */
export function valuesFor(places: SentencePlaces, { formats, shop }: Pick<Speaker, 'formats' | 'shop'>): Values {
  const money = (amount: Money | null | undefined): string => (amount ? formats.money(amount) : 'none')
  return {
    shop,
    by: places.by ? formats.day(places.by) : 'none',
    at: places.at ? formats.day(places.at) : 'none',
    amount: money(places.amount),
    rest: money(places.rest),
    count: places.count ?? 0,
    carrier: places.carrier ?? 'none',
    order: places.order ?? 'none',
    reference: places.reference ?? 'none',
  }
}

type Said<Code extends string> = SentencePlaces & { code: Code }

export const stateSaid = (state: Said<Under<'follow.state'>>, speaker: Speaker): string =>
  speaker.say(`follow.state.${state.code}`, valuesFor(state, speaker))

export const thenSaid = (then: Said<Under<'follow.then'>>, speaker: Speaker): string =>
  speaker.say(`follow.then.${then.code}`, valuesFor(then, speaker))

/** A moment of the line of time. */
export type SaidMoment = SentencePlaces &
  ({ when: 'done'; code: Under<'follow.done'> } | { when: 'now' | 'next'; code: Under<'follow.now'> })

export const momentSaid = (moment: SaidMoment, speaker: Speaker): string => {
  const values = valuesFor(moment, speaker)
  return moment.when === 'done'
    ? speaker.say(`follow.done.${moment.code}`, values)
    : speaker.say(`follow.${moment.when}.${moment.code}`, values)
}
