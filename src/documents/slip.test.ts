import { describe, expect, test } from 'vitest'
import { anAddress, NOON } from '../../test/kit/cast.ts'
import { readPdf } from '../../test/kit/read-pdf.ts'
import { LANGUAGES, type Language } from '../core/languages.ts'
import type { Instant } from '../core/time.ts'
import { formatsFor } from '../ui/formats.ts'
import { speakIn } from '../ui/texts/speak.ts'
import { code128, code128Svg, qrModules, qrPng, qrSvg } from './codes.ts'
import { labelPdf } from './pages.ts'
import { slipOf, slipPdf, type SlipSource } from './slip.ts'
import sharp from 'sharp'

const SOURCE: SlipSource = {
  number: 'RMA-7K2Q9',
  createdAt: NOON,
  order: { number: '1077' },
  shop: { name: 'Linnea' },
  state: { by: '2026-03-24T22:59:59.000Z' as Instant },
  sender: { name: 'Maja Lund', address: anAddress() },
  to: { ...anAddress(), name: 'Linnea returns', street1: 'Hafenstrasse 9', city: 'Hamburg', postalCode: '20457' },
  pieces: [
    { title: 'Shirt', variant: 'M', sku: 'SHIRT-M', quantity: 2, handling: 'send_back', reason: { text: 'Too small' } },
    { title: 'Scarf', variant: null, sku: 'SCARF', quantity: 1, handling: 'keep', reason: { text: null } },
  ],
  parcels: [{ leg: 'inbound', carrier: 'DHL', trackingNumber: 'T-1', label: null }],
}

const words = (language: Language) => ({ say: speakIn(language), formats: formatsFor(language, 'Europe/Berlin') })
const printed = async (language: Language, page: 'a4' | '4x6' = 'a4', source = SOURCE) =>
  readPdf(await slipPdf(source, words(language), page, new Date(NOON)))

/** Bars as they lie on the paper: widths and gaps in the smallest of them. */
function bars(boxes: readonly (readonly [number, number, number, number])[], height: number): number[] {
  const row = boxes.filter(box => Math.abs(box[3] - height) < 0.01).toSorted((a, b) => a[0] - b[0])
  const lengths = row.flatMap(([x, , width], place) => {
    const before = row[place - 1]
    return before ? [x - before[0] - before[2], width] : [width]
  })
  const unit = Math.min(...lengths)
  return lengths.map(length => Math.round(length / unit))
}

describe('the slip', () => {
  test('names the return, where it goes, and only what lies in the box', async () => {
    const { text, pages } = await printed('en')
    for (const word of ['RMA-7K2Q9', '1077', 'Maja Lund', 'Hafenstrasse 9', '20457 Hamburg', 'Shirt · M', 'SHIRT-M'])
      expect(text, word).toContain(word)
    expect(text).toContain('Too small')
    expect(text).not.toContain('Scarf')
    expect(pages).toBe(1)
  })

  test('has the number as a bar code that says it, on both papers', async () => {
    const expected = await code128('RMA-7K2Q9')
    expect(bars((await printed('en')).boxes, 42)).toEqual(expected)
    expect(bars((await printed('en', '4x6')).boxes, 46)).toEqual(expected)
    // What runs from right to left turns the page round, and never the bars.
    expect(bars((await printed('ar')).boxes, 42)).toEqual(expected)
  })

  test('has the number as a square code too', async () => {
    const { dark } = await qrModules('RMA-7K2Q9')
    const { boxes } = await printed('en')
    expect(boxes.filter(([, , width, height]) => Math.abs(width - height) < 0.001)).toHaveLength(
      dark.filter(Boolean).length,
    )
  })

  test('is written in every language with the signs of its own script', async () => {
    for (const language of LANGUAGES) {
      const { text } = await printed(language)
      const plain = [...text].filter(sign => sign !== '\n' && sign !== ' ')
      expect(plain.length, language).toBeGreaterThan(200)
      const slip = slipOf(SOURCE, words(language))
      // Letters are compared as a set: on paper a line may be broken anywhere and Arabic stands from the right.
      const wanted = new Set([slip.title, slip.text, ...slip.how.steps].join('').replaceAll(/[\s\u200e\u200f]/g, ''))
      // Some Arabic letters are drawn as one with fewer dots and the dots beside it.
      const drawnInParts = language === 'ar' ? ['ى', 'ز'] : []
      expect(
        [...wanted].filter(sign => !text.includes(sign) && !drawnInParts.includes(sign)),
        language,
      ).toEqual([])
    }
  })

  test('a name in another script than the page’s is written too', async () => {
    const source = { ...SOURCE, sender: { name: 'Μαρία 李小龍 محمد', address: null } }
    const { text } = await printed('en', 'a4', source)
    for (const sign of ['Μ', 'ρ', '李', '龍', 'محمد'.charAt(1)]) expect(text, sign).toContain(sign)
  })

  test('goes on on another page when the list is long, and breaks words that do not fit', async () => {
    const many = Array.from({ length: 60 }, (_, place) => ({
      ...SOURCE.pieces[0]!,
      title: `${'Verylongword'.repeat(8)}${place}`,
    }))
    const { pages, text } = await printed('en', 'a4', { ...SOURCE, pieces: many })
    expect(pages).toBeGreaterThan(3)
    expect(text.match(/SHIRT-M/g)).toHaveLength(60)
  })

  test('says nothing of money', async () => {
    expect((await printed('en')).text).not.toMatch(/€|EUR|\d\.\d\d/)
  })
})

describe('codes', () => {
  test('are drawn for the page and as a picture', async () => {
    expect(await qrSvg('RMA-1')).toMatch(/^<svg viewBox=/)
    expect(await code128Svg('RMA-1')).toMatch(/^<svg viewBox=/)
    const { format, width } = await sharp(await qrPng('RMA-1')).metadata()
    expect([format, width > 100]).toEqual(['png', true])
  })
})

test('a label given as a picture of any kind fills its paper', async () => {
  const about = { title: 'Label', language: 'en', direction: 'ltr', at: new Date(NOON) } as const
  const blank = sharp({ create: { width: 80, height: 120, channels: 4, background: '#0008' } })
  for (const picture of [
    await blank.clone().webp().toBuffer(),
    await blank.clone().png().toBuffer(),
    await blank.flatten().jpeg().toBuffer(),
  ]) {
    const bytes = await labelPdf(picture, '4x6', about)
    const text = bytes.toString('latin1')
    expect([text.includes('/MediaBox [0 0 288 432]'), text.includes('/Subtype /Image')]).toEqual([true, true])
  }
})
