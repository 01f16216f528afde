/** Paths to fields as people write them in code: `items[0].quantity`, `metadata["odd name"]`. */

const PLAIN_NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u

export function fieldPath(steps: readonly (string | number)[]): string {
  return steps.reduce<string>(
    (path, step) => path + (typeof step === 'number' ? `[${step}]` : memberStep(step, path)),
    '',
  )
}

/** Turn a JSON pointer (RFC 6901) into a field path. A step of digits is shown as an index. */
export function fieldPathOf(pointer: string, extra?: string): string {
  const steps = pointer.split('/').slice(1).map(unescapeStep)
  const numbered = steps.map(step => (/^(0|[1-9]\d*)$/.test(step) ? Number(step) : step))
  return fieldPath(extra === undefined ? numbered : [...numbered, extra])
}

function memberStep(name: string, path: string): string {
  if (!PLAIN_NAME.test(name)) return `[${JSON.stringify(name)}]`
  return path === '' ? name : `.${name}`
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}
