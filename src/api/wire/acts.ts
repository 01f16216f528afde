/** Several commands in one go. */
import Type, { type TSchema } from 'typebox'
import { exactly, ref } from '../../http/schema.ts'
import { ACT_VERBS, type ActVerb, ARGUMENTS, MEANS } from '../verbs.ts'
import { EXPECTED_VERSION, extended } from './extended.ts'
import { list, only, optional } from './fields.ts'

/** What a verb takes, with the verb's name beside it. */
export const commandOf = (verb: ActVerb): TSchema => ({
  ...extended(ARGUMENTS[verb], { verb: only(verb, MEANS[verb]) }),
  description: MEANS[verb],
})

const members = (schema: TSchema): TSchema[] => (schema as { anyOf?: TSchema[] }).anyOf ?? [schema]

export const Command = Type.Union(
  ACT_VERBS.flatMap(verb => members(commandOf(verb)).map(member => ({ ...member, description: MEANS[verb] }))),
  { $id: 'Command', description: 'A verb and what it takes.' },
)

export const Acts = exactly(
  {
    commands: list(ref(Command), 'What to do, in this order; all of it or nothing.', 20, { minItems: 1 }),
    expected_version: optional(EXPECTED_VERSION),
  },
  { $id: 'Acts', description: 'Several commands, all or none.' },
)
