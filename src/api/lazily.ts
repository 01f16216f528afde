/** Checks are built when the first request needs them: there are hundreds of shapes, and a server that starts should not wait for all of them. */
import type { TSchema } from 'typebox'
import { buildValidator } from '../http/validation.ts'

type Build = ReturnType<typeof buildValidator>
type Route = Parameters<Build>[0]
type Check = ReturnType<Build>

/** The house's own validator, over the named shapes. A verb and its preview share one body and so one check. */
export function lazyValidator(named: readonly TSchema[]): Build {
  let build: Build | undefined
  const checks = new WeakMap<object, Check>()
  return route => value => checkFor(route)(value)

  function checkFor(route: Route): Check {
    const known = checks.get(route.schema)
    if (known) return known
    build ??= buildValidator(Object.fromEntries(named.map(schema => [(schema as { $id?: string }).$id, schema])))
    const made = build(route)
    checks.set(route.schema, made)
    return made
  }
}
