/** The shopper's page, rendered here and whole without a script; with one it is quicker and kinder. */
import formbody from '@fastify/formbody'
import cookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { brotliCompressSync, constants } from 'node:zlib'
import { bestOf, isLanguage, type Language, wishesIn } from '../core/languages.ts'
import { type PortalSettings, STANDARD_PORTAL } from '../core/portal.ts'
import { type Portal, portalAt, portalFor, portalUnder } from '../desk/shopper/portal.ts'
import { PHOTO_LIMITS } from '../desk/shopper/draft-photos.ts'
import { enter } from '../desk/shopper/entry.ts'
import { openSession, ordersOf, proved, sealSession, type Session, shopperAt } from '../desk/shopper/session.ts'
import type { App } from '../http/app.ts'
import { acceptUploads, hearForm, readUploads } from '../http/multipart.ts'
import { explain } from '../http/explain.ts'
import { sayFaults } from '../http/tongues.ts'
import { styleSource } from '../http/page.ts'
import { shopperMark } from '../http/portal-links.ts'
import { assets } from '../ui/assets.ts'
import { brandStyle } from '../ui/brand.ts'
import { formatsFor } from '../ui/formats.ts'
import { shell } from '../ui/shell.ts'
import { speakIn } from '../ui/texts/speak.ts'
import { faultPage, nothingHere } from './pages/fault.ts'
import { ROUTES, type Route } from './routes.ts'
import { type Answer, type PortalHouse, VIA, type Visit } from './visit.ts'

const SESSION = 'backhaul_shopper'
const LANGUAGE = 'backhaul_language'
const YEAR_SECONDS = 31_536_000
/** A photo of a good phone, twice over. */
const LARGEST_FILE_BYTES = 25 * 1024 * 1024
const MOST_FILES = 10
/** Some for each of as many pieces as one request may have. */
const MOST_FIELDS = 1_000

export async function openPortal(app: App, house: PortalHouse): Promise<void> {
  app.addHook('onRequest', (request, reply) => leadFromHost(house, request, reply))
  await app.register(
    async scope => {
      const door = scope as unknown as App
      await door.register(cookie)
      await door.register(formbody)
      await acceptUploads(door, { maxFileBytes: LARGEST_FILE_BYTES, maxFiles: MOST_FILES })
      sayFaults(door, (fault, request, reply) => sayFault(house, fault, request, reply))
      door.setNotFoundHandler((request, reply) => answerUnknown(house, request, reply))
      layAssets(door)
      layEntrances(door, house)
      for (const route of ROUTES) lay(door, house, route)
    },
    { prefix: '/portal' },
  )
}

/** Under a host name of a shop's the bare address is its page. */
async function leadFromHost({ desk }: PortalHouse, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (request.method !== 'GET' || pathOf(request.url) !== '/') return
  const portal = await portalUnder(desk, request.hostname)
  return portal === null ? undefined : reply.redirect(`/portal/${portal.slug}/${queryOf(request.url)}`, 302)
}

