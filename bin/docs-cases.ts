/** The page of the forty cases: what each is about, which tests prove it, and what waits for later. */
import { CASES, type Proof, proofs } from '../test/stories/cases.ts'

export function casesPage(root: string): string {
  const found = proofs(root)
  return [
    '# Forty cases',
    '',
    'Ways in which returns go wrong in the field, and the tests that prove they do not go wrong here. A test belongs to a case when its title begins with the case’s',
    'number; `test/stories/cases.test.ts` fails when a case has none.',
    '',
    '| Case | What is at stake | Proved by | Still to come |',
    '|---|---|---|---|',
    ...Object.entries(CASES).map(
      ([number, { says, later }]) =>
        `| **${number}** | ${says} | ${proved(found.get(number) ?? [])} | ${later ?? ''} |`,
    ),
    '',
  ].join('\n')
}

function proved(tests: readonly Proof[]): string {
  const byFile = Map.groupBy(tests, ({ file }) => file)
  return [...byFile]
    .map(([file, of]) => `[\`${file}\`](../${file}): ${of.map(({ title }) => `*${cell(title)}*`).join('; ')}`)
    .join('<br>')
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*')
