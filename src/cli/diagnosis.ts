/** An examination on paper: grouped, in columns, and no wider than a terminal. */
import type { Finding, Level, Section } from '../doctor/finding.ts'
import { many } from '../doctor/phrases.ts'
import { wrapped } from './help.ts'
import type { Output } from './output.ts'

type Paint = Output['paint']
type Style = Parameters<Paint>[0]

const MARKS: Readonly<Record<Level, { sign: string; style: Style }>> = {
  ok: { sign: '✓', style: 'green' },
  note: { sign: '·', style: 'cyan' },
  warning: { sign: '!', style: ['bold', 'yellow'] },
  problem: { sign: '✗', style: ['bold', 'red'] },
}

export function diagnosisLines(
  sections: readonly Section[],
  { paint, shown }: { paint: Paint; shown: readonly string[] },
): string[] {
  const visible = sections
    .map(({ title, findings }) => ({ title, findings: findings.filter(({ level }) => shown.includes(level)) }))
    .filter(({ findings }) => findings.length > 0)
  const width = Math.max(0, ...visible.flatMap(({ findings }) => findings.map(({ check }) => check.length)))
  return visible.flatMap(({ title, findings }) => [
    '',
    paint('bold', title),
    ...findings.flatMap((finding, place) =>
      findingLines(finding, { width, paint, isAgain: findings[place - 1]?.check === finding.check }),
    ),
  ])
}

/** A check that found several things is named once. */
type Look = { width: number; paint: Paint; isAgain: boolean }

function findingLines(finding: Finding, { width, paint, isAgain }: Look): string[] {
  const { sign, style } = MARKS[finding.level]
  const indent = ' '.repeat(width + 6)
  const [first = '', ...more] = wrapped(sentence(finding.what), indent)
  const what =
    finding.level === 'ok' || finding.level === 'note' ? (text: string) => text : (text: string) => paint(style, text)
  const label = (isAgain ? '' : finding.check).padEnd(width)
  const lines = [
    `  ${paint(style, sign)} ${label}  ${what(first.slice(indent.length))}`,
    ...more.map(line => indent + what(line.slice(indent.length))),
  ]
  if (finding.level === 'ok') return lines
  return [
    ...lines,
    ...wrapped(finding.why, indent).map(line => paint('dim', line)),
    ...wrapped(finding.todo, `${indent}  `).map((line, at) => (at === 0 ? `${indent}→ ${line.trimStart()}` : line)),
    // Not broken, so that it can be copied.
    ...(finding.command ? [`${indent}${paint('cyan', `$ ${finding.command}`)}`] : []),
  ]
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

export function verdict(counts: Record<Level, number>, paint: Paint): string {
  const { ok, note, warning, problem } = counts
  const parts = [
    problem > 0 && paint(MARKS.problem.style, many(problem, 'problem')),
    warning > 0 && paint(MARKS.warning.style, many(warning, 'warning')),
    note > 0 && many(note, 'note'),
    paint(MARKS.ok.style, `${ok} fine`),
  ].filter(part => part !== false)
  const last = parts.pop()
  return `${problem === 0 && warning === 0 ? 'All is well: ' : ''}${parts.length > 0 ? `${parts.join(', ')}, ` : ''}${last}.`
}
