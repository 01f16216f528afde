/** Several commands in one go. */
import Type, { type TSchema } from 'typebox'
import { exactly, ref } from '../../http/schema.ts'
import { type ActVerb, ACT_VERBS, ARGUMENTS, MEANS } from '../verbs.ts'
import { EXPECTED_VERSION, extended } from './extended.ts'
import { list, only, optional, the } from './fields.ts'

/** What a verb takes, with the verb's name beside it. */
function commandOf(verb: ActVerb): TSchema[] {
  const named = extended(ARGUMENTS[verb], { verb: only(verb, MEANS[verb]) }) as TSchema & { anyOf?: TSchema[] }
  return (named.anyOf ?? [named]).map(member => ({ ...member, description: MEANS[verb] }))
}

export const Command = Type.Union(ACT_VERBS.flatMap(commandOf), {
  $id: 'Command',
  description: 'A verb and what it takes.',
})

export const Acts = exactly(
  {
    commands: list(ref(Command), 'What to do, in this order; all of it or nothing.', 20, { minItems: 1 }),
    expected_version: optional(EXPECTED_VERSION),
  },
  { $id: 'Acts', description: 'Several commands, all or none.' },
)
