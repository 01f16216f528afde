/** The few pictures README.md shows: a phone's worth of each page, small enough to be fetched along with the text. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { NUMBERS } from './further-orders.ts'
import type { Set } from './set.ts'
import { inLanguage, type Studio } from './studio.ts'
import { begin, choose, toGet } from './walk.ts'

/** As sharp as a phone shows it. */
const SCALE = 2
const QUALITY = 78
const LARGEST_BYTES = 80_000
/** A hairline, so that a white page ends where the text around it begins. */
const EDGE = { top: SCALE, bottom: SCALE, left: SCALE, right: SCALE, background: '#d3d1cb' }

export async function takeForReadme(set: Set, studio: Studio, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })

  async function keep(name: string, png: Buffer): Promise<void> {
    const bytes = await sharp(png).extend(EDGE).webp({ quality: QUALITY }).toBuffer()
    if (bytes.length > LARGEST_BYTES) throw new Error(`${name} has ${bytes.length} bytes, more than fit beside a text.`)
    await writeFile(join(folder, `${name}.webp`), bytes)
    console.log(`docs/pictures/${name}.webp, ${Math.round(bytes.length / 1000)} kB`)
  }

  const choosing = await studio.visitor({ scale: SCALE })
  await begin(set, choosing, NUMBERS.many)
  await choose(choosing, 1, 1)
  await keep('choose', await choosing.screenshot())

  const getting = await studio.visitor({ scale: SCALE })
  await toGet(set, getting, NUMBERS.one, 1)
  await keep('get', await getting.screenshot())

  const scenes = await set.scenes()
  const labelled = scenes.find(({ code }) => code === 'send_with_label')
  if (!labelled) throw new Error('The sandbox has no return with a label.')
  const following = await studio.visitor({ scale: SCALE, dark: true })
  await set.enter(following, labelled.order, `returns/${labelled.ret.number}`)
  await keep('follow', await following.screenshot())

  const arabic = await studio.visitor({ scale: SCALE })
  await toGet(set, arabic, NUMBERS.also, 1, 1)
  await arabic.goto(inLanguage(arabic.url(), 'ar'))
  await keep('arabic', await arabic.screenshot())
}
