/** What was written to whom, what would be written, and writing once more. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReturnId } from '../../core/ids.ts'
import type { Language } from '../../core/languages.ts'
import { isOrdered, MAIL_KINDS, type MailKind } from '../../core/mail/kinds.ts'
import { languageFor } from '../../core/mail/language.ts'
import { audienceOf } from '../../core/mail/mailing.ts'
import { mailOf } from '../../core/mail-settings.ts'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import type { Shop } from '../../core/shop.ts'
import { missingScope } from '../../desk/caller.ts'
import type { Desk } from '../../desk/desk.ts'
import { findOne, list, surroundings } from '../../desk/look.ts'
import { mailFor, mailsFor, type MailState, sendMailAgain } from '../../desk/mail-log.ts'
import { type MailMaterial, mailMaterial } from '../../desk/mail-material.ts'
import { shopFor } from '../../desk/shops.ts'
import type { App } from '../../http/app.ts'
import { portalLookup } from '../../http/portal-links.ts'
import { exactly, ref } from '../../http/schema.ts'
import { linkOf } from '../../mails/links.ts'
import { write, type Written } from '../../mails/write.ts'
import { CATALOGUE } from '../../ui/texts/catalogue.ts'
import { answer, answered, changing, type Door, keyed, reading, refusal } from '../door.ts'
import { placeAfter, sayPage } from '../pages.ts'
import { sayMail } from '../say-mail.ts'
import { MailKindList, MailPage, MailPreview, MailPreviewInput, MailRead, Mail as MailShape } from '../wire/mail.ts'
import { MAIL_MEANS } from '../wire/mail-means.ts'
import { MailQuery, one } from '../wire/queries.ts'

const TAG = 'Mails'
const LIST = 'mails'

export function mailRoutes(app: App, { desk }: Door): void {
  app.get('/v1/mails', find, async (request, reply) =>
    answered(reply, await mailsFor(desk, request.apiCaller, wishIn(request)), page => sayPage(LIST, page, sayMail)),
  )
  app.get('/v1/mails/:id', read, (request, reply) => readMail(desk, request, reply))
  app.post('/v1/mails/:id/send_again', again, async (request, reply) =>
    answered(reply, await sendMailAgain(desk, request.apiCaller, idIn(request), keyed(request)), sayMail),
  )
  app.get('/v1/shops/:id/mail_kinds', kinds, async (request, reply) =>
    answered(reply, await shopFor(desk, request.apiCaller, idIn(request)), ({ shop }) => ({
      data: MAIL_KINDS.map(kind => kindSaid(shop, kind)),
    })),
  )
  app.post('/v1/shops/:id/mails/preview', preview, async (request, reply) =>
    answered(reply, await previewed(desk, request), said => said),
  )
}

const nothing = exactly({}, { description: 'Nothing more to say.' })

const find = reading(TAG, {
  operationId: 'listMails',
  summary: 'List what was written',
  description: 'To shoppers and to the shop’s own people, the newest first; also what was not sent, and why.',
  querystring: MailQuery,
  response: { 200: answer(MailPage, 'One page.') },
})
const read = reading(TAG, {
  operationId: 'getMail',
  summary: 'Read a mail',
  params: one('mail'),
  response: { 200: answer(MailRead, 'The mail.') },
})
const again = changing(TAG, {
  operationId: 'sendMailAgain',
  summary: 'Send a mail once more',
  description:
    'Whatever became of it: written anew from the return as it is then, to the same address. One that waits is tried at once.',
  params: one('mail'),
  body: nothing,
  response: { 200: answer(MailShape, 'It is on the way.') },
})
const kinds = reading(TAG, {
  operationId: 'listMailKinds',
  summary: 'List what there is to write',
  description: 'Every kind of mail, when it is written, whether this shop writes it, and the keys of its own words.',
  params: one('shop'),
  response: { 200: answer(MailKindList, 'The kinds.') },
})
const preview = changing(TAG, {
  operationId: 'previewMail',
  summary: 'Show a mail as it would be written',
  description:
    'From a return of the shop, with the shop’s words, colours and settings as they are. Nothing is sent and nothing is kept. What the return does not have, such as a refund, is told with what can be expected.',
  params: one('shop'),
  body: ref(MailPreviewInput),
  response: { 200: answer(MailPreview, 'The mail.') },
})

const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id.toLowerCase()

type Query = { return?: string; kind?: MailKind[]; state?: MailState[]; limit?: number; after?: string }

function wishIn(request: FastifyRequest) {
  const { return: ret, kind, state, limit = 20, after } = request.query as Query
  return {
    ...(ret !== undefined && { ret: ret.toLowerCase() as ReturnId }),
    ...(kind && { kinds: kind }),
    ...(state && { states: state }),
    ...placeAfter(LIST, after),
    limit,
  }
}

async function readMail(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const mail = await mailFor(desk, request.apiCaller, idIn(request))
  if (refused(mail)) return refusal(reply, mail)
  const material = mail.to.includes('@') ? await mailMaterial(desk, mail) : null
  return { ...sayMail(mail), written: material && writtenHere(request, mail, material, null) }
}

/** A link into the shopper's own pages would make a shopper of whoever reads the log, so the buttons lead to where orders are looked up. */
function writtenHere(
  request: FastifyRequest,
  mail: { kind: MailKind; language: Language; doc: Record<string, unknown> },
  material: MailMaterial,
  secret: string | null,
): Written | null {
  const { shop, order, seen } = material
  const origin = `${request.protocol}://${request.host}`
  const links = () => origin + portalLookup(order?.refs.number ?? '')
  const link = linkOf(links, { kind: mail.kind, shop, order, ret: seen?.ret ?? null })
  return write({ ...mail, ...material, secret, link })
}

