/** A page that can be written on in every script: pdfkit lays letters, this lays lines. Positions count from the side reading begins at. */
import { type Direction, directionIn, visualRuns } from './bidi.ts'
import { FALLBACK, fontFile, fontFor, type Weight } from './fonts.ts'

/** 1/72 inch. */
export type Points = number

/** `own`: the text runs in its own direction, whatever the page’s: an address stays as its country writes it. */
export type Look = { size: Points; weight?: Weight; colour?: string; own?: boolean }

export type PageSize = { width: Points; height: Points; margin: Points }

const INCH: Points = 72
const MM: Points = INCH / 25.4

export const PAGE_SIZES = {
  a4: { width: 210 * MM, height: 297 * MM, margin: 18 * MM },
  '4x6': { width: 4 * INCH, height: 6 * INCH, margin: 0.2 * INCH },
} as const satisfies Record<string, PageSize>
export type PageName = keyof typeof PAGE_SIZES

export type About = { title: string; language: string; direction: Direction; at: Date }

/** Square modules of a code, dark where true. */
export type Modules = { columns: number; dark: readonly boolean[] }

type Document = PDFKit.PDFDocument

/** Writing, then `done()` for the bytes. The library is read when the first page is made: most processes never make one. */
export async function openSheet(page: PageSize, about: About): Promise<Sheet> {
  const { default: PDFDocument } = await import('pdfkit')
  const doc = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    lang: about.language,
    displayTitle: true,
    info: { Title: about.title, CreationDate: about.at, Producer: 'Backhaul', Creator: 'Backhaul' },
  })
  return new Sheet(doc, page, about.direction)
}

const LEADING = 1.35
/** How far below the top of a line its letters stand. */
const ASCENT = 1.02

export class Sheet {
  readonly page: PageSize
  readonly direction: Direction
  /** Where the next line goes, from the top. */
  y: Points
  private readonly doc: Document
  private readonly chunks: Buffer[] = []
  private readonly ended: Promise<void>
  private readonly registered = new Set<string>()

  constructor(doc: Document, page: PageSize, direction: Direction) {
    this.doc = doc
    this.page = page
    this.direction = direction
    this.y = page.margin
    this.ended = new Promise(resolve => doc.on('end', resolve))
    doc.on('data', (chunk: Buffer) => this.chunks.push(chunk))
  }

  async done(): Promise<Buffer> {
    this.doc.end()
    await this.ended
    return Buffer.concat(this.chunks)
  }

  get width(): Points {
    return this.page.width - 2 * this.page.margin
  }

  /** Goes on on a new page when so much room is not left. */
  room(height: Points): void {
    if (this.y + height <= this.page.height - this.page.margin) return
    this.doc.addPage()
    this.y = this.page.margin
  }

  /** Writes text from `x` over so much width and gives the height it took; `y` stays. */
  text(text: string, x: Points, y: Points, width: Points, look: Look): Points {
    const lines = this.lines(text, width, look)
    for (const [place, line] of lines.entries()) this.line(line, x, y + place * look.size * LEADING, width, look)
    return lines.length * look.size * LEADING
  }

  /** Writes a paragraph over the whole width and moves on below it. */
  paragraph(text: string, look: Look, after: Points = 0): void {
    const height = this.height(text, this.width, look)
    this.room(height)
    this.y += this.text(text, 0, this.y, this.width, look) + after
  }

  height(text: string, width: Points, look: Look): Points {
    return this.lines(text, width, look).length * look.size * LEADING
  }

  /** A hairline over the whole width. */
  rule(after: Points = 0): void {
    const { margin } = this.page
    this.doc
      .lineWidth(0.5)
      .strokeColor('#b9bbc0')
      .moveTo(margin, this.y)
      .lineTo(margin + this.width, this.y)
      .stroke()
    this.y += after
  }

  /** Bars one after the other, dark first, in units; drawn so that they fill the width. Bars do not turn round with the writing. */
  bars(widths: readonly number[], x: Points, y: Points, width: Points, height: Points): void {
    const unit = width / widths.reduce((all, one) => all + one, 0)
    let at = this.left(x, width)
    for (const [place, units] of widths.entries()) {
      if (place % 2 === 0) this.doc.rect(at, y, units * unit, height)
      at += units * unit
    }
    this.doc.fill('#000')
  }

