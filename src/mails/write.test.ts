import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aShop, eur, NOON } from '../../test/kit/cast.ts'
import { approved, asked, type Story, submitted } from '../../test/kit/given.ts'
import { LANGUAGES, type Language } from '../core/languages.ts'
import { isForStaff, MAIL_KINDS, type MailKind } from '../core/mail/kinds.ts'
import { STANDARD_MAIL } from '../core/mail-settings.ts'
import { NOBODY } from '../core/party.ts'
import { STANDARD_PORTAL } from '../core/portal.ts'
import { formatsFor } from '../ui/formats.ts'
import type { Occasion } from './about.ts'
import { write } from './write.ts'

const order = anOrder([
  aLine({ quantity: 2, paid: 12_210, discount: 790, title: 'Linen shirt <“Sea”>' }),
  aLine({ id: 'line-2', sku: 'BELT', title: 'Belt', quantity: 1, paid: 2_500 }),
])
const shop = aShop({
  portal: {
    ...STANDARD_PORTAL,
    brand: { ...STANDARD_PORTAL.brand, name: 'Linnea & Co' },
    contact: { email: 'help@linnea.example', phone: null },
  },
  mail: { ...STANDARD_MAIL, footer: 'Linnea GmbH\nLindenweg 1, 10115 Berlin' },
})
const tray = { order, shop }

const filed = submitted({ items: [asked(2), asked(1, { line: 'line-2' as never })] }, tray)
const agreed = filed.then({ verb: 'approve' }, { by: 'agent' })
const credited = approved(
  { items: [asked(2, { handling: 'keep', resolution: { type: 'refund', to: 'store_credit' } })] },
  tray,
).then({ verb: 'refund' }, { by: 'owner' })
const STORIES: Partial<Record<MailKind, Story>> = {
  approved: agreed,
  rejected: filed.then({ verb: 'reject', reason: 'Worn & washed: <b>no</b>' }, { by: 'agent' }),
  cancelled: filed.then({ verb: 'cancel' }, { by: 'shopper' }),
  offer_made: filed.then({ verb: 'offer', terms: { handling: 'keep', amount: eur(3_000) } }, { by: 'agent' }),
  message: filed.then({ verb: 'message', to: 'shopper', text: 'Hello Maja.\nWhich size?' }, { by: 'agent' }),
  store_credit: credited,
}

const occasion = (
  kind: MailKind,
  language: Language,
  story = STORIES[kind] ?? agreed,
  more: Partial<Occasion> = {},
): Occasion => ({
  kind,
  language,
  doc: kind === 'withdrawal' ? { statement: 'I withdraw from the contract.', at: NOON } : {},
  shop,
  order,
  seen: { ret: story.ret, order, shop, policy: null, siblings: [] },
  secret: kind === 'code' ? '481 202' : null,
  link: to => `https://returns.example/portal/linnea/${to}?a=1&b=2`,
  ...more,
})

const written = (...of: Parameters<typeof occasion>) => {
  const mail = write(occasion(...of))
  if (mail === null) throw new Error('Nothing was written.')
  return mail
}