const kindSaid = (shop: Shop, kind: MailKind) => ({
  kind,
  audience: audienceOf(kind),
  on: isOrdered(kind) || (mailOf(shop).on && !mailOf(shop).off.includes(kind)),
  when: MAIL_MEANS[kind],
  texts: Object.keys(CATALOGUE.en).filter(key => key.startsWith(`mails.${kind}.`)),
})

const SAMPLE_CODE = '123 456'
const SAMPLE_STATEMENT = '…'

type Wish = { kind: MailKind; language?: Language; return_id?: string | null }

async function previewed(
  desk: Desk,
  request: FastifyRequest,
): Promise<(Written & { return_id: string | null }) | Refusal> {
  const { apiCaller: caller } = request
  const denied = missingScope(caller, 'audit:read')
  if (denied) return denied
  const stored = await shopFor(desk, caller, idIn(request))
  if (refused(stored)) return stored
  const { kind, language, return_id: named } = request.body as Wish
  const material = await shownWith(desk, request, stored.shop, named ?? null)
  if (refused(material)) return material
  const { shop, order, seen } = material
  const doc = kind === 'withdrawal' ? { statement: SAMPLE_STATEMENT, at: desk.now() } : {}
  const mail = { kind, language: language ?? languageFor(shop, order, seen?.ret ?? null), doc }
  const written = writtenHere(request, mail, material, kind === 'code' ? SAMPLE_CODE : null)
  return written
    ? { ...written, return_id: seen?.ret.id ?? null }
    : refuse('not_found', {
        path: 'return_id',
        sentence: 'This shop has no return yet to show the mail with; file one first.',
      })
}

/** The return that was named, or the shop's newest. */
async function shownWith(
  desk: Desk,
  { apiCaller: caller }: FastifyRequest,
  shop: Shop,
  named: string | null,
): Promise<MailMaterial | Refusal> {
  if (named !== null) {
    const isId = /^[0-9a-f]{8}-/i.test(named)
    const seen = await findOne(desk, caller, isId ? (named.toLowerCase() as ReturnId) : { number: named })
    if (refused(seen)) return seen
    return seen.shop.id === shop.id
      ? { shop, order: seen.order, seen: { ...seen, shop } }
      : refuse('not_found', { path: 'return_id', sentence: 'This shop has no such return.' })
  }
  const page = await list(desk, caller, { shops: [shop.id], limit: 1 })
  if (refused(page)) return page
  const [newest] = page.rows
  if (newest === undefined) return { shop, order: null, seen: null }
  const seen = await surroundings(desk, newest)
  return { shop, order: seen.order, seen }
}