  squares({ columns, dark }: Modules, x: Points, y: Points, width: Points): void {
    const unit = width / columns
    const left = this.left(x, width)
    for (const [place, isDark] of dark.entries())
      if (isDark) this.doc.rect(left + (place % columns) * unit, y + Math.floor(place / columns) * unit, unit, unit)
    this.doc.fill('#000')
  }

  /** A picture (JPEG or PNG) as large as it fits. */
  picture(bytes: Buffer): void {
    const { margin, height } = this.page
    this.doc.image(bytes, margin, margin, { fit: [this.width, height - 2 * margin], align: 'center', valign: 'center' })
  }

  /** From the left edge of the paper, for something of this width that begins so far from where reading begins. */
  private left(x: Points, width: Points): Points {
    const from = this.page.margin + x
    return this.direction === 'ltr' ? from : this.page.width - from - width
  }

  private line(line: string, x: Points, y: Points, width: Points, look: Look): void {
    const parts = this.parts(line, look)
    const total = parts.reduce((all, part) => all + this.partWidth(part, look), 0)
    let at = this.left(x, width) + (this.direction === 'rtl' ? width - total : 0)
    this.doc.fillColor(look.colour ?? '#16181d')
    for (const part of parts) {
      this.take(part.font, look)
      this.doc.text(part.text, at, y + look.size * ASCENT, { lineBreak: false, features: [], baseline: 'alphabetic' })
      at += this.partWidth(part, look)
    }
  }

  /** Stretches of one direction and one font, from left to right as they stand on paper. */
  private parts(line: string, { own = false }: Look): Part[] {
    return visualRuns(line, own ? directionIn(line, this.direction) : this.direction).flatMap(({ text, level }) => {
      const parts = byFont(text)
      return level % 2 === 0 ? parts : parts.toReversed().map(turned)
    })
  }

  private partWidth({ text, font }: Part, look: Look): Points {
    this.take(font, look)
    return this.doc.widthOfString(text, { features: [] })
  }

  private take(font: string, { size, weight = 400 }: Look): void {
    const name = `${font} ${weight}`
    if (!this.registered.has(name)) {
      this.doc.registerFont(name, fontFile(font, weight))
      this.registered.add(name)
    }
    this.doc.font(name).fontSize(size)
  }

  private lines(text: string, width: Points, look: Look): string[] {
    return text.split('\n').flatMap(row => this.broken(row, width, look))
  }

  private broken(row: string, width: Points, look: Look): string[] {
    const lines: string[] = []
    let line = ''
    for (const word of wordsOf(row)) {
      if (line === '' && /^\s+$/.test(word)) continue
      if (this.fits(line + word, width, look)) {
        line += word
        continue
      }
      if (line !== '') lines.push(line.trimEnd())
      line = /^\s+$/.test(word) ? '' : word
      while (!this.fits(line, width, look) && [...line].length > 1) {
        const head = this.head(line, width, look)
        lines.push(head)
        line = line.slice(head.length)
      }
    }
    return line.trimEnd() === '' && lines.length > 0 ? lines : [...lines, line.trimEnd()]
  }

  private fits(text: string, width: Points, look: Look): boolean {
    return this.parts(text.trimEnd(), look).reduce((all, part) => all + this.partWidth(part, look), 0) <= width
  }

  /** As much of a word without a gap as fits; one sign at least. */
  private head(word: string, width: Points, look: Look): string {
    let head = ''
    for (const sign of word) {
      if (head !== '' && !this.fits(head + sign, width, look)) break
      head += sign
    }
    return head
  }
}

type Part = { text: string; font: string }

function byFont(text: string): Part[] {
  const parts: Part[] = []
  for (const sign of text) {
    // A mark above a letter is written with the letter.
    const last = parts.at(-1)
    const font = /\p{M}/u.test(sign) && last ? last.font : (fontFor(sign) ?? FALLBACK)
    if (last?.font === font) last.text += sign
    else parts.push({ text: sign, font })
  }
  return parts
}

/** The shaper turns Arabic letters round itself; signs of other fonts in such a run are turned here. */
const turned = (part: Part): Part =>
  part.font.includes('arabic') ? part : { ...part, text: [...part.text].toReversed().join('') }

/** Lines may break at spaces and between Chinese signs, but not before what closes a phrase. */
const wordsOf = (row: string): string[] =>
  row.match(
    /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][\u3001\u3002\uff0c\uff01\uff1f\uff1b\uff1a\uff09\u300d\u300f]*|\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+/gu,
  ) ?? []
