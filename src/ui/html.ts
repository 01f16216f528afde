/** Writing pages: `html` is text with holes, and whatever goes into a hole is made harmless unless it was written with `html` itself. */

/** Finished markup. Only `html` and `asMarkup` make it, so a page cannot hold what somebody typed by accident. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

/** What may stand in a hole: nothing (`null`, `undefined`, `false`, `true`), text, a number, markup, or a list of these. */
export type Hole = Html | string | number | boolean | null | undefined | readonly Hole[]

/** Attribute values stand between double quotes in the template; `escaped` is safe there and in text. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  let text = parts[0] ?? ''
  for (const [place, hole] of holes.entries()) text += filled(hole) + (parts[place + 1] ?? '')
  return new Html(text)
}

function filled(hole: Hole): string {
  if (hole === null || hole === undefined || typeof hole === 'boolean') return ''
  if (typeof hole === 'string') return escaped(hole)
  if (typeof hole === 'number') return String(hole)
  return hole instanceof Html ? hole.text : hole.map(filled).join('')
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, sign => SIGNS[sign] ?? sign)

/** For markup that was made by a library and is known to be harmless, such as a drawn code. */
export const asMarkup = (text: string): Html => new Html(text)

/** `true` stands alone, `false`, `null` and `undefined` leave the attribute out. Starts with a space when there is anything. */
export const attributes = (given: Record<string, string | number | boolean | null | undefined>): Html =>
  new Html(
    Object.entries(given)
      .flatMap(([name, value]) => {
        if (value === null || value === undefined || value === false) return []
        return [value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`]
      })
      .join(''),
  )
