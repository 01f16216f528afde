import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'
import { MAIL_KINDS } from '../core/mail/kinds.ts'
import { STANDARD_MAIL } from '../core/mail-settings.ts'
import { transaction } from '../db/transaction.ts'
import { orderMail } from '../desk/mails.ts'
import { runMails } from '../jobs/mailing.ts'
import { drawer } from '../outside/post.ts'

const kit = await openApiKit({ mail: { ...STANDARD_MAIL, staff: ['desk@linnea.example'] } })
const { desk, shop, ok, call } = kit
const links = () => 'https://returns.example/secret-link'
const ret = await kit.file(await kit.order(), 1)
const shopUrl = `/v1/shops/${shop.id}`

describe('the log', () => {
  test('says what was written to whom, newest first, page by page, and filtered', async () => {
    const all = await ok('agent', 'GET', '/v1/mails')
    expect(all.data.map((mail: any) => [mail.kind, mail.audience, mail.to, mail.state])).toEqual([
      ['staff_new', 'staff', 'desk@linnea.example', 'queued'],
      ['received', 'shopper', 'maja@example.com', 'queued'],
    ])
    const first = await ok('agent', 'GET', '/v1/mails?limit=1')
    const second = await ok('agent', 'GET', `/v1/mails?limit=1&after=${first.next}`)
    expect([...first.data, ...second.data]).toEqual(all.data)
    expect(second.next).toBeNull()
    for (const [filter, found] of [
      [`return=${ret.id}`, 2],
      ['kind=received,approved', 1],
      ['state=sent', 0],
      ['state=queued&kind=staff_new', 1],
    ])
      expect((await ok('agent', 'GET', `/v1/mails?${filter}`)).data, String(filter)).toHaveLength(Number(found))
  })

  test('shows the words, with buttons that make nobody a shopper', async () => {
    const { data } = await ok('agent', 'GET', '/v1/mails?kind=received')
    const mail = await ok('agent', 'GET', `/v1/mails/${data[0].id}`)
    expect(mail).toMatchObject({
      kind: 'received',
      subject: null,
      written: { subject: `We have your return ${ret.number}` },
    })
    expect(mail.written.text).toContain('/portal/?order_number=')
    expect(mail.written.html).not.toContain('signature')
  })

  test('says plainly that there is no mail server, and sends again when somebody asks', async () => {
    await runMails(desk, { post: drawer(), links })
    const { data } = await ok('agent', 'GET', '/v1/mails?kind=received')
    expect(data[0]).toMatchObject({ state: 'dropped', why: 'not sent: no mail server configured', next_try_at: null })
    const again = await ok('agent', 'POST', `/v1/mails/${data[0].id}/send_again`, {})
    expect(again).toMatchObject({ id: data[0].id, state: 'queued', why: null })
    const sent: string[] = []
    const post = {
      from: { name: null, address: 'a@b.example' },
      close: () => {},
      send: async ({ messageId }: { messageId: string }) => (sent.push(messageId), { outcome: 'sent' as const }),
    }
    await runMails(desk, { post, links })
    await ok('agent', 'POST', `/v1/mails/${data[0].id}/send_again`, {})
    await runMails(desk, { post, links })
    expect(sent).toEqual([`<${data[0].id}@b.example>`, `<${data[0].id}.1@b.example>`])
  })

  test('never shows a code, and sends none twice', async () => {
    const code = {
      org: kit.org,
      shop: shop.id,
      kind: 'code' as const,
      to: 'maja@example.com',
      language: 'en' as const,
      key: 'c',
      secret: '481 202',
    }
    await transaction(desk.db, async tx => orderMail(tx, desk, code))
    const { data } = await ok('owner', 'GET', '/v1/mails?kind=code')
    expect(JSON.stringify(await ok('owner', 'GET', `/v1/mails/${data[0].id}`))).not.toMatch(/481/)
    await runMails(desk, { post: drawer(), links })
    expect(await call('owner', 'POST', `/v1/mails/${data[0].id}/send_again`, {})).toMatchObject({
      status: 409,
      body: { code: 'not_open' },
    })
  })

  test('is for the shop’s owners and agents', async () => {
    const { data } = await ok('agent', 'GET', '/v1/mails')
    for (const role of ['shopper', 'carrier', 'warehouse', 'arbiter']) {
      expect((await call(role, 'GET', '/v1/mails')).status, role).toBe(403)
      expect((await call(role, 'GET', `/v1/mails/${data[0].id}`)).status, role).toBe(403)
      expect((await call(role, 'POST', `${shopUrl}/mails/preview`, { kind: 'approved' })).status, role).toBe(403)
    }
    expect((await ok('stranger', 'GET', '/v1/mails')).data).toEqual([])
    for (const [method, url] of [
      ['GET', `/v1/mails/${data[0].id}`],
      ['POST', `/v1/mails/${data[0].id}/send_again`],
      ['GET', `${shopUrl}/mail_kinds`],
    ] as const)
      expect((await call('stranger', method, url, method === 'POST' ? {} : undefined)).status, url).toBe(404)
  })
})

