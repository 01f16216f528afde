/** What a command says: answers on standard output, everything else on standard error; plain where no person watches. */
import { stripVTControlCharacters, styleText } from 'node:util'
import type { Typed } from './command.ts'

type Style = Parameters<typeof styleText>[0]

export type Output = {
  /** `--json`: one JSON document on standard output and nothing else there. */
  json: boolean
  /** A person watches standard error, where progress is shown. */
  watched: boolean
  /** Standard output itself, for an answer too long to be held. */
  stdout: Streams['stdout']
  /** Part of the answer. */
  say(line?: string): void
  /** About the work, not its result: progress, advice, warnings. */
  note(line: string): void
  /** The answer for `--json`, as one document; otherwise nothing. */
  give(answer: unknown): void
  /** For `--json`, one line of several; otherwise nothing. For what goes on: a server's log are such lines too. */
  giveLine(answer: unknown): void
  /** A question, after which the same line goes on. */
  ask(question: string): void
  /** Overwrites the last line of its own; where nobody watches it says nothing. */
  progress(line: string): void
  /** Ends what `progress` wrote, so that the next line starts anew. */
  settle(): void
  /** For standard output, coloured where that is wanted. */
  paint(style: Style, text: string): string
  table(rows: readonly (readonly string[])[]): void
}

export type Streams = {
  stdin?: Typed
  stdout: NodeJS.WritableStream & { isTTY?: boolean }
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
}

type Settings = { json: boolean; environment: Record<string, string | undefined>; streams?: Streams }

export function openOutput({ json, environment, streams = process }: Settings): Output {
  const { stdout, stderr } = streams
  // https://no-color.org: set to anything but nothing.
  const colours = stdout.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb'
  const watched = stderr.isTTY === true && !json
  let drawn = false

  const settle = (): void => {
    if (drawn) stderr.write('\n')
    drawn = false
  }
  const say = (line = ''): void => {
    settle()
    if (!json) stdout.write(`${line}\n`)
  }
  return {
    json,
    watched,
    stdout,
    say,
    settle,
    note(line) {
      settle()
      stderr.write(`${line}\n`)
    },
    ask(question) {
      settle()
      stderr.write(question)
    },
    give(answer) {
      if (json) stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
    },
    giveLine(answer) {
      if (json) stdout.write(`${JSON.stringify(answer)}\n`)
    },
    progress(line) {
      if (!watched) return
      stderr.write(`\r\u001b[2K${line.slice(0, (streams.stderr.columns ?? 80) - 1)}`)
      drawn = true
    },
    paint: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
    table: rows => aligned(rows).forEach(line => say(line)),
  }
}

/** Columns as wide as their widest cell, two blanks apart. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const width = (text: string): number => stripVTControlCharacters(text).length
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, place) => Math.max(width(cell), all[place] ?? 0)),
    [],
  )
  return rows.map(row =>
    row
      .map((cell, place) => cell + ' '.repeat((widths[place] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  )
}
