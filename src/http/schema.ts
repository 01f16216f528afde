/** Small helpers for writing down what a door takes and gives. */
import Type, {
  type Static,
  type TObject,
  type TObjectOptions,
  type TProperties,
  type TSchema,
  type TUnsafe,
} from 'typebox'

/** An object that takes these members and no others. Whatever a door hears should be one of these. */
export function exactly<Members extends TProperties>(members: Members, options: TObjectOptions = {}): TObject<Members> {
  return Type.Object(members, { ...options, additionalProperties: false })
}

/**
 * Point to a shared schema by its `$id` instead of repeating it, so that it stands once in the OpenAPI document under
 * its name. The schema itself must be given to `shareSchemas` before the route is registered.
 */
export function ref<Schema extends TSchema>(schema: Schema): TUnsafe<Static<Schema>> {
  const { $id } = schema as { $id?: string }
  if (!$id) throw new Error('Only a schema with an $id can be shared')
  return Type.Unsafe<Static<Schema>>({ $ref: `${$id}#` })
}
