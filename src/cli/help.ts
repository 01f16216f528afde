/** What `--help` prints, for everything and for one command. */
import { SETTINGS } from '../config.ts'
import type { Command } from './command.ts'
import { aligned } from './output.ts'

export type Listed = Pick<Command, 'name' | 'summary'>

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

const rows = (entries: readonly (readonly string[])[]): string[] => aligned(entries).map(line => `  ${line}`)

export const GLOBAL_OPTIONS = [
  ['--json', 'The answer as one JSON document'],
  ['--help', 'This page, or the page of a command'],
  ['--version', 'Which version this is'],
] as const

const EXIT_CODES = [
  ['0', 'done'],
  ['1', 'failed; standard error says why and what to do'],
  ['2', 'the command line was not understood; nothing was tried'],
  ['3', 'partly done, such as an import of which some rows were rejected'],
  ['130', 'stopped by Ctrl-C'],
] as const

export function generalHelp(commands: readonly Listed[]): string {
  return [
    'Backhaul: returns management',
    '',
    'Usage: backhaul <command> [options]',
    '',
    'Commands',
    ...rows(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Options',
    ...rows(GLOBAL_OPTIONS),
    '',
    'Settings (environment)',
    ...SETTINGS.flatMap(({ name, means, default: otherwise }) => [
      `  ${name}  [${otherwise}]`,
      ...wrapped(means.replaceAll('`', ''), '      '),
    ]),
    '',
    'Exit codes',
    ...rows(EXIT_CODES),
    '',
    'Examples',
    '  backhaul start                             try it out: a shop with orders at http://127.0.0.1:4300',
    '  backhaul orders import orders.csv          an export of Shopify, WooCommerce or our own format',
    '  backhaul <command> --help                  more about one command',
    '',
  ].join('\n')
}

export function commandHelp(command: Command): string {
  const { name, takes, options, about, examples } = command
  const operand = takes ? (takes.required ? ` ${takes.name}` : ` [${takes.name}]`) : ''
  const flags = Object.entries(options).map(([option, { value, means, default: otherwise }]) => [
    `--${option}${value ? ` ${value}` : ''}`,
    otherwise === undefined ? means : `${means} (default: ${otherwise})`,
  ])
  return [
    `Usage: backhaul ${name}${operand} [options]`,
    '',
    ...wrapped(about, ''),
    '',
    'Options',
    ...rows([...flags, GLOBAL_OPTIONS[0], ['--help', 'This page']]),
    '',
    'Examples',
    ...examples.flatMap(({ line, does }) => [`  ${line}`, ...wrapped(does, '      ')]),
    '',
  ].join('\n')
}
