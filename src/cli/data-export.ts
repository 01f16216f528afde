/** Answering a shopper who asks what is kept of them: one document, and their photos beside it. */
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { linkMaker } from '../api/links.ts'
import { personDocument } from '../api/person-document.ts'
import { refused } from '../core/refusal.ts'
import type { StoredFile } from '../db/files.ts'
import type { Desk } from '../desk/desk.ts'
import { type PersonRecord, showPerson } from '../desk/person.ts'
import { openPhoto } from '../desk/photos.ts'
import { extensionFor } from '../files/kinds.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, text, UsageError } from './command.ts'
import { findOrg, operator } from './find-house.ts'
import { PERSON_OPTIONS, personIn } from './person-named.ts'
import { refuseToOverwrite, writeWhole } from './whole-file.ts'

export const dataExport: Command = {
  name: 'data export',
  summary: 'Write down everything that is kept of one shopper',
  about:
    'For a request under GDPR articles 15 and 20: orders, returns with their events and messages, store credit and what the audit says about them, as one JSON document. Photos are named in it with links that a running server opens for a day; --photos puts the pictures themselves into a folder. That it was read stands in the audit.',
  options: {
    ...PERSON_OPTIONS,
    out: { type: 'string', value: 'FILE', means: 'Where the document goes' },
    photos: { type: 'string', value: 'DIR', means: 'Where photos and films go; left out, only links to them' },
    force: { type: 'boolean', means: 'Overwrite the file' },
  },
  examples: [
    { line: 'backhaul data export --email maja@mail.example --out maja.json', does: 'The document.' },
    {
      line: 'backhaul data export --email maja@mail.example --out maja.json --photos maja-photos',
      does: 'With the pictures.',
    },
  ],

  async run({ values, config, out }) {
    const person = personIn(values)
    const file = text(values, 'out')
    if (file === undefined) throw new UsageError('Say with --out into which file the document goes.')
    await refuseToOverwrite(file, values.force === true)
    const house = await openHouse(config, { migrate: false })
    try {
      const { desk } = house
      const org = await findOrg(desk, text(values, 'org'))
      const records = await showPerson(desk, operator(org.id), person)
      if (refused(records)) throw new CommandError(records.detail.sentence ?? `Refused: ${records.code}.`)
      const seen: Seen = { orders: 0, returns: 0, files: [] }
      const head = { organization: org, person, madeAt: desk.now() }
      const to = { role: 'owner' as const, links: linkMaker(desk).for(org.id) }
      await writeWhole(file, sink => pipeline(Readable.from(personDocument(head, counted(records, seen), to)), sink))
      const folder = text(values, 'photos')
      if (folder !== undefined) await putPhotos(desk, seen.files, folder)
      const { orders, returns, files } = seen
      out.give({ file, orders, returns, files: files.length, photos: folder ?? null })
      out.say(`${file}: ${orders} orders, ${returns} returns, ${files.length} photos and films.`)
      if (orders === 0) out.note('Nothing is kept under this name.')
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}

type Seen = { orders: number; returns: number; files: StoredFile[] }

async function* counted(records: AsyncIterable<PersonRecord>, seen: Seen): AsyncGenerator<PersonRecord> {
  for await (const record of records) {
    seen.orders++
    seen.returns += record.returns.length
    seen.files.push(...record.files)
    yield record
  }
}

/** For this account alone, as the document is. */
async function putPhotos(desk: Desk, files: readonly StoredFile[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const file of files) {
    const opened = await openPhoto(desk, file.org, file.id, 'full')
    if (refused(opened)) continue
    const path = join(folder, `${file.id}.${extensionFor(file.contentType)}`)
    await pipeline(opened.stream, createWriteStream(path, { mode: 0o600 }))
  }
}
