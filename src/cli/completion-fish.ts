/** Completion for fish, one line per thing that can be typed. */
import type { Command } from './command.ts'
import { firstWords, type Follows, secondWords, type Typable, typable } from './completion-words.ts'

export function fishScript(all: readonly Command[]): string {
  const commands = typable(all)
  const first = firstWords(commands)
  return [
    '# fish completion for backhaul, made by: backhaul completion fish',
    '# Whether the words typed so far, options left out, are these and no more.',
    'function __backhaul_only',
    "    set -l words (string match -v -- '-*' (commandline -opc)[2..-1])",
    '    test "$words" = "$argv"',
    'end',
    '# Whether they begin with these.',
    'function __backhaul_at',
    "    set -l words (string match -v -- '-*' (commandline -opc)[2..-1])",
    '    set -l many (count $argv)',
    '    test "$words[1..$many]" = "$argv"',
    'end',
    'complete -c backhaul -f',
    ...first.map(word => line('__backhaul_only', `-a ${quoted(word)} -d ${quoted(aboutFirst(commands, word))}`)),
    line('__backhaul_only', `-a help -d ${quoted('More about a command, or the settings')}`),
    ...first.flatMap(word =>
      secondWords(commands, word).map(second =>
        line(
          `__backhaul_only ${word}`,
          `-a ${quoted(second)} -d ${quoted(commands.find(({ name }) => name === `${word} ${second}`)?.summary ?? '')}`,
        ),
      ),
    ),
    ...commands.flatMap(commandLines),
    '',
  ].join('\n')
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const line = (when: string, what: string): string => `complete -c backhaul -n ${quoted(when)} ${what}`

function aboutFirst(commands: readonly Typable[], word: string): string {
  const seconds = secondWords(commands, word)
  return seconds.length > 0 ? seconds.join(', ') : (commands.find(({ name }) => name === word)?.summary ?? '')
}

function commandLines({ name, takes, options }: Typable): string[] {
  const when = `__backhaul_at ${name}`
  return [
    ...(takes === null || takes === 'anything' ? [] : [line(when, offered(takes))]),
    ...options.map(({ flag, means, follows }) =>
      line(
        when,
        [`-l ${flag.slice(2)}`, follows === null ? '' : `-r ${offered(follows)}`, `-d ${quoted(means)}`]
          .filter(Boolean)
          .join(' '),
      ),
    ),
  ]
}

function offered(follows: Follows): string {
  if (follows === 'file') return '-F'
  if (follows === 'folder') return `-a '(__fish_complete_directories)'`
  return follows === 'anything' ? '' : `-a ${quoted(follows.words.join(' '))}`
}
