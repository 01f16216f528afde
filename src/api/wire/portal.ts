/** How a shop's own returns page looks, speaks and asks who is there. */
import Type from 'typebox'
import { LANGUAGES } from '../../core/languages.ts'
import { exactly } from '../../http/schema.ts'
import { flag, list, optional, orNull, said, text, whole, word } from './fields.ts'

const country = Type.String({ pattern: '^[A-Z]{2}$', description: 'A country, ISO 3166-1 alpha-2.', examples: ['DE'] })

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const HOST = `${LABEL}(?:\\.${LABEL})*`

/** Pages load pictures over TLS alone. */
const picture = text('An address of a picture, https.', 'https://linnea.example/logo.svg', 2_000, {
  pattern: '^https://',
})
const link = (description: string, example: string) =>
  orNull(text(description, example, 2_000, { pattern: '^https?://' }))

const words = Type.Record(
  Type.String({ maxLength: 100 }),
  Type.String({ maxLength: 2_000, description: 'The words, an ICU message.', examples: ['Send it back to us'] }),
  { maxProperties: 2_000, description: 'By the name of the text.', examples: [{ 'find.title': 'Send it back to us' }] },
)

export const PORTAL_SETTINGS = exactly(
  {
    on: flag('The shop has a returns page here. Off, its addresses answer as if there were none.'),
    host: orNull(
      Type.String({
        pattern: `^${HOST}$`,
        maxLength: 253,
        description:
          'A host name of the shop’s that leads here, in small letters; null for none. Each leads to one shop.',
        examples: ['returns.linnea.example'],
      }),
    ),
    brand: exactly(
      {
        name: orNull(said('Shown in place of the shop’s name.', 'Linnea Studio', 128)),
        logo: orNull(picture),
        accent: Type.String({
          pattern: '^#[0-9A-Fa-f]{6}$',
          description:
            'The shop’s colour. Where it could not be read it is darkened or lightened, for day and night apart.',
          examples: ['#1f5f4a'],
        }),
      },
      { description: 'How it looks.' },
    ),
    languages: list(
      word(LANGUAGES, 'A language.'),
      'The languages it speaks; the first to whoever wishes for none of them.',
      LANGUAGES.length,
      { minItems: 1, uniqueItems: true },
    ),
    texts: exactly(Object.fromEntries(LANGUAGES.map(language => [language, optional(words)])), {
      description: 'The shop’s own words in place of the house’s, by language.',
    }),
    links: exactly(
      {
        shop: link('The shop itself.', 'https://linnea.example'),
        help: link('Where its people can be asked.', 'https://linnea.example/help'),
        privacy: link('What it does with what it knows of people.', 'https://linnea.example/privacy'),
        imprint: link('Who it is.', 'https://linnea.example/imprint'),
      },
      { description: 'Pages of the shop’s, named at the foot of each page.' },
    ),
    contact: exactly(
      {
        email: orNull(
          text('An address.', 'help@linnea.example', 320, { pattern: '^[^\\s@]+@[^\\s@]+$' }),
          'Where people may write.',
        ),
        phone: orNull(said('A number.', '+49 30 1234567', 64), 'Where people may call.'),
      },
      { description: 'Whom shoppers may ask.' },
    ),
    proof: word(['email', 'postal_code', 'either', 'both'], 'What a shopper must know of an order besides its number.'),
    gifts: flag('Recipients of a gift may send it back without the buyer being told.'),
    minimum_stock: optional(
      whole('How many pieces of an article stay in the shop when shoppers choose it in exchange. Unit: pieces.', 2, {
        maximum: 100_000,
      }),
    ),
    embed: list(
      Type.String({
        pattern: `^https?://${HOST}(?::[0-9]{1,5})?$`,
        maxLength: 300,
        description: 'An origin: scheme and host, nothing behind them.',
        examples: ['https://linnea.example'],
      }),
      'Pages of these origins may show it inside their own.',
      20,
    ),
    withdrawal: exactly(
      {
        countries: Type.Union(
          [
            Type.Literal('eu', { description: 'The European Union.', examples: ['eu'] }),
            list(country, 'These countries.', 250),
          ],
          {
            description:
              'Where consumers may withdraw from a purchase without giving a reason: `eu`, or a list; empty for nowhere.',
          },
        ),
      },
      { description: 'The statutory right of withdrawal.' },
    ),
  },
  { description: 'The shop’s own returns page.' },
)
