/** The slip that lies in the box: whose return it is, what is in it, and where it goes. It says nothing about money. */
import type { Address } from '../core/party.ts'
import type { Instant } from '../core/time.ts'
import type { Formats } from '../ui/formats.ts'
import type { Speak } from '../ui/texts/speak.ts'
import { code128, qrModules } from './codes.ts'
import { type Look, openSheet, PAGE_SIZES, type PageName, type Points, type Sheet } from './sheet.ts'

type Place = Pick<
  Address,
  'name' | 'company' | 'street1' | 'street2' | 'town' | 'district' | 'city' | 'state' | 'postalCode' | 'country'
>

/** What of a followed return stands on its slip; whoever follows a return can hand it over as it is. */
export type SlipSource = {
  number: string
  createdAt: Instant
  order: { number: string }
  shop: { name: string }
  state: { by?: Instant | null }
  sender: { name: string; address: Place | null }
  to: Place | null
  pieces: readonly {
    title: string
    variant: string | null
    sku: string
    quantity: number
    handling: 'send_back' | 'keep'
    reason: { text: string | null }
  }[]
  parcels: readonly { leg: string; carrier: string; trackingNumber: string | null; label: object | null }[]
}

export type SlipWords = { say: Speak; formats: Formats }

/** The slip in words, row by row: the same on paper and on the page that is printed. */
export type Slip = {
  title: string
  text: string
  number: string
  shop: string
  facts: { term: string; detail: string }[]
  from: { title: string; lines: string[] }
  to: { title: string; lines: string[] }
  columns: { article: string; sku: string; quantity: string; reason: string }
  pieces: { article: string; sku: string; quantity: string; reason: string }[]
  how: { title: string; steps: string[] }
}

export function slipOf(source: SlipSource, { say, formats }: SlipWords): Slip {
  const shop = source.shop.name
  const parcel = source.parcels.find(({ leg }) => leg === 'inbound')
  const fact = (term: string, detail: string | null | undefined) => (detail ? [{ term, detail }] : [])
  return {
    title: say('documents.slip.title'),
    text: say('documents.slip.text', { shop }),
    number: source.number,
    shop,
    facts: [
      ...fact(say('documents.slip.number'), source.number),
      ...fact(say('documents.slip.order'), source.order.number),
      ...fact(say('documents.slip.of'), formats.day(source.createdAt)),
      ...fact(say('documents.slip.by'), source.state.by && formats.day(source.state.by)),
      ...fact(say('documents.slip.carrier'), parcel?.carrier),
      ...fact(say('documents.slip.tracking'), parcel?.trackingNumber),
    ],
    from: { title: say('documents.slip.from'), lines: withName(source.sender, formats) },
    to: { title: say('documents.slip.to'), lines: source.to ? addressLines(source.to, formats) : [shop] },
    columns: {
      article: say('documents.slip.article'),
      sku: say('documents.slip.sku'),
      quantity: say('documents.slip.quantity'),
      reason: say('documents.slip.reason'),
    },
    pieces: source.pieces
      .filter(({ handling }) => handling === 'send_back')
      .map(({ title, variant, sku, quantity, reason }) => ({
        article: variant ? `${title} · ${variant}` : title,
        sku,
        quantity: formats.number(quantity),
        reason: reason.text ?? '',
      })),
    how: {
      title: say('documents.slip.how'),
      steps: [
        say('documents.slip.how.1'),
        say('documents.slip.how.2'),
        say('documents.slip.how.3'),
        say(parcel?.label ? 'documents.slip.how.label' : 'documents.slip.how.address'),
      ],
    },
  }
}

function withName({ name, address }: SlipSource['sender'], formats: Formats): string[] {
  const lines = address ? addressLines(address, formats) : []
  return name === '' || lines.includes(name) ? lines : [name, ...lines]
}

/** Postal order of most of the world: person, company, street, postal code and city, country. */
export function addressLines(address: Place, { country }: Pick<Formats, 'country'>): string[] {
  const { name, company, street1, street2, town, district, city, state, postalCode } = address
  const region = state.code ?? state.name
  const own = [name, company === name ? null : company, street1, street2, town, district]
  const last = [[postalCode, city].filter(Boolean).join(' '), region].filter(Boolean).join(', ')
  return [...own, last, address.country && country(address.country)].filter(
    line => line !== null && line !== '',
  ) as string[]
}

const SMALL: Look = { size: 8.5, colour: '#4a4f5a' }
const BODY: Look = { size: 10.5 }
/** What somebody else wrote. */
const THEIRS: Look = { ...BODY, own: true }
const STRONG: Look = { size: 10.5, weight: 600 }

/** On A4 with room for a long list, or on the small paper of label printers. */
export async function slipPdf(source: SlipSource, words: SlipWords, page: PageName, at: Date): Promise<Buffer> {
  const slip = slipOf(source, words)
  const { language, direction } = words.say
  const sheet = await openSheet(PAGE_SIZES[page], { title: `${slip.title} ${slip.number}`, language, direction, at })
  await (page === 'a4' ? onA4(sheet, slip) : onLabel(sheet, slip))
  return sheet.done()
}

