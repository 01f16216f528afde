/** What a command of the command line is: a name, what it takes, and what it does. */
import type { Config } from '../config.ts'
import type { Output } from './output.ts'

/**
 * Scripts decide by these, so they never change their meaning. `failed`: the machine or the house said no. `usage`: the command line was not
 * understood and nothing was tried. `partly`: the rest was done, and what was not is named.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, partly: 3, interrupted: 130 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export type Option = {
  type: 'string' | 'boolean'
  /** What stands for the value in the help: `N`, `FILE`. */
  value?: string
  means: string
  default?: string
}

export type Values = Record<string, string | boolean | undefined>

export type Input = { values: Values; positionals: string[]; config: Config; out: Output }

export type Command = {
  /** What is typed after `backhaul`, such as `keys create`. */
  name: string
  summary: string
  /** Longer: what it does and does not, in a few sentences. */
  about: string
  /** Words after the command: shown in the usage line. */
  takes?: { name: string; required: boolean }
  options: Record<string, Option>
  examples: { line: string; does: string }[]
  run(input: Input): Promise<ExitCode>
}

/** The command line was not understood; `main` says so and names the help. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

/** Something stands in the way that the person in front of the screen can change; the message says how. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CommandError'
  }
}

/** A text option; undefined when it was not given. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

export function wholeNumber(values: Values, name: string, least: number, most: number): number | undefined {
  const value = text(values, name)
  if (value === undefined) return undefined
  if (!/^\d{1,15}$/.test(value) || Number(value) < least || Number(value) > most)
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}; it is ${JSON.stringify(value)}.`)
  return Number(value)
}

export function oneOf<T extends string>(values: Values, name: string, words: readonly T[]): T | undefined {
  const value = text(values, name)
  if (value === undefined) return undefined
  if (!words.includes(value as T))
    throw new UsageError(`--${name} must be one of ${words.join(', ')}; it is ${JSON.stringify(value)}.`)
  return value as T
}
