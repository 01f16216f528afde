/** The page of all settings, written from the table that reads them. */
import { SETTINGS } from '../config.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

export const configurationPage = (): string =>
  [
    '# Configuration',
    '',
    'Everything is set in the environment. What is wrong or unknown is named at the start, and nothing runs until it is mended.',
    '',
    '| Setting | Means | Default | Example |',
    '|---|---|---|---|',
    ...SETTINGS.map(
      ({ name, means, default: otherwise, example }) =>
        `| \`${name}\` | ${cell(means)} | ${cell(otherwise)} | \`${cell(example)}\` |`,
    ),
    '',
  ].join('\n')