async function onA4(sheet: Sheet, slip: Slip): Promise<void> {
  const codeWidth: Points = 210
  const top = sheet.y
  sheet.bars(await code128(slip.number), sheet.width - codeWidth, top, codeWidth, 42)
  sheet.text(slip.number, sheet.width - codeWidth, top + 46, codeWidth, { size: 12, weight: 600 })
  const words = sheet.width - codeWidth - 24
  sheet.y += sheet.text(slip.shop, 0, sheet.y, words, STRONG)
  sheet.y += sheet.text(slip.title, 0, sheet.y, words, { size: 24, weight: 600 })
  sheet.y = Math.max(sheet.y, top + 66) + 6
  sheet.paragraph(slip.text, BODY, 12)
  facts(sheet, slip.facts, 3)
  addresses(sheet, slip)
  pieces(sheet, slip)
  how(sheet, slip)
  await square(sheet, slip.number, 84)
}

const QUIET: Points = 10

async function onLabel(sheet: Sheet, slip: Slip): Promise<void> {
  // Bars need ten units of white beside them, which the narrow margin alone does not give.
  sheet.bars(await code128(slip.number), QUIET, sheet.y, sheet.width - 2 * QUIET, 46)
  sheet.y += 50
  sheet.paragraph(slip.number, { size: 15, weight: 600 }, 2)
  sheet.paragraph(`${slip.title} · ${slip.shop}`, { size: 9, weight: 600 }, 6)
  sheet.rule(6)
  addresses(sheet, slip)
  for (const { article, quantity, sku } of slip.pieces)
    sheet.paragraph(`${quantity} × ${article}${sku ? ` (${sku})` : ''}`, { size: 9, own: true }, 1)
  sheet.y += 6
  await square(sheet, slip.number, 72)
}

function facts(sheet: Sheet, all: Slip['facts'], columns: number): void {
  const width = (sheet.width - 16 * (columns - 1)) / columns
  for (let from = 0; from < all.length; from += columns) {
    const row = all.slice(from, from + columns)
    const heights = row.map(({ detail }) => sheet.height(detail, width, STRONG))
    sheet.room(Math.max(...heights) + 16)
    for (const [place, { term, detail }] of row.entries()) {
      const x = place * (width + 16)
      sheet.text(term, x, sheet.y, width, SMALL)
      sheet.text(detail, x, sheet.y + 12, width, STRONG)
    }
    sheet.y += 12 + Math.max(...heights) + 8
  }
  sheet.y += 4
}

function addresses(sheet: Sheet, { from, to }: Slip): void {
  const width = (sheet.width - 16) / 2
  const height = Math.max(
    ...[from, to].map(({ lines }) => lines.reduce((all, line) => all + sheet.height(line, width, THEIRS), 0)),
  )
  sheet.room(height + 24)
  for (const [place, { title, lines }] of [from, to].entries()) {
    const x = place * (width + 16)
    let y = sheet.y + sheet.text(title, x, sheet.y, width, SMALL)
    for (const line of lines) y += sheet.text(line, x, y, width, THEIRS)
  }
  sheet.y += height + 24
}

const CELLS = [
  { name: 'article', part: 0.46 },
  { name: 'sku', part: 0.2 },
  { name: 'quantity', part: 0.1 },
  { name: 'reason', part: 0.24 },
] as const

function pieces(sheet: Sheet, { columns, pieces: all }: Slip): void {
  const row = (cells: Slip['columns'], look: Look): void => {
    const places = CELLS.map(({ name, part }, place) => ({
      text: cells[name],
      x: CELLS.slice(0, place).reduce((sum, before) => sum + before.part, 0) * sheet.width,
      width: part * sheet.width - 8,
    }))
    const height = Math.max(...places.map(({ text, width }) => sheet.height(text, width, look)))
    sheet.room(height + 12)
    for (const { text, x, width } of places) sheet.text(text, x, sheet.y + 5, width, look)
    sheet.y += height + 10
    sheet.rule()
  }
  sheet.rule()
  row(columns, SMALL)
  for (const piece of all) row(piece, THEIRS)
  sheet.y += 16
}

function how(sheet: Sheet, { how: { title, steps } }: Slip): void {
  sheet.room(20 + steps.length * 16)
  sheet.paragraph(title, STRONG, 2)
  for (const [place, step] of steps.entries()) {
    const height = sheet.height(step, sheet.width - 20, BODY)
    sheet.room(height)
    sheet.text(`${place + 1}.`, 0, sheet.y, 18, BODY)
    sheet.text(step, 20, sheet.y, sheet.width - 20, BODY)
    sheet.y += height + 2
  }
  sheet.y += 12
}

async function square(sheet: Sheet, text: string, size: Points): Promise<void> {
  sheet.room(size)
  sheet.squares(await qrModules(text), 0, sheet.y, size)
  sheet.y += size
}
