import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Command, CommandError, EXIT, type ExitCode } from './command.ts'
import type { Output } from './output.ts'

const SCRIPT = fileURLToPath(new URL('../../bench/bench.ts', import.meta.url))

export const bench: Command = {
  name: 'bench',
  summary: 'Measure how fast this machine is with it',
  about:
    'Makes a house of its own in a temporary folder, fills it, and measures it: as ratios to a bare loop of the same statements, because those hold on any machine. Needs a checkout with its development packages. The full run takes some minutes and two gigabytes of disk; nothing else should be busy meanwhile.',
  options: { quick: { type: 'boolean', means: 'Up to 100,000 returns instead of a million' } },
  examples: [
    { line: 'backhaul bench --quick', does: 'A first impression.' },
    { line: 'backhaul bench --json > before.json', does: 'To compare with after a change.' },
  ],
  exits: { [EXIT.interrupted]: 'stopped by Ctrl-C' },

  run: ({ values, out }) => runBench(SCRIPT, values.quick === true ? ['--quick'] : [], out),
}

/** The script says one line per figure; asked for JSON its last line is the document. */
export async function runBench(script: string, args: readonly string[], out: Output): Promise<ExitCode> {
  if (!existsSync(script))
    throw new CommandError('The measurements are not part of this installation; run `backhaul bench` in a checkout.')
  const child = spawn(process.execPath, [script, ...args, ...(out.json ? ['--json'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done, broken) => {
    child.once('error', broken)
    child.once('close', (code, signal) => done({ code, signal }))
  })
  let document: unknown = null
  for await (const line of createInterface({ input: child.stdout })) {
    if (!out.json) out.say(line)
    else if (line.startsWith('[')) document = JSON.parse(line)
    else out.note(line)
  }
  const { code, signal } = await ended
  if (signal === 'SIGINT' || code === EXIT.interrupted) return EXIT.interrupted
  if (code !== 0) throw new CommandError(`The measurements broke off (${signal ?? `exit code ${code}`}).`)
  out.give({ figures: document })
  return EXIT.ok
}
