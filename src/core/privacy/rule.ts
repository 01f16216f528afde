/** What becomes of each text when a person is to be forgotten: it goes, or it stays for a reason that is written beside it. */

/** Stands where a text of the person stood, so that nobody takes the gap for an empty answer. */
export const ERASED = '[erased]'

export type Kept = { keep: string }

/** `token`: replaced by `ERASED`; `null`: nothing remains; `nothing`: an empty list or an empty set of fields. */
export type Way = 'token' | 'null' | 'nothing'

export type Gone<W extends Way = Way> = {
  gone: W
  says: string
  /** Only where the entry it stands in is the shopper's own: what staff are called stays. */
  of?: 'shopper'
  /** Texts that are no person's, although they stand where a person's may: numbers of this house, words of a closed list. */
  unless?: (text: string) => boolean
}

/** `each`: the same for every member of an object whose own names are few and closed. */
export type Rule = Kept | Gone | { each: Rule } | Rules
export type Rules = { readonly [member: string]: Rule }

/** Whether open text stands anywhere in a type. Ids, moments and closed words are no open text. */
type Texts<V> = V extends string
  ? string extends V
    ? true
    : false
  : V extends readonly (infer Entry)[]
    ? Texts<Entry>
    : V extends object
      ? string extends keyof V
        ? Texts<V[keyof V]>
        : { [K in keyof V]-?: Texts<V[K]> }[keyof V]
      : false
export type HasText<V> = true extends Texts<V> ? true : false

type Members<V> = V extends unknown ? keyof V : never
type Member<V, K> = V extends unknown ? (K extends keyof V ? V[K] : never) : never

type WaysOf<V> =
  | (string extends NonNullable<V> ? 'token' : never)
  | (null extends V ? 'null' : never)
  | (NonNullable<V> extends readonly unknown[] ? 'nothing' : never)
  | (string extends keyof NonNullable<V> ? 'nothing' : never)
type Text<V> = Kept | Gone<WaysOf<V>>

/** The rule a member needs: a decision for a text, decisions member by member for what holds texts. */
export type RuleFor<V> =
  NonNullable<V> extends string
    ? Text<V>
    : NonNullable<V> extends readonly (infer Entry)[]
      ? Text<V> | RuleFor<Entry>
      : string extends keyof NonNullable<V>
        ? Text<V>
        : RulesFor<NonNullable<V>> | { each: RuleFor<NonNullable<V>[keyof NonNullable<V>]> }

/**
 * Every member of a shape that holds open text, decided. A new member with text fails to compile until somebody decides, which is the whole point;
 * closed words and ids may be decided too.
 */
export type RulesFor<V> = {
  [K in Members<V> as HasText<Member<V, K>> extends true ? K : never]: RuleFor<Member<V, K>>
} & { [K in Members<V>]?: Rule }