/** What a reader of the page reads. */
const read = (html: string): string =>
  html
    .replace(/^[\s\S]*<\/style>/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const FOLDER = join(import.meta.dirname, '../../reports/mails')
mkdirSync(FOLDER, { recursive: true })

describe.each(LANGUAGES)('in %s', language => {
  test.each(MAIL_KINDS)('%s is written whole, as a page and plain', kind => {
    const { subject, html, text } = written(kind, language)
    writeFileSync(join(FOLDER, `${kind}.${language}.html`), html)
    for (const words of [subject, read(html), text]) {
      expect(words).not.toMatch(/[{}]|undefined|null|\[object|mails\./)
      expect(words.trim().length).toBeGreaterThan(5)
    }
    expect(html).toContain(`lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`)
    expect(html).not.toContain('<table')
  })

  test.each(MAIL_KINDS)('%s names the same figures on the page and plain', kind => {
    const { html, text } = written(kind, language)
    const figures = (words: string) => new Set(words.match(/\d[\d.,]*\d/g))
    const onPage = figures(read(html.replace(/^[\s\S]*?<h1/, '<h1').replaceAll(/ (style|href)="[^"]*"/g, '')))
    const plain = figures(text.replaceAll(/https?:\S+/g, ''))
    expect([...plain].filter(figure => !onPage.has(figure))).toEqual([])
    expect([...onPage].filter(figure => !plain.has(figure))).toEqual([])
  })
})

test('the figure unfolds into what it is made of, and adds up', () => {
  const { text } = written('approved', 'en')
  expect(text).toContain('Price: €155.00')
  expect(text).toContain('Your share of the discount: -€7.90')
  expect(text).toContain('You can expect: €147.10')
})

test('nothing somebody typed becomes markup', () => {
  const { html } = written('rejected', 'en')
  expect(html).toContain('Worn &amp; washed: &lt;b&gt;no&lt;/b&gt;')
  expect(html).toContain('Linen shirt &lt;“Sea”&gt;')
  expect(html).not.toContain('<b>')
})

test('a subject is one line, whatever somebody called their shop', () => {
  const named = {
    ...shop,
    portal: { ...STANDARD_PORTAL, brand: { ...STANDARD_PORTAL.brand, name: 'Two\r\nBcc: lines' } },
  }
  const { subject } = written('message', 'en', STORIES.message, { shop: named })
  expect(subject).toBe('Two Bcc: lines wrote to you about return RMA-1')
})

test('a gift’s recipient reads neither what the buyer paid nor which order it was', () => {
  const recipient = { ...NOBODY, firstName: 'Ada', emails: ['ada@example.com'] }
  const gift = submitted({ items: [asked(2)], gift: { recipient, address: null } }, tray).then(
    { verb: 'approve' },
    { by: 'agent' },
  )
  for (const kind of MAIL_KINDS.filter(kind => !isForStaff(kind) && kind !== 'code' && kind !== 'withdrawal')) {
    const { subject, text, html } = written(kind, 'en', gift)
    expect(`${kind} ${subject} ${text} ${html}`).not.toMatch(/Maja|1001|130\.00|7\.90/)
  }
  expect(written('approved', 'en', gift).text).toContain('Hello Ada,')
})

test('only the shop’s own people see whose a return is by name', () => {
  expect(written('staff_new', 'en').text).toContain('Maja Lund filed a return for order 1001.')
})

test('who asks for a code is told no name', () => {
  expect(written('code', 'en').text).not.toContain('Maja')
  expect(written('withdrawal', 'en').text).not.toContain('Maja')
})

test('a code that has left is not shown again', () => {
  const { subject, text } = written('code', 'en', undefined, { secret: null })
  expect(`${subject} ${text}`).not.toMatch(/481|202/)
})

test('a withdrawal is acknowledged to the second, with its words', () => {
  const { text } = written('withdrawal', 'en')
  expect(text).toContain('I withdraw from the contract.')
  expect(text).toContain(formatsFor('en', shop.timeZone).second(NOON))
})

test('a withdrawal of which nobody knows the order yet names the number that was typed, or none', () => {
  const doc = { statement: 'I withdraw.', at: NOON }
  const of = (more: object) =>
    written('withdrawal', 'en', undefined, { order: null, seen: null, doc: { ...doc, ...more } }).subject
  expect(of({ number: '4711' })).toBe('Your withdrawal from order 4711 has been received')
  expect(of({})).toBe('Your withdrawal has been received')
})

test('the shop’s own words take the place of the house’s, and words that cannot be said do not stop the mail', () => {
  const speaking = (text: string) => ({
    ...shop,
    portal: { ...STANDARD_PORTAL, texts: { en: { 'mails.approved.title': text } } },
  })
  expect(written('approved', 'en', agreed, { shop: speaking('Yes, dear!') }).text).toMatch(/^Yes, dear!/)
  expect(written('approved', 'en', agreed, { shop: speaking('Yes, {nobody}') }).text).toMatch(
    /^Your return is approved/,
  )
})

test('a shop without a page writes without buttons', () => {
  const { html } = written('approved', 'en', agreed, { link: () => null })
  expect(html).not.toContain('<a ')
})

test('a mail without its return says nothing', () => {
  expect(write(occasion('approved', 'en', agreed, { seen: null }))).toBeNull()
})
