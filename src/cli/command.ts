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
  /** What stands for the value in the help: `N`, `FILE`. Shells complete files for FILE and folders for DIR. */
  value?: string
  means: string
  default?: string
  /** All it can be, where that is a short list: what shells offer. */
  words?: readonly string[]
}

export type Values = Record<string, string | boolean | undefined>

export type Environment = Record<string, string | undefined>

export type Input = {
  values: Values
  positionals: string[]
  /** Read when it is first asked for, so that what needs no settings works with wrong ones. Throws a `ConfigError`. */
  readonly config: Config
  environment: Environment
  out: Output
  /** Opened when it is first asked for. */
  readonly stdin: Typed
  /** Every command there is, for what is made from all of them. */
  everyCommand: () => Promise<readonly Command[]>
}

/** A terminal, or what a script pipes in. */
export type Typed = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?: (on: boolean) => unknown }

export type Command = {
  /** What is typed after `backhaul`, such as `keys create`. */
  name: string
  summary: string
  /** Longer: what it does and does not, in a few sentences. */
  about: string
  /** A word after the command: shown in the usage line. `words` as with an option. */
  takes?: { name: string; required: boolean; words?: readonly string[] }
  options: Record<string, Option>
  examples: { line: string; does: string }[]
  /** Exit codes beside 0, 1 and 2, or what those mean here where it is more than usual. */
  exits?: Readonly<Partial<Record<ExitCode, string>>>
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
  readonly exit: ExitCode

  constructor(message: string, exit: ExitCode = EXIT.failed) {
    super(message)
    this.name = 'CommandError'
    this.exit = exit
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
