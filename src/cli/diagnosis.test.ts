import { expect, test } from 'vitest'
import { fine, problem, type Section, warning } from '../doctor/finding.ts'
import { diagnosisLines, verdict } from './diagnosis.ts'

const poor = {
  why: 'It matters because of a reason that is long enough to need a second line of its own.',
  todo: 'Do this, which also takes a few words more than one line of a terminal can hold.',
}
const sections: Section[] = [
  {
    title: 'Machine',
    findings: [fine('node', 'Node 24'), problem({ check: 'disk', what: 'Full', ...poor, command: 'du -h' })],
  },
  {
    title: 'Tables',
    findings: [warning({ check: 'schema', what: 'One', ...poor }), warning({ check: 'schema', what: 'Two', ...poor })],
  },
]
const plain = (_: unknown, text: string) => text
const ALL = ['ok', 'note', 'warning', 'problem']

test('stands in columns, by group, with reason, remedy and command under what was found', () => {
  expect(diagnosisLines(sections, { paint: plain, shown: ALL }).join('\n')).toBe(`
Machine
  ✓ node    Node 24.
  ✗ disk    Full.
            It matters because of a reason that is long enough to need a second
            line of its own.
            → Do this, which also takes a few words more than one line of a
              terminal can hold.
            $ du -h

Tables
  ! schema  One.
            It matters because of a reason that is long enough to need a second
            line of its own.
            → Do this, which also takes a few words more than one line of a
              terminal can hold.
  !         Two.
            It matters because of a reason that is long enough to need a second
            line of its own.
            → Do this, which also takes a few words more than one line of a
              terminal can hold.`)
})

test('a group of which nothing is shown is not named', () => {
  const lines = diagnosisLines(sections, { paint: plain, shown: ['problem'] })
  expect(lines.slice(0, 3)).toEqual(['', 'Machine', '  ✗ disk  Full.'])
  expect(lines).not.toContain('Tables')
})

test('only what asks for something is coloured beside its mark', () => {
  const painted = diagnosisLines(sections, { paint: (style, text) => `<${style}>${text}</>`, shown: ALL })
  expect(painted[2]).toBe('  <green>✓</> node    Node 24.')
  expect(painted[3]).toBe('  <bold,red>✗</> disk    <bold,red>Full.</>')
})

test('the last line counts, worst first', () => {
  expect(verdict({ ok: 3, note: 1, warning: 2, problem: 1 }, plain)).toBe('1 problem, 2 warnings, 1 note, 3 fine.')
  expect(verdict({ ok: 3, note: 0, warning: 0, problem: 0 }, plain)).toBe('All is well: 3 fine.')
})
