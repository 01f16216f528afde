/** What `--help` prints, for everything, for one command and for the settings. */
import { SETTINGS } from '../config.ts'
import { type Command, EXIT, type ExitCode } from './command.ts'
import { aligned } from './output.ts'

/** What a command is for; the help shows them in this order. */
export const GROUPS = ['run', 'data', 'policies', 'people and keys', 'look after'] as const
type Group = (typeof GROUPS)[number]

export type Listed = Pick<Command, 'name' | 'summary'> & { group: Group }

const WIDTH = 80

/** Lines no longer than a terminal, each begun with `indent`. */
export function wrapped(text: string, indent: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + word.length + 1 > WIDTH) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, indent + line]
}

/** Two columns, the second broken where the terminal ends. A first cell that is too wide gets a line of its own. */
export function pairs(entries: readonly (readonly [string, string])[], widest = 26): string[] {
  const width = Math.max(0, ...entries.map(([left]) => left.length).filter(length => length <= widest))
  const indent = ' '.repeat(width + 4)
  return entries.flatMap(([left, right]) => {
    const lines = wrapped(right, indent)
    if (left.length > width) return [`  ${left}`, ...lines]
    return [`  ${left.padEnd(width)}  ${lines[0]?.slice(indent.length) ?? ''}`, ...lines.slice(1)]
  })
}

export const GLOBAL_OPTIONS = [
  ['--json', 'The answer as JSON on standard output, and nothing else there'],
  ['--help', 'This page, or the page of a command'],
  ['--version', 'Which version this is'],
] as const

const EXIT_CODES = {
  [EXIT.ok]: 'done',
  [EXIT.failed]: 'failed; standard error says why and what to do',
  [EXIT.usage]: 'the command line was not understood; nothing was tried',
  [EXIT.partly]: 'partly done, such as an import of which some rows were rejected',
  [EXIT.interrupted]: 'stopped by Ctrl-C',
} as const satisfies Record<ExitCode, string>

const USUAL: readonly ExitCode[] = [EXIT.ok, EXIT.failed, EXIT.usage]

/** What its exit codes mean, for one command. */
export const exitsOf = ({ exits = {} }: Command): [string, string][] =>
  Object.values(EXIT)
    .filter(code => USUAL.includes(code) || code in exits)
    .map(code => [String(code), exits[code] ?? EXIT_CODES[code]])

/** `keys create [options]`, `orders import FILE [options]`. */
export function usageOf({ name, takes }: Command): string {
  const operand = takes ? (takes.required ? ` ${takes.name}` : ` [${takes.name}]`) : ''
  return `backhaul ${name}${operand} [options]`
}

/** An option as it is typed, and what it means. */
export const optionsOf = ({ options }: Command): [string, string][] =>
  Object.entries(options).map(([option, { value, means, default: otherwise }]) => [
    `--${option}${value ? ` ${value}` : ''}`,
    otherwise === undefined ? means : `${means} (default: ${otherwise})`,
  ])

const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`

export function generalHelp(commands: readonly Listed[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Backhaul: returns management',
    '',
    'Usage: backhaul <command> [options]',
    ...GROUPS.flatMap(group => [
      '',
      capital(group),
      ...commands
        .filter(command => command.group === group)
        .map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    ]),
    '',
    'Options',
    ...pairs(GLOBAL_OPTIONS),
    '',
    'Settings, from the environment (`backhaul help settings` explains them)',
    ...aligned(SETTINGS.map(({ name, default: otherwise }) => [name, otherwise])).map(line => `  ${line}`),
    '',
    'Exit codes',
    ...pairs(Object.entries(EXIT_CODES)),
    '',
    'Examples',
    ...pairs([
      ['backhaul start', 'try it out: a shop with orders, on port 4300'],
      ['backhaul doctor', 'is everything well?'],
      ['backhaul help keys create', 'more about one command'],
    ]),
    '',
  ].join('\n')
}

export const settingsHelp = (): string =>
  [
    'Settings are read from the environment when a command starts. What is wrong or',
    'unknown is named, and nothing runs until it is mended.',
    ...SETTINGS.flatMap(({ name, means, default: otherwise, example }) => [
      '',
      name,
      ...wrapped(means.replaceAll('`', ''), '  '),
      ...wrapped(`Default: ${otherwise}`, '  '),
      ...wrapped(`Example: ${example}`, '  '),
    ]),
    '',
  ].join('\n')

export function commandHelp(command: Command): string {
  const { about, examples } = command
  return [
    `Usage: ${usageOf(command)}`,
    '',
    ...wrapped(about, ''),
    '',
    'Options',
    ...pairs([...optionsOf(command), GLOBAL_OPTIONS[0], ['--help', 'This page']]),
    '',
    'Exit codes',
    ...pairs(exitsOf(command)),
    '',
    'Examples',
    ...examples.flatMap(({ line, does }) => [`  ${line}`, ...wrapped(does, '      ')]),
    '',
  ].join('\n')
}
