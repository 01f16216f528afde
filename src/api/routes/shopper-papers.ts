/** Papers of a return for programs, made when they are asked for, in the shopper's language. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type TSchema } from 'typebox'
import { LANGUAGES, type Language } from '../../core/languages.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import { nothingHere } from '../../desk/caller.ts'
import { type Followed, type FollowedDocument, follow } from '../../desk/shopper/following.ts'
import { calendarEntry, PAGE_SIZES, type PageName, qrPng, slipPdf } from '../../documents/index.ts'
import type { App } from '../../http/app.ts'
import { exactly } from '../../http/schema.ts'
import { formatsFor } from '../../ui/formats.ts'
import { type Speak, speakIn } from '../../ui/texts/speak.ts'
import { type Door, reading } from '../door.ts'
import { answeredTo, bySession } from '../shopper-door.ts'
import { optional, said, word } from '../wire/fields.ts'

const TAG = 'Shopper'
const PAGES = Object.keys(PAGE_SIZES) as [PageName, ...PageName[]]

export function shopperPaperRoutes(app: App, { desk }: Door): void {
  app.get('/v1/shopper/returns/:number/slip', slip, (request, reply) =>
    paper(desk, request, reply, 'slip', async ({ followed, say, shopName }) => {
      const formats = formatsFor(say.language, followed.shop.timeZone)
      const { page = 'a4' } = request.query as { page?: PageName }
      const source = { ...followed, shop: { name: shopName } }
      return [await slipPdf(source, { say, formats }, page, new Date(desk.now())), 'application/pdf', 'slip.pdf']
    }),
  )
  app.get('/v1/shopper/returns/:number/code', code, (request, reply) =>
    paper(desk, request, reply, 'code', async ({ document }) => [await qrPng(document.text), 'image/png', 'code.png']),
  )
  app.get('/v1/shopper/returns/:number/calendar', calendar, (request, reply) =>
    paper(desk, request, reply, 'calendar', async ({ followed, document, say, shopName }) => {
      const number = followed.number
      const entry = calendarEntry({
        uid: `${followed.id}-${followed.state.code}@backhaul`,
        stamp: desk.now(),
        at: document.by,
        title: say(mattering(followed), { number, shop: shopName }),
        text: `${say('documents.slip.number')} ${number}`,
        alarm: say('documents.calendar.alarm'),
      })
      return [Buffer.from(entry), 'text/calendar; charset=utf-8', 'until.ics']
    }),
  )
}

const numbered = exactly({ number: said('The return’s number.', 'K7M2XQ4P', 64) })
const language = {
  language: optional(word(LANGUAGES, 'The language of the paper. Default: the first of the shop’s.')),
}

const described = (
  operationId: string,
  summary: string,
  contentType: string,
  querystring: TSchema = exactly(language),
) =>
  bySession(
    reading(TAG, {
      operationId,
      summary,
      description: 'There while it stands under `documents` of the return.',
      params: numbered,
      querystring,
      response: { 200: Type.String({ contentMediaType: contentType, description: 'The bytes.', examples: ['…'] }) },
    }),
  )

const slip = described(
  'getShopperSlip',
  'Print the slip that lies in the box',
  'application/pdf',
  exactly({ ...language, page: optional(word(PAGES, 'The size of the paper. Default: a4.')) }),
)
const code = described('getShopperCodePicture', 'Show the code at a counter', 'image/png')
const calendar = described('getShopperCalendar', 'Put the end of the time into a calendar', 'text/calendar')

type Made<K extends FollowedDocument['kind']> = {
  followed: Followed
  document: Extract<FollowedDocument, { kind: K }>
  say: Speak
  shopName: string
}

async function paper<K extends FollowedDocument['kind']>(
  desk: Door['desk'],
  request: FastifyRequest,
  reply: FastifyReply,
  kind: K,
  make: (made: Made<K>) => Promise<[bytes: Buffer, type: string, name: string]>,
): Promise<unknown> {
  const { session, portal } = request.shopper
  const { number } = request.params as { number: string }
  const followed = await follow(desk, session, request.apiCaller, number.trim())
  const document = refused(followed) ? followed : documentOf(followed, kind)
  if (refused(followed) || refused(document)) return answeredTo(desk, reply, document, () => null)
  const { language: asked } = request.query as { language?: Language }
  const say = speakIn(asked ?? portal.settings.languages[0] ?? 'en', portal.settings.texts)
  const shopName = portal.settings.brand.name ?? portal.shop.name
  const [bytes, type, name] = await make({ followed, document, say, shopName })
  return reply
    .serializer((body: Buffer) => body as never)
    .headers({
      'content-type': type,
      'content-disposition': `inline; filename="${followed.number}-${name}"`,
      'cache-control': 'no-store',
    })
    .send(bytes)
}

const documentOf = <K extends FollowedDocument['kind']>(
  { documents }: Followed,
  kind: K,
): Extract<FollowedDocument, { kind: K }> | Refusal =>
  documents.find((one): one is Extract<FollowedDocument, { kind: K }> => one.kind === kind) ?? nothingHere('paper')

const MATTERS = {
  photos_wanted: 'documents.calendar.photos',
  offer_to_answer: 'documents.calendar.offer',
} as const

const mattering = ({ state, phase }: Followed) =>
  MATTERS[state.code as keyof typeof MATTERS] ??
  (phase === 'send' ? 'documents.calendar.send' : 'documents.calendar.other')
