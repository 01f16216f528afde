/** What stands in the body of each verb: what the verb takes, and the version the decision rests on. */
import Type, { type TSchema } from 'typebox'
import { ACT_VERBS, type ActVerb, ARGUMENTS, MEANS } from '../verbs.ts'
import { EXPECTED_VERSION, extended } from './extended.ts'

/** `withdraw_claim` → `WithdrawClaim`. */
export const titled = (verb: string): string =>
  verb.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

const bodyOf = (verb: ActVerb): TSchema => ({
  ...extended(ARGUMENTS[verb], { expected_version: Type.Optional(EXPECTED_VERSION) }),
  $id: `${titled(verb)}Body`,
  description: MEANS[verb],
})

export const BODIES = Object.fromEntries(ACT_VERBS.map(verb => [verb, bodyOf(verb)])) as Record<ActVerb, TSchema>