function layAssets(door: App): void {
  door.get<{ Params: { file: string } }>('/assets/:file', { schema: { hide: true } }, async (request, reply) => {
    const asset = assets().byPath.get(`/portal/assets/${request.params.file}`)
    if (!asset) return reply.status(404).type('text/plain').send('There is no such file.')
    const wanted = String(request.headers['accept-encoding'] ?? '')
    const [bytes, encoding] =
      asset.br && /\bbr\b/.test(wanted)
        ? [asset.br, 'br']
        : asset.gzip && /\bgzip\b/.test(wanted)
          ? [asset.gzip, 'gzip']
          : [asset.bytes, null]
    if (encoding) reply.header('content-encoding', encoding)
    return reply
      .type(asset.type)
      .header('vary', 'accept-encoding')
      .header('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`)
      .send(bytes)
  })
}

/** Addresses that name no shop: they lead to the page of the one that is meant. */
function layEntrances(door: App, house: PortalHouse): void {
  door.get('/', { schema: { hide: true } }, async (request, reply) => {
    const portal = await portalFor(house.desk, request.hostname)
    if (portal === null) return answerUnknown(house, request, reply)
    return reply.redirect(`/portal/${portal.slug}/${queryOf(request.url)}`, 302)
  })
  door.get('/orders/:order', { schema: { hide: true } }, async (request, reply) => {
    const opened = house.links.open(request.url)
    const found = opened.ok ? await enter(house.desk, opened, email => shopperMark(email) === opened.shopper) : null
    if (found === null) {
      const portal = await portalFor(house.desk, request.hostname)
      return reply.redirect(portal === null ? '/portal/' : `/portal/${portal.slug}/?link=ended`, 302)
    }
    setSession(
      reply,
      request,
      house,
      found.portal,
      proved(house.desk, found.order, found.standing, sessionOf(house, request)),
    )
    return reply.redirect(`/portal/${found.portal.slug}/${(opened.ok && opened.to) || 'orders'}`, 302)
  })
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? ''
const queryOf = (url: string): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '')

function lay(door: App, house: PortalHouse, route: Route): void {
  door.route({
    method: route.method,
    url: route.path === '/' ? '/:slug/' : `/:slug${route.path}`,
    schema: { hide: true },
    handler: async (request, reply) => {
      const visit = await visitOf(house, request)
      if (visit === null) return answerUnknown(house, request, reply)
      if (route.method === 'POST' && isForeign(request))
        return send(reply, visit, request, faultPage(visit, 'foreign_form'))
      if (route.needs === 'shopper' && visit.orders.length === 0)
        return reply.redirect(`${visit.base}/?again=${encodeURIComponent(request.url)}`, 303)
      return send(reply, visit, request, await route.page(visit))
    },
  })
}

/** A form on somebody else's page must not act for our visitor. Browsers say where a form stood; what is no browser holds no cookie of ours. */
function isForeign({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const origin = headers.origin
  return origin !== undefined && URL.parse(origin)?.host !== host
}

async function visitOf(house: PortalHouse, request: FastifyRequest): Promise<Visit | null> {
  const { desk } = house
  const params = request.params as Record<string, string>
  const portal = await portalAt(desk, params['slug'] ?? slugIn(request.url))
  if (portal === null) return null
  const claimed = sessionOf(house, request)
  const session = claimed !== null && claimed.shop === portal.shop.id ? claimed : null
  const orders = session === null ? [] : await ordersOf(desk, session)
  const query = request.query as Record<string, string>
  const language = languageOf(portal, request, query, orders[0]?.order.customer.locale ?? null)
  return {
    ...house,
    portal,
    language,
    say: speakIn(language, portal.settings.texts),
    formats: formatsFor(language, portal.shop.timeZone),
    base: `/portal/${portal.slug}`,
    session,
    orders,
    caller: shopperAt(session ?? NOBODY_YET(portal), orders, VIA),
    params,
    query,
    form: (request.body ?? {}) as Visit['form'],
    uploads: (fieldName, most) => readUploads(request, fieldName, most),
    heard: async take =>
      request.isMultipart()
        ? hearForm(request, { maxFileBytes: PHOTO_LIMITS.bytes, maxFields: MOST_FIELDS }, take)
        : ((request.body ?? {}) as Visit['form']),
    address: request.ip,
    cause: `request:${request.id}`,
  }
}

/** An address no page stands at has no parameters, and is still some shop's. */
const slugIn = (address: string): string => /^\/portal\/([^/?]+)/.exec(address)?.[1] ?? ''

const NOBODY_YET = ({ org, shop }: Portal): Session => ({
  id: '',
  org,
  shop: shop.id,
  orders: [],
  until: '' as Session['until'],
})

const sessionOf = ({ desk }: PortalHouse, request: FastifyRequest): Session | null =>
  openSession(desk, request.cookies[SESSION])

/** What was asked for on this page, else chosen before, else what the browser and then the order say. */
function languageOf(
  { settings: { languages } }: Portal,
  request: FastifyRequest,
  query: Record<string, string>,
  customers: string | null,
): Language {
  const chosen = [query['language'], request.cookies[LANGUAGE]].find(
    text => text !== undefined && isLanguage(text) && languages.includes(text),
  )
  if (chosen !== undefined) return chosen as Language
  const wished = [...wishesIn(request.headers['accept-language']), ...(customers === null ? [] : [customers])]
  return bestOf(wished, languages) ?? languages[0] ?? 'en'
}

function send(reply: FastifyReply, visit: Visit, request: FastifyRequest, answer: Answer): FastifyReply {
  if (answer.session !== undefined) setSession(reply, request, visit, visit.portal, answer.session)
  if (visit.query['language'] === visit.language)
    reply.setCookie(LANGUAGE, visit.language, { ...cookieFor(request, visit.portal), maxAge: YEAR_SECONDS })
  reply.header('cache-control', 'no-store').header('referrer-policy', 'same-origin')
  if ('to' in answer) return reply.redirect(answer.to, 303)
  if ('json' in answer) return sendJson(reply, request, answer)
  if ('bytes' in answer)
    return reply
      .type(answer.type)
      .header('content-disposition', `${answer.inline ? 'inline' : 'attachment'}; filename="${answer.name}"`)
      .send(answer.bytes)
  if ('fragment' in answer) return sendHtml(reply, request, answer.status ?? 200, answer.fragment.text)
  const { style, script, font } = assets()
  const brand = brandStyle(visit.portal.settings)
  reply.header('content-security-policy', policyFor(visit.portal, brand))
  // Who may show the page inside their own says the policy above; the older header knows no list.
  if (visit.portal.settings.embed.length > 0) reply.removeHeader('x-frame-options')
  const page = shell(answer.page, {
    say: visit.say,
    shop: { name: visit.portal.shop.name, settings: visit.portal.settings },
    assets: { style, script, font },
    brand,
    inLanguage: language => withLanguage(request.url, language),
    home: `${visit.base}/`,
  })
  return sendHtml(reply, request, answer.status ?? 200, page.text)
}

function sendJson(
  reply: FastifyReply,
  request: FastifyRequest,
  { json, status = 200, tag }: Extract<Answer, { json: unknown }>,
): FastifyReply {
  const mark = tag === undefined ? null : `"${tag}"`
  if (mark !== null) reply.header('etag', mark)
  return mark !== null && request.headers['if-none-match'] === mark
    ? reply.status(304).send()
    : reply.status(status).send(json)
}

function sendHtml(reply: FastifyReply, request: FastifyRequest, status: number, text: string): FastifyReply {
  reply.status(status).type('text/html; charset=utf-8').header('vary', 'accept-encoding, cookie')
  if (!/\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(text)
  const bytes = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: PAGE_QUALITY } })
  return reply.header('content-encoding', 'br').send(bytes)
}

