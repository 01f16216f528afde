/** The page of all commands, written from the tables that read the command line. */
import type { Command } from './command.ts'
import { exitsOf, GLOBAL_OPTIONS, GROUPS, type Listed, optionsOf, usageOf } from './help.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`
const anchor = (name: string): string => `#backhaul-${name.replaceAll(' ', '-')}`

export type Shown = { group: Listed['group']; command: Command }

export const commandPage = (shown: readonly Shown[]): string =>
  [
    '# The command',
    '',
    '`backhaul <command> [options]`. Every command takes `--help`, and `--json`: then standard output holds JSON and nothing else, one document, or one line each for what goes on.',
    'Settings come from the environment; they are in [configuration.md](configuration.md). Exit codes never change their meaning.',
    '',
    ...GROUPS.flatMap(group => [
      `**${capital(group)}**`,
      '',
      ...of(shown, group).map(({ name, summary }) => `- [\`${name}\`](${anchor(name)}): ${summary}`),
      '',
    ]),
    ...GROUPS.flatMap(group => of(shown, group).flatMap(section)),
  ].join('\n')

const of = (shown: readonly Shown[], group: Listed['group']): Command[] =>
  shown.filter(known => known.group === group).map(({ command }) => command)

const section = (command: Command): string[] => [
  `## backhaul ${command.name}`,
  '',
  cell(command.about),
  '',
  '```',
  usageOf(command),
  '```',
  '',
  '| Option | Means |',
  '|---|---|',
  ...[...optionsOf(command), GLOBAL_OPTIONS[0]].map(([flag, means]) => `| \`${flag}\` | ${cell(means)} |`),
  '',
  '| Exit code | Means |',
  '|---|---|',
  ...exitsOf(command).map(([code, means]) => `| ${code} | ${cell(means)} |`),
  '',
  '```sh',
  ...command.examples.flatMap(({ line, does }) => [`# ${does}`, line]),
  '```',
  '',
]
