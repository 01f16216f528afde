/** A route whose body is looked at in its own way, while address and headers are looked at like everywhere. */
import type { App } from '../http/app.ts'
import type { buildValidator } from '../http/validation.ts'

type Build = ReturnType<typeof buildValidator>
type Compiler = NonNullable<App['validatorCompiler']>

export function checkBody(app: App, body: Build): Compiler {
  const others = app.validatorCompiler
  if (!others) throw new Error('Register the route where requests are validated.')
  return (route => (route.httpPart === 'body' ? body(route as never) : others(route))) as Compiler
}
