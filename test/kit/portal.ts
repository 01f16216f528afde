/** The shopper's page in memory over a real desk: a visitor who keeps cookies, opens pages and sends forms. */
import { afterAll, expect } from 'vitest'
import { linkMaker } from '../../src/api/links.ts'
import type { Order } from '../../src/core/order/order.ts'
import type { PortalSettings } from '../../src/core/portal.ts'
import type { Shop } from '../../src/core/shop.ts'
import { refused } from '../../src/core/refusal.ts'
import { keyFor } from '../../src/desk/open-desk.ts'
import { portalOf } from '../../src/core/portal.ts'
import { proved, sealSession, openSession, type Standing } from '../../src/desk/shopper/session.ts'
import { changeShop } from '../../src/desk/shops.ts'
import { type App, createApp } from '../../src/http/app.ts'
import { type PortalLinks, portalLinks } from '../../src/http/portal-links.ts'
import { openPortal } from '../../src/portal/index.ts'
import type { PortalHouse } from '../../src/portal/visit.ts'
import { type DeskKit, openKit } from './desk.ts'
import { type Read, readPage } from './read-page.ts'

/** A page as it came: its status, where it leads on to, and what it says; see `Read`. */
export type Seen = Read & {
  status: number
  /** Where a redirection leads; null without one. */
  to: string | null
  headers: Record<string, any>
  bytes: Buffer
}

type Form = Record<string, string | number | readonly string[]>
export type UploadedFile = { field: string; name: string; type: string; bytes: Buffer }

export type Visitor = {
  get: (path: string, headers?: Record<string, string>) => Promise<Seen>
  post: (path: string, form?: Form, headers?: Record<string, string>) => Promise<Seen>
  /** A form with files in it. */
  upload: (path: string, files: readonly UploadedFile[], form?: Form, headers?: Record<string, string>) => Promise<Seen>
  /** Sends the page's form (the one with this address, else the first) as a browser would, with these fields changed. */
  send: (page: Seen, form?: Form, options?: { action?: string; button?: string }) => Promise<Seen>
  /** Follows redirections to the page they lead to. */
  follow: (seen: Seen) => Promise<Seen>
  cookies: Map<string, string>
}

export type PortalKit = DeskKit & {
  app: App
  links: PortalLinks
  /** `/portal/linnea`. Paths given to `visit` are below it unless they begin with `/portal`. */
  base: string
  visit: Visitor
  /** Another visitor, who has proved nothing. */
  visitor: () => Visitor
  /** As though the order had been proved on this device; further orders join the first. */
  signIn: (order: Order, standing?: Standing, visitor?: Visitor) => void
  /** Changes the page's settings. */
  settings: (wish: Partial<PortalSettings>) => Promise<void>
}

const SESSION = 'backhaul_shopper'

/** `house`: what the page is opened with beside desk and links, such as where payments are made. */
export async function openPortalKit(
  wish: Partial<Shop> = {},
  house: Pick<PortalHouse, 'pay'> = {},
): Promise<PortalKit> {
  const kit = await openKit(wish)
  const { desk } = kit
  const app = await createApp()
  const faults: string[] = []
  app.addHook(
    'onError',
    async (_request, _reply, fault: Error & { statusCode?: number }) =>
      void ((fault.statusCode ?? 500) >= 500 && faults.push(fault.stack ?? String(fault))),
  )
  const links = portalLinks(keyFor(desk, 'portal links'), desk.now)
  await openPortal(app, { desk, files: linkMaker(desk), links, ...house })
  await app.ready()
  afterAll(() => app.close())
  const base = `/portal/${kit.shop.refs.handle}`
  const visitor = () => newVisitor(app, base, faults)
  const visit = visitor()
  return {
    ...kit,
    app,
    links,
    base,
    visit,
    visitor,
    signIn(order, standing = 'customer', who = visit) {
      const before = openSession(desk, who.cookies.get(SESSION))
      who.cookies.set(SESSION, sealSession(desk, proved(desk, order, standing, before)))
    },
    async settings(changed) {
      const { shop } = kit
      const portal = { ...portalOf(shop), ...changed, brand: { ...portalOf(shop).brand, ...changed.brand } }
      const done = await changeShop(desk, kit.as('owner'), shop.id, { portal })
      if (refused(done)) throw new Error(`${done.code}: ${JSON.stringify(done.detail)}`)
      Object.assign(shop, done.shop)
    },
  }
}

function newVisitor(app: App, base: string, faults: string[]): Visitor {
  const cookies = new Map<string, string>()
  const call = async (
    method: 'GET' | 'POST',
    path: string,
    payload?: { body: string | Buffer; type: string },
    headers: Record<string, string> = {},
  ): Promise<Seen> => {
    const url = path.startsWith('/portal') ? path : `${base}${path}`
    const reply = await app.inject({
      method,
      url,
      headers: {
        ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(method === 'POST' && { 'sec-fetch-site': 'same-origin' }),
        ...(payload && { 'content-type': payload.type }),
        ...headers,
      },
      ...(payload && { payload: payload.body }),
    } as never)
    expect(faults.splice(0), 'faults').toEqual([])
    keepCookies(cookies, reply.headers['set-cookie'])
    const isPage = String(reply.headers['content-type'] ?? '').startsWith('text/html')
    return {
      ...readPage(isPage ? reply.body : ''),
      path: url,
      status: reply.statusCode,
      to: reply.headers.location === undefined ? null : String(reply.headers.location),
      headers: reply.headers,
      bytes: reply.rawPayload,
      html: reply.body,
    }
  }
  const visitor: Visitor = {
    cookies,
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, form = {}, headers) =>
      call('POST', path, { body: encoded(form), type: 'application/x-www-form-urlencoded' }, headers),
    upload: (path, files, form = {}, headers) => call('POST', path, multipart(files, form), headers),
    async send(page, form = {}, { action, button } = {}) {
      const found = page.forms.find(known => action === undefined || known.action.endsWith(action))
      if (!found) throw new Error(`There is no form${action ? ` to ${action}` : ''} on “${page.title}”.`)
      const pressed = found.buttons.find(({ name, value }) => name !== '' && (!button || `${name}=${value}` === button))
      const address = new URL(found.action, `http://localhost${page.path}`)
      return visitor.post(address.pathname + address.search, {
        ...found.fields,
        ...(pressed && { [pressed.name]: pressed.value }),
        ...form,
      })
    },
    async follow(seen) {
      let page = seen
      for (let steps = 0; page.to !== null && steps < 10; steps++) page = await visitor.get(page.to)
      return page
    },
  }
  return visitor
}

function keepCookies(cookies: Map<string, string>, given: string | string[] | undefined): void {
  for (const line of [given ?? []].flat()) {
    const [pair = ''] = line.split(';')
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    if (value === '') cookies.delete(name)
    else cookies.set(name, decodeURIComponent(value))
  }
}

function encoded(form: Form): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(form))
    for (const each of Array.isArray(value) ? value : [value]) parameters.append(name, String(each))
  return parameters.toString()
}

function multipart(files: readonly UploadedFile[], form: Form): { body: Buffer; type: string } {
  const boundary = 'between-two-parts'
  const parts: Buffer[] = []
  const part = (head: string, body: Buffer) =>
    parts.push(Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), body, Buffer.from('\r\n'))
  for (const [name, value] of new URLSearchParams(encoded(form)))
    part(`content-disposition: form-data; name="${name}"`, Buffer.from(value))
  for (const { field, name, type, bytes } of files)
    part(`content-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: ${type}`, bytes)
  return {
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}
