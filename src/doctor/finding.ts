/** What an examination finds: one thing, how bad it is, why it matters and what to do. */

/** `note` asks for nothing today; `warning` will become a problem; a `problem` is one, and is what the exit code tells. */
export const LEVELS = ['ok', 'note', 'warning', 'problem'] as const
export type Level = (typeof LEVELS)[number]

/** `figures` are the numbers behind it, for scripts. */
type Found = { check: string; what: string; figures?: Record<string, unknown> }

/** What is not well always comes with its reason and its remedy; `command` is to be pasted. */
export type Finding =
  | (Found & { level: 'ok' })
  | (Found & { level: Exclude<Level, 'ok'>; why: string; todo: string; command?: string })

export type Section = { title: string; findings: Finding[] }

export const fine = (check: string, what: string, figures?: Found['figures']): Finding => ({
  check,
  level: 'ok',
  what,
  ...(figures && { figures }),
})

type Poor = Omit<Extract<Finding, { why: string }>, 'level'>

export const remark = (found: Poor): Finding => ({ ...found, level: 'note' })
export const warning = (found: Poor): Finding => ({ ...found, level: 'warning' })
export const problem = (found: Poor): Finding => ({ ...found, level: 'problem' })

/** The worst there is among them. */
export const worstOf = (findings: readonly Finding[]): Level =>
  LEVELS.findLast(level => findings.some(finding => finding.level === level)) ?? 'ok'

export const countOf = (findings: readonly Finding[]): Record<Level, number> =>
  Object.fromEntries(
    LEVELS.map(level => [level, findings.filter(finding => finding.level === level).length]),
  ) as Record<Level, number>