describe('what would be written', () => {
  test.each(MAIL_KINDS)('%s can be looked at before it is ever written', async kind => {
    const shown = await ok('agent', 'POST', `${shopUrl}/mails/preview`, { kind, language: 'el', return_id: ret.number })
    expect(shown.return_id).toBe(ret.id)
    expect(shown.html).toContain('lang="el"')
    expect(shown.text.length).toBeGreaterThan(20)
  })

  test('without a return it is written from the newest, in its shopper’s language', async () => {
    const other = await kit.file(await kit.order({ country: 'ES' }), 1)
    const shown = await ok('agent', 'POST', `${shopUrl}/mails/preview`, { kind: 'approved' })
    expect(shown).toMatchObject({ return_id: other.id, subject: `Tu devolución ${other.number} está aprobada` })
  })

  test('the return of a stranger is none', async () => {
    const no = await call('stranger', 'POST', `${shopUrl}/mails/preview`, { kind: 'approved', return_id: ret.id })
    expect(no.status).toBe(404)
  })

  test('kinds say when, whether, and which words are the shop’s to set', async () => {
    await ok('owner', 'PATCH', shopUrl, { mail: wire({ off: ['resolved'] }) })
    const { data } = await ok('agent', 'GET', `${shopUrl}/mail_kinds`)
    expect(data.map(({ kind }: any) => kind)).toEqual([...MAIL_KINDS])
    expect(data.filter(({ on }: any) => !on).map(({ kind }: any) => kind)).toEqual(['resolved'])
    expect(data.find(({ kind }: any) => kind === 'kept').texts).toEqual([
      'mails.kept.subject',
      'mails.kept.title',
      'mails.kept.text',
    ])
  })
})

const wire = (more: object = {}) => ({
  on: true,
  from: { name: null, address: null },
  reply_to: null,
  staff: [],
  off: [],
  footer: null,
  ...more,
})

test('a shop’s settings say how it writes, and take no list where one address stands', async () => {
  const changed = await ok('owner', 'PATCH', shopUrl, {
    mail: wire({ from: { name: 'Linnea', address: 'r@linnea.example' }, footer: 'Linnea GmbH' }),
  })
  expect(changed.mail).toEqual(wire({ from: { name: 'Linnea', address: 'r@linnea.example' }, footer: 'Linnea GmbH' }))
  for (const wrong of [
    { reply_to: 'a@b.example, c@d.example' },
    { staff: ['nobody'] },
    { off: ['spam'] },
    { from: { name: null, address: 'a@b\r\nBcc: c@d.example' } },
  ])
    expect((await call('owner', 'PATCH', shopUrl, { mail: wire(wrong) })).status, JSON.stringify(wrong)).toBe(400)
})

test('the page about mails names every kind', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/mails.md'), 'utf8')
  expect(MAIL_KINDS.filter(kind => !page.includes(`\`${kind}\``))).toEqual([])
})
