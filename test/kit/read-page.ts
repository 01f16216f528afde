/** What a page says, for tests: its words, forms and links. Our own markup is regular, so a few patterns read it. */

export type ReadForm = {
  action: string
  method: string
  /** What it would send when nothing was changed; fields that came several times are lists. */
  fields: Record<string, string | string[]>
  buttons: { name: string; value: string; text: string }[]
}

export type Read = {
  html: string
  /** The address it was opened at. */
  path: string
  title: string
  /** The first heading. */
  heading: string
  /** Everything that can be read between head and foot, in one line. */
  text: string
  /** Words at the fields, by the field's name. */
  troubles: Record<string, string>
  forms: ReadForm[]
  links: { href: string; text: string }[]
}

export function readPage(html: string): Read {
  const main = /<main[^]*<footer/.exec(html)?.[0] ?? html
  return {
    html,
    path: '',
    title: wordsIn(/<title>([^]*?)<\/title>/.exec(html)?.[1] ?? ''),
    heading: wordsIn(/<h1[^>]*>([^]*?)<\/h1>/.exec(html)?.[1] ?? ''),
    text: wordsIn(main),
    troubles: Object.fromEntries(
      [...html.matchAll(/<p class="trouble" id="([^"]+)-trouble">([^]*?)<\/p>/g)].map(([, name = '', words = '']) => [
        name,
        wordsIn(words),
      ]),
    ),
    forms: [...html.matchAll(/<form([^>]*)>([^]*?)<\/form>/g)].map(([, given = '', inside = '']) =>
      readForm(given, inside, html),
    ),
    links: [...html.matchAll(/<a ([^>]*)>([^]*?)<\/a>/g)].map(([, given = '', words = '']) => ({
      href: member(given, 'href') ?? '',
      text: wordsIn(words),
    })),
  }
}

function readForm(given: string, inside: string, html: string): ReadForm {
  const id = member(given, 'id')
  const fields = new Map<string, string[]>()
  const keep = (name: string | null, value: string) => {
    if (name) fields.set(name, [...(fields.get(name) ?? []), value])
  }
  for (const [, text = ''] of inside.matchAll(/<input ([^>]*)>/g)) {
    const type = member(text, 'type')
    if (type === 'file' || isSet(text, 'disabled')) continue
    if ((type === 'checkbox' || type === 'radio') && !isSet(text, 'checked')) continue
    keep(member(text, 'name'), member(text, 'value') ?? 'on')
  }
  for (const [, text = '', value = ''] of inside.matchAll(/<textarea([^>]*)>([^]*?)<\/textarea>/g))
    keep(member(text, 'name'), unescaped(value))
  for (const [, text = '', list = ''] of inside.matchAll(/<select([^>]*)>([^]*?)<\/select>/g)) {
    const options = [...list.matchAll(/<option([^>]*)>/g)].map(([, option = '']) => option)
    const chosen = options.find(option => isSet(option, 'selected')) ?? options[0]
    keep(member(text, 'name'), (chosen && member(chosen, 'value')) ?? '')
  }
  const outside =
    id === null ? [] : [...html.matchAll(new RegExp(`<button([^>]*form="${id}"[^>]*)>([^]*?)</button>`, 'g'))]
  return {
    action: member(given, 'action') ?? '',
    method: member(given, 'method') ?? 'get',
    fields: Object.fromEntries([...fields].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all])),
    buttons: [...inside.matchAll(/<button([^>]*)>([^]*?)<\/button>/g), ...outside].map(([, text = '', words = '']) => ({
      name: member(text, 'name') ?? '',
      value: member(text, 'value') ?? '',
      text: wordsIn(words),
    })),
  }
}

const isSet = (text: string, name: string): boolean => new RegExp(`(^|\\s)${name}(\\s|=|$)`).test(text)

function member(text: string, name: string): string | null {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1]
  return value === undefined ? null : unescaped(value)
}

const SIGNS: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

const unescaped = (text: string): string => text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, sign => SIGNS[sign] ?? sign)

const wordsIn = (markup: string): string =>
  unescaped(markup.replaceAll(/<(script|style)[^]*?<\/\1>/g, ' ').replaceAll(/<[^>]+>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,;:!?])/g, '$1')
    .trim()
