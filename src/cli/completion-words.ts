/** What can be typed where, the same for every shell. */
import type { Command } from './command.ts'
import { GLOBAL_OPTIONS } from './help.ts'

/** What follows an option or a command: one of some words, a file, a folder, or anything. */
export type Follows = { words: readonly string[] } | 'file' | 'folder' | 'anything'

export type Typable = {
  name: string
  summary: string
  takes: Follows | null
  options: { flag: string; means: string; follows: Follows | null }[]
}

const follows = (name: string | undefined, words: readonly string[] | undefined): Follows => {
  if (words !== undefined) return { words }
  if (name === 'FILE') return 'file'
  return name === 'DIR' ? 'folder' : 'anything'
}

export const typable = (commands: readonly Command[]): Typable[] =>
  commands.map(({ name, summary, takes, options }) => ({
    name,
    summary,
    takes: takes ? follows(takes.name, takes.words) : null,
    options: [
      ...Object.entries(options).map(([option, { type, value, means, words }]) => ({
        flag: `--${option}`,
        means,
        follows: type === 'boolean' ? null : follows(value, words),
      })),
      ...GLOBAL_OPTIONS.slice(0, 2).map(([flag, means]) => ({
        flag,
        means: means.split(',')[0] ?? means,
        follows: null,
      })),
    ],
  }))

export const ALWAYS = GLOBAL_OPTIONS.map(([flag]) => flag)

/** The first words of all commands, each once. */
export const firstWords = (commands: readonly { name: string }[]): string[] => [
  ...new Set(commands.map(({ name }) => name.split(' ')[0] ?? '')),
]

/** The words after a first one: `keys` → create, list, revoke. */
export const secondWords = (commands: readonly { name: string }[], first: string): string[] =>
  commands.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []))

/** As a shell reads it: nothing inside is looked at. */
export const single = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
