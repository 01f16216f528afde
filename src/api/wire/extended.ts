/** Shapes with something added: the version a decision rests on, the name of a verb. */
import Type, { type TSchema } from 'typebox'

type Shape = { $id?: string; anyOf?: TSchema[]; description?: string; properties?: Record<string, TSchema> }

export const EXPECTED_VERSION = Type.Integer({
  minimum: 1,
  maximum: 2_147_483_647,
  description: 'The version the decision rests on; refused with `stale_version` when the return has moved on since.',
  examples: [3],
})

/** The same schema with more members; of a union, every member gets them. */
export function extended(schema: TSchema, more: Record<string, TSchema>): TSchema {
  const { anyOf, description, properties } = schema as Shape
  const told = description === undefined ? {} : { description }
  if (anyOf)
    return Type.Union(
      anyOf.map(member => extended(member, more)),
      told,
    )
  return Type.Object({ ...more, ...properties }, { additionalProperties: false, ...told })
}
