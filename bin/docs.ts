/** Writes the documents that are made from the code; with `--check` it only says which of them are out of date. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { apiDocument } from '../src/api/document.ts'
import { COMMANDS } from '../src/cli.ts'
import { commandPage } from '../src/cli/command-page.ts'
import { configurationPage } from '../src/cli/configuration-page.ts'
import { casesPage } from './docs-cases.ts'
import { conformancePage, PLATFORM_NAMES } from './docs-conformance.ts'
import { dataProtectionPage } from './docs-data-protection.ts'
import { lifecyclePage } from './docs-lifecycle.ts'

const root = join(import.meta.dirname, '..')

/** Each says where its document goes and what stands in it. */
const WRITERS: { path: string; write: () => Promise<string> }[] = [
  { path: 'docs/openapi.json', write: async () => `${JSON.stringify(await apiDocument(), null, 1)}\n` },
  { path: 'docs/configuration.md', write: async () => configurationPage() },
  {
    path: 'docs/command.md',
    write: async () =>
      commandPage(await Promise.all(COMMANDS.map(async ({ group, load }) => ({ group, command: await load() })))),
  },
  { path: 'docs/lifecycle.md', write: () => lifecyclePage(root) },
  { path: 'docs/data-protection.md', write: async () => dataProtectionPage() },
  { path: 'docs/cases.md', write: async () => casesPage(root) },
  ...PLATFORM_NAMES.map(name => ({
    path: `docs/conformance/${name}.md`,
    write: async () => conformancePage(root, name),
  })),
]

const onlyCheck = process.argv.includes('--check')
const stale: string[] = []

for (const { path, write } of WRITERS) {
  const [text, before] = await Promise.all([write(), readFile(join(root, path), 'utf8').catch(() => null)])
  if (text === before) continue
  stale.push(path)
  if (onlyCheck) continue
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

if (stale.length > 0)
  console.log(onlyCheck ? `Out of date: ${stale.join(', ')}. Run npm run docs.` : `Written: ${stale.join(', ')}.`)
process.exitCode = onlyCheck && stale.length > 0 ? 1 : 0
