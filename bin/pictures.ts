/** Photographs every page a shopper sees, in its states, in a browser over a fresh sandbox; `pictures/index.html` shows them side by side. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { LANGUAGES } from '../src/core/languages.ts'
import { indexPage } from './pictures/index-page.ts'
import { takeForReadme } from './pictures/readme.ts'
import { openSet, type Set } from './pictures/set.ts'
import { openStudio, type Studio } from './pictures/studio.ts'
import { SUBJECTS } from './pictures/subjects.ts'

const USAGE = `npm run pictures                        every page in every state, into pictures/
npm run pictures -- --only find,get     only these pages: ${Object.keys(SUBJECTS).join(', ')}
npm run pictures -- --language ar       only in this language: ${LANGUAGES.join(', ')}
npm run pictures -- --readme            the few that README.md shows, into docs/pictures/
npm run pictures -- --data DIR          over the sandbox in this folder, which is kept`

const root = join(import.meta.dirname, '..')

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    language: { type: 'string' },
    readme: { type: 'boolean' },
    data: { type: 'string' },
    help: { type: 'boolean' },
  },
})

const only = values.only?.split(',') ?? Object.keys(SUBJECTS)
const unknown = only.filter(name => !(name in SUBJECTS))
const languages = LANGUAGES.filter(language => values.language === undefined || language === values.language)

if (values.help || unknown.length > 0 || languages.length === 0) {
  console.log(USAGE)
  process.exit(values.help ? 0 : 2)
}

const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'backhaul-pictures-')))
try {
  await take()
} finally {
  if (values.data === undefined) await rm(folder, { recursive: true, force: true })
}

async function take(): Promise<void> {
  console.log('Seeding a sandbox to photograph …')
  const set = await openSet(folder)
  try {
    const studio = await openStudio(set.url, join(root, 'pictures'), languages)
    try {
      if (values.readme) await takeForReadme(set, studio, join(root, 'docs/pictures'))
      else await takeAll(set, studio)
    } finally {
      await studio.close()
    }
  } finally {
    await set.close()
  }
}

/** A page that cannot be reached any more does not keep the others from being seen. */
async function takeAll(set: Set, studio: Studio): Promise<void> {
  for (const name of only) {
    await SUBJECTS[name]?.(set, studio.of(name)).catch(fault => {
      process.exitCode = 1
      console.error(fault)
    })
    console.log(`${name.padEnd(12)} ${studio.taken(name).length} pictures`)
  }
  await mkdir(join(root, 'pictures'), { recursive: true })
  await writeFile(join(root, 'pictures/index.html'), indexPage(studio.all()))
  for (const line of studio.complaints()) console.log(line)
  console.log(`See ${join('pictures', 'index.html')}.`)
}
