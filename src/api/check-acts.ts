/** Holding several commands against what their verbs take: the verb says which shape was meant, so that a mistake is told where it is. */
import Type, { type TSchema } from 'typebox'
import { type FieldError, invalidRequest, ProblemError } from '../http/problem.ts'
import { exactly } from '../http/schema.ts'
import type { buildValidator } from '../http/validation.ts'
import { ACT_VERBS, type ActVerb } from './verbs.ts'
import { Acts, commandOf } from './wire/acts.ts'
import { word } from './wire/fields.ts'

type Build = ReturnType<typeof buildValidator>
type Check = ReturnType<Build>

/** What holds the commands together; each of them is looked at by itself. */
const Envelope = exactly({
  ...Acts.properties,
  commands: Type.Array(Type.Object({ verb: word(ACT_VERBS as [ActVerb, ...ActVerb[]], 'The verb.') }), {
    minItems: 1,
    maxItems: 20,
  }),
})

/** Instead of the union in the reference, which would have to guess. */
export function checkActs(build: Build): Build {
  const check = (schema: TSchema): Check => build({ schema, httpPart: 'body' } as never)
  let envelope: Check | undefined
  const commands = new Map<ActVerb, Check>()
  return () => body => {
    const whole = (envelope ??= check(Envelope))(body)
    if ('error' in whole) return whole
    const errors = (body as { commands: { verb: ActVerb }[] }).commands.flatMap((command, place) => {
      const made = commands.get(command.verb) ?? check(commandOf(command.verb))
      commands.set(command.verb, made)
      return mistakes(made(command), `commands[${place}]`)
    })
    return errors.length > 0 ? { error: new ProblemError(invalidRequest(errors)) } : { value: body }
  }
}

const mistakes = (verdict: ReturnType<Check>, within: string): FieldError[] =>
  'error' in verdict
    ? (verdict.error.parts.errors ?? []).map(error => ({
        ...error,
        path: error.path === '' ? within : `${within}.${error.path}`,
      }))
    : []
