/** Papers that are one picture: a carrier's label in the size of the printer, and a code to show at a counter. */
import { qrModules } from './codes.ts'
import { type About, openSheet, PAGE_SIZES, type PageName } from './sheet.ts'

/** A label that was given as a picture. WebP is turned into PNG, which papers can hold. */
export async function labelPdf(picture: Buffer, page: PageName, about: About): Promise<Buffer> {
  const sheet = await openSheet(page === '4x6' ? { ...PAGE_SIZES[page], margin: 0 } : PAGE_SIZES[page], about)
  sheet.picture(await holdable(picture))
  return sheet.done()
}

async function holdable(picture: Buffer): Promise<Buffer> {
  const isJpeg = picture[0] === 0xff && picture[1] === 0xd8
  const isPng = picture.subarray(1, 4).toString('latin1') === 'PNG'
  if (isJpeg || isPng) return picture
  const { default: sharp } = await import('sharp')
  return sharp(picture).png().toBuffer()
}

export type CodeWords = { title: string; text: string; below: string }

/** Large enough to be read from a printed sheet at arm's length. */
export async function codePdf(
  code: { text: string; picture: Buffer | null },
  words: CodeWords,
  about: About,
): Promise<Buffer> {
  const sheet = await openSheet(PAGE_SIZES.a4, about)
  sheet.paragraph(words.title, { size: 24, weight: 600 }, 8)
  sheet.paragraph(words.text, { size: 12 }, 24)
  if (code.picture) sheet.picture(await holdable(code.picture))
  else {
    sheet.squares(await qrModules(code.text), 0, sheet.y, 220)
    sheet.y += 236
    sheet.paragraph(code.text, { size: 16, weight: 600 }, 4)
    sheet.paragraph(words.below, { size: 12 })
  }
  return sheet.done()
}
