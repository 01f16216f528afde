/** A policy as a document in a file: read, held against its schema, and judged. */
import { readFile } from 'node:fs/promises'
import { hear } from '../api/hear.ts'
import { lazyValidator } from '../api/lazily.ts'
import { COMPONENTS } from '../api/wire/components.ts'
import { wireName, wirePath } from '../api/wire/names.ts'
import { PolicyDraft } from '../api/wire/policy.ts'
import type { Currency } from '../core/money.ts'
import { checkPolicy } from '../core/policy/check.ts'
import type { Rule } from '../core/policy/policy.ts'
import { TEMPLATES } from '../core/policy/templates/templates.ts'
import { EFFECT_MEANS } from '../core/policy/vocabulary.ts'
import { policyWarnings } from '../core/policy/warnings.ts'
import type { Shop } from '../core/shop.ts'
import { ProblemError } from '../http/problem.ts'
import { CommandError, UsageError } from './command.ts'
import { nearest } from './nearest.ts'

/** `rule` is the id of the rule a remark is about, where it is about one. */
export type Remark = { path: string; rule: string | null; message: string }

export type Judged = { name: string | null; rules: Rule[]; errors: Remark[]; warnings: Remark[] }

/** Without a shop nothing is held against its ways back and reasons; without a currency amounts may be in any. */
export async function judgedFile(
  path: string,
  { currency = null, shop = null }: { currency?: Currency | null; shop?: Shop | null } = {},
): Promise<Judged> {
  const document = await readDocument(path)
  const heard = heardIn(document)
  if (Array.isArray(heard)) {
    const strange = strangeEffects(document)
    const others = heard.filter(({ path }) => !strange.some(one => path.startsWith(one.path)))
    return { name: null, rules: [], errors: [...strange, ...others].map(one => about(one, document)), warnings: [] }
  }
  const errors = checkPolicy(heard.rules, currency)
  const warnings = errors.length > 0 ? [] : policyWarnings(heard.rules, shop)
  const told = (one: { path: string; message: string }) => about({ ...one, path: wirePath(one.path) }, document)
  return { ...heard, errors: errors.map(told), warnings: warnings.map(told) }
}

/** A template by its name, or a file. */
export async function rulesNamed(named: string, shop: Shop): Promise<{ name: string; rules: Rule[] }> {
  const template = Object.values(TEMPLATES).find(one => one.name === named)
  if (template) return { name: template.title, rules: [...template.rules] }
  const { name, rules, errors } = await judgedFile(named, { currency: shop.currency, shop })
  if (errors.length > 0)
    throw new CommandError(
      `${named} has ${errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`}; the first is at ${errors[0]?.path}: ${errors[0]?.message} \`backhaul policy check\` shows them all.`,
    )
  return { name: name ?? named, rules }
}

const EFFECTS = Object.keys(EFFECT_MEANS).map(name => wireName(name))

/** An effect nobody knows, told as such: a schema would only say that it fits none of the others. */
function strangeEffects(document: unknown): { path: string; message: string }[] {
  return rulesIn(document).flatMap((rule, place) => {
    const { then } = (rule ?? {}) as { then?: unknown }
    return (Array.isArray(then) ? then : []).flatMap((effect: unknown, number) => {
      const [name] = Object.keys(effect !== null && typeof effect === 'object' ? effect : {})
      if (name === undefined || EFFECTS.includes(name) || name === 'reason') return []
      const meant = nearest(name, EFFECTS)
      const instead = meant ? `did you mean \`${meant}\`?` : `there are ${EFFECTS.join(', ')}.`
      return [
        {
          path: `rules[${place}].then[${number}]`,
          message: `There is no effect called ${JSON.stringify(name)}; ${instead}`,
        },
      ]
    })
  })
}

function rulesIn(document: unknown): unknown[] {
  const rules = Array.isArray(document) ? document : (document as { rules?: unknown } | null)?.rules
  return Array.isArray(rules) ? rules : []
}

async function readDocument(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'EISDIR') throw new UsageError(`${path} is a folder; name a file.`)
    throw fault
  })
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (fault) {
    throw new CommandError(`${path} is no JSON: ${(fault as Error).message}.`)
  }
}

/** Rules alone, or rules with a name, in the words of the API. */
function heardIn(document: unknown): { name: string | null; rules: Rule[] } | { path: string; message: string }[] {
  const draft = Array.isArray(document) ? { rules: document } : document
  const verdict = check(draft)
  if ('error' in verdict) return faultsOf(verdict.error)
  try {
    const { name = null, rules } = hear<{ name?: string; rules?: Rule[] }>(PolicyDraft, draft)
    return rules ? { name, rules } : [{ path: 'rules', message: 'Is missing. Add it.' }]
  } catch (fault) {
    if (fault instanceof ProblemError) return faultsOf(fault)
    throw fault
  }
}

const check = (draft: unknown): { value: unknown } | { error: ProblemError } =>
  lazyValidator(COMPONENTS)({ schema: PolicyDraft, httpPart: 'body', method: 'POST', url: '/' } as never)(draft)

const faultsOf = ({ parts }: ProblemError): { path: string; message: string }[] =>
  (parts.errors ?? []).map(({ path, message }) => ({ path, message }))

/** Numbers count from nothing in paths, and few people do, so the rule is named beside. */
function about({ path, message }: { path: string; message: string }, document: unknown): Remark {
  const place = /^(?:rules)?\[(\d+)\]/.exec(path)?.[1]
  const id = place === undefined ? null : (rulesIn(document)[Number(place)] as { id?: unknown } | undefined)?.id
  return { path: path || 'document', rule: typeof id === 'string' ? id : null, message }
}