/** A page is pressed anew for each visitor: this much costs half a millisecond. */
const PAGE_QUALITY = 4

function withLanguage(address: string, language: Language): string {
  const url = new URL(address, 'http://here')
  url.searchParams.set('language', language)
  return url.pathname + url.search
}

const policyFor = ({ settings }: Portal, brand: string): string =>
  [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "script-src 'self'",
    `style-src 'self' ${styleSource(brand)}`,
    "font-src 'self'",
    "img-src 'self' https: data: blob:",
    "connect-src 'self'",
    `frame-ancestors ${settings.embed.length === 0 ? "'none'" : settings.embed.join(' ')}`,
  ].join('; ')

/** Inside another shop's page a cookie only comes along when it says so, and then only over TLS. */
const cookieFor = (request: FastifyRequest, portal: Portal) => {
  const secure = request.protocol === 'https'
  const embedded = secure && portal.settings.embed.length > 0
  return {
    path: '/portal',
    httpOnly: true,
    secure,
    sameSite: embedded ? ('none' as const) : ('lax' as const),
    ...(embedded && { partitioned: true }),
  }
}

function setSession(
  reply: FastifyReply,
  request: FastifyRequest,
  { desk }: PortalHouse,
  portal: Portal,
  session: Session | null,
): void {
  if (session === null) reply.clearCookie(SESSION, cookieFor(request, portal))
  else reply.setCookie(SESSION, sealSession(desk, session), cookieFor(request, portal))
}

async function answerUnknown(house: PortalHouse, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const visit = await visitOf(house, request).catch(() => null)
  if (visit === null) return plainFault(reply, 404)
  return send(reply, visit, request, nothingHere(visit))
}

async function sayFault(
  house: PortalHouse,
  fault: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const parts = explain(fault)
  if (parts.status >= 500) request.log.error({ err: fault }, 'request failed')
  const visit = await visitOf(house, request).catch(() => null)
  return visit === null
    ? plainFault(reply, parts.status)
    : send(reply, visit, request, faultPage(visit, parts.code, parts.status))
}

const NOBODYS: PortalSettings = { ...STANDARD_PORTAL, languages: ['en'], withdrawal: { countries: [] } }

/** Where not even the shop is known: the standard look, in English. */
function plainFault(reply: FastifyReply, status: number): FastifyReply {
  const { style, script, font } = assets()
  const brand = brandStyle(STANDARD_PORTAL)
  const say = speakIn('en')
  return reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policyFor({ settings: STANDARD_PORTAL } as Portal, brand))
    .send(
      shell(
        { title: say('common.nothing.title'), main: nothingHere.text(say) },
        {
          say,
          shop: { name: 'Backhaul', settings: NOBODYS },
          assets: { style, script, font },
          brand,
          inLanguage: () => '/portal/',
          home: '/portal/',
        },
      ).text,
    )
}
