import { beforeEach, describe, expect, test } from 'vitest'
import { anInput, openKit } from '../../test/kit/desk.ts'
import { openMailServer } from '../../test/kit/mail-server.ts'
import { type MailSettings, STANDARD_MAIL } from '../core/mail-settings.ts'
import { NOBODY } from '../core/party.ts'
import { ERASED } from '../core/privacy/rule.ts'
import { refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { listMails, type Mail, takeMails } from '../db/mails.ts'
import { query } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import { act } from '../desk/act.ts'
import { eraseShopper } from '../desk/erasure.ts'
import { openSecret, orderMail } from '../desk/mails.ts'
import { changeShop } from '../desk/shops.ts'
import { manualCarrier, simulatedCarrier } from '../outside/carrier.ts'
import { drawer, NO_SERVER, type Post, smtpPost } from '../outside/post.ts'
import { simulatedGateway } from '../outside/simulated-gateway.ts'
import { runErrands } from './errands.ts'
import { runMails } from './mailing.ts'

const kit = await openKit()
const { desk, org, shop } = kit
const server = await openMailServer()
const FROM = { name: null, address: 'returns@linnea.example' }
const smtp = () => smtpPost({ host: '127.0.0.1', port: server.port, tls: 'off', login: null }, FROM)
const links = ({ to, gift }: { to: string; gift: boolean }) =>
  `https://returns.example/portal/${to}${gift ? '?gift' : ''}`

const settings = (mail: Partial<MailSettings>) =>
  changeShop(desk, kit.as('owner'), shop.id, { mail: { ...STANDARD_MAIL, ...mail } })

beforeEach(async () => {
  await query(desk.db, { text: 'delete from mails' })
  await settings({})
  server.mails.splice(0)
  server.says.splice(0)
})

const logged = async (): Promise<Mail[]> => (await listMails(desk.db, org, { shops: null, limit: 100 })).toReversed()
const kinds = async () => (await logged()).map(({ kind }) => kind)

async function sent(post: Post = smtp()) {
  try {
    while ((await runMails(desk, { post, links })) > 0);
  } finally {
    post.close()
  }
  return server.mails.splice(0)
}

const subjects = (mails: { subject?: string | undefined }[]) => mails.map(({ subject }) => subject)

describe('an act is followed by a mail', () => {
  test('from filing to refund: one each, in one conversation, to the shopper', async () => {
    const ret = await kit.file(await kit.order(), 1)
    const [received] = await sent()
    expect(received).toMatchObject({
      subject: `We have your return ${ret.number}`,
      to: { text: 'maja@example.com' },
      from: { text: '"Linnea" <returns@linnea.example>' },
    })
    expect(received?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(received?.headers.has('list-unsubscribe')).toBe(false)
    expect(received?.text).toContain('You can expect: €50.00')
    expect(received?.html).toContain(`href="https://returns.example/portal/returns/${ret.number}"`)

    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    await kit.act(ret, { verb: 'refund' }, 'owner')
    const decided = await sent()
    expect(subjects(decided)).toEqual([`Keep it: your return ${ret.number} is approved`])
    await runErrands(desk, { gateway: () => simulatedGateway(), carrier: manualCarrier })
    const paid = await sent()
    expect(subjects(paid)).toEqual([`€50.00 paid back for return ${ret.number}`])
    for (const mail of [...decided, ...paid]) {
      expect(mail.references).toBe(received?.references)
      expect(mail.messageId).not.toBe(received?.messageId)
    }
    expect((await logged()).map(({ state, tries }) => [state, tries])).toEqual([
      ['sent', 1],
      ['sent', 1],
      ['sent', 1],
    ])
  })

  test('what is filed and approved in one act is one mail', async () => {
    const ret = await kit.file(await kit.order(), 1, { approved: true }, 'agent')
    expect(await kinds()).toEqual(['approved'])
    const [mail] = await sent()
    expect(mail?.text).toContain('We have your return, and it is approved already')
    expect(mail?.subject).toBe(`Your return ${ret.number} is approved`)
  })

  test('an order that is written down in Greece is written to in Greek, and one that wishes for Arabic in Arabic', async () => {
    await kit.file(await kit.order({ country: 'GR' }), 1)
    await kit.file(
      await kit.order({ customer: { firstName: 'Maja', emails: ['maja@example.com'], locale: 'ar-EG' } }),
      1,
    )
    expect((await logged()).map(({ language }) => language)).toEqual(['el', 'ar'])
    expect((await sent())[1]?.html).toContain('dir="rtl"')
  })

  test('an act that is repeated with its key writes once', async () => {
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'approve' }, 'agent', { key: 'once' })
    await kit.act(ret, { verb: 'approve' }, 'agent', { key: 'once' })
    expect(await kinds()).toEqual(['received', 'approved'])
  })

  test('a preview and a refused act write nothing', async () => {
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'approve' }, 'agent', { preview: true })
    expect(refused(await act(desk, kit.as('shopper'), { ret: ret.id }, [{ verb: 'approve' }]))).toBe(true)
    expect(await kinds()).toEqual(['received'])
  })

  test('a message of the same act stands in the mail about it', async () => {
    const ret = await kit.file(await kit.order(), 1)
    await sent()
    await kit.act(ret, [{ verb: 'approve' }, { verb: 'message', to: 'shopper', text: 'Use the red box.' }])
    const [mail, ...more] = await sent()
    expect(more).toEqual([])
    expect(mail?.text).toContain('> Use the red box.')
  })

  test('a label that comes later has a mail of its own', async () => {
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, [{ verb: 'approve' }, { verb: 'label' } as never])
    await sent()
    await runErrands(desk, { gateway: () => 'by_hand', carrier: simulatedCarrier() })
    expect(subjects(await sent())).toEqual([`Your label for return ${ret.number} is ready`])
  })

  test('what was overtaken before it could leave is not sent', async () => {
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'approve' })
    expect(subjects(await sent())).toEqual([`Your return ${ret.number} is approved`])
    expect((await logged()).map(({ state, why }) => [state, why])).toEqual([
      ['dropped', 'overtaken'],
      ['sent', null],
    ])
  })
})

describe('who is written', () => {
  test('of a gift its recipient and never the buyer', async () => {
    const recipient = { ...NOBODY, firstName: 'Ada', emails: ['ada@example.com'] }
    const ret = await kit.file(await kit.order(), 1, { gift: { recipient, address: null } })
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    await kit.act(ret, { verb: 'refund' }, 'owner')
    await kit.act(ret, { verb: 'message', to: 'shopper', text: 'Thank you.' })
    expect(await kinds()).toEqual(['received_gift', 'kept', 'message'])
    const mails = await sent()
    expect(new Set((await logged()).map(({ to }) => to))).toEqual(new Set(['ada@example.com']))
    expect(JSON.stringify(mails)).not.toMatch(/maja/i)
    expect(mails[0]?.html).toContain('?gift')
  })

  test('nobody, where the buyer’s address was given as the recipient’s', async () => {
    const recipient = { ...NOBODY, firstName: 'Ada', emails: ['Maja@Example.com '] }
    await kit.file(await kit.order(), 1, { gift: { recipient, address: null } })
    expect(await kinds()).toEqual([])
  })

  test('the shop’s own people, each of them, where the shop has named some', async () => {
    await settings({ staff: ['desk@linnea.example', 'boss@linnea.example'] })
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'message', to: 'merchant', text: 'Hello?' }, 'shopper')
    expect((await logged()).map(({ kind, to }) => [kind, to])).toEqual([
      ['received', 'maja@example.com'],
      ['staff_new', 'desk@linnea.example'],
      ['staff_new', 'boss@linnea.example'],
      ['staff_message', 'desk@linnea.example'],
      ['staff_message', 'boss@linnea.example'],
    ])
    expect(await sent()).toHaveLength(5)
  })

  test('nobody, where mail is off, the kind is off, or whoever acts says so', async () => {
    await settings({ on: false })
    const ret = await kit.file(await kit.order(), 1)
    await settings({ off: ['approved'] })
    await kit.act(ret, { verb: 'approve' })
    await settings({})
    await kit.act(ret, { verb: 'message', to: 'shopper', text: 'Hello.' }, 'agent', { notify: false })
    expect(await kinds()).toEqual([])
  })

  test('the end of a return is told where the money was not, or where somebody asks for it', async () => {
    const settled = async () => {
      const ret = await kit.file(await kit.order(), 1)
      await kit.act(ret, { verb: 'approve', handling: 'keep' })
      await kit.act(ret, { verb: 'refund' }, 'owner')
      await query(desk.db, { text: 'delete from mails' })
      return ret
    }
    await kit.act(await settled(), { verb: 'resolve' }, 'owner')
    expect(await kinds()).toEqual([])
    await kit.act(await settled(), { verb: 'resolve' }, 'owner', { notify: true })
    expect(await kinds()).toEqual(['resolved'])
  })
})

describe('sending', () => {
  test('waits for a server that is busy, and gives up where there is no such mailbox', async () => {
    await kit.file(await kit.order(), 1)
    server.says.push({ at: 'rcpt', code: 451 })
    expect(await sent()).toEqual([])
    const [waiting] = await logged()
    expect(waiting).toMatchObject({ state: 'queued', tries: 1, why: expect.stringContaining('Try again later') })
    expect(waiting?.nextTryAt && waiting.nextTryAt > desk.now()).toBe(true)
    kit.clock.forward(1)
    expect(await sent()).toHaveLength(1)
    expect((await logged())[0]).toMatchObject({ state: 'sent', tries: 2, why: null })

    await kit.file(await kit.order(), 1)
    server.says.push({ at: 'rcpt', code: 550 })
    expect(await sent()).toEqual([])
    expect((await logged())[1]).toMatchObject({ state: 'failed', why: expect.stringContaining('No such mailbox') })
  })

  test('is given up after three days, and not before', async () => {
    await kit.file(await kit.order(), 1)
    const away = smtpPost({ host: '127.0.0.1', port: 1, tls: 'off', login: null }, FROM)
    const begun = desk.now()
    let ended = begun
    for (let hour = 0; hour < 100; hour++) {
      await runMails(desk, { post: away, links })
      const [mail] = await logged()
      if (mail?.state === 'failed') break
      kit.clock.forward(1)
      ended = desk.now()
    }
    away.close()
    const [mail] = await logged()
    expect(mail).toMatchObject({ state: 'failed', tries: 9, why: expect.stringContaining('No connection') })
    const days = (Date.parse(ended) - Date.parse(begun)) / 86_400_000
    expect(days).toBeGreaterThan(2.6)
    expect(days).toBeLessThan(3.5)
  })

  test('two workers send each mail once', async () => {
    for (let many = 0; many < 12; many++) await kit.file(await kit.order(), 1)
    const posts = [smtp(), smtp()]
    await Promise.all(posts.map(post => runMails(desk, { post, links })))
    for (const post of posts) post.close()
    const mails = await sent()
    expect(mails).toHaveLength(12)
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(12)
  })

  test('what a worker took and left when it died leaves later, under the same name', async () => {
    await kit.file(await kit.order(), 1)
    const until = '2030-01-01T00:00:00.000Z' as never
    await takeMails(desk.db, org, desk.now(), until, 10)
    expect(await sent()).toEqual([])
    await query(desk.db, { text: 'update mails set next_try_at = made_at' })
    const [mail] = await sent()
    expect(mail?.messageId).toBe(`<${(await logged())[0]?.id}@linnea.example>`)
  })

  test('without a mail server everything is written and stays here', async () => {
    const ret = await kit.file(await kit.order(), 1)
    expect(await sent(drawer())).toEqual([])
    expect((await logged())[0]).toMatchObject({
      state: 'dropped',
      why: NO_SERVER,
      subject: `We have your return ${ret.number}`,
    })
  })

  test('without an address to write from nothing is sent', async () => {
    await kit.file(await kit.order(), 1)
    await sent(smtpPost({ host: '127.0.0.1', port: server.port, tls: 'off', login: null }, null))
    expect((await logged())[0]).toMatchObject({
      state: 'dropped',
      why: expect.stringContaining('from which address'),
    })
    await settings({ from: { name: 'Linnea Returns', address: 'own@linnea.example' }, replyTo: 'help@linnea.example' })
    await kit.file(await kit.order(), 1)
    const [mail] = await sent(smtpPost({ host: '127.0.0.1', port: server.port, tls: 'off', login: null }, null))
    expect(mail?.from?.text).toBe('"Linnea Returns" <own@linnea.example>')
    expect(mail?.replyTo?.text).toBe('help@linnea.example')
  })
})

describe('a code', () => {
  const code = (more: Partial<Parameters<typeof orderMail>[2]> = {}) =>
    transaction(desk.db, async tx =>
      orderMail(tx, desk, {
        org,
        shop: shop.id,
        kind: 'code',
        to: 'maja@example.com',
        language: 'en',
        key: 'code:1',
        secret: '481 202',
        ...more,
      }),
    )

  test('lies sealed until it leaves, and is gone then', async () => {
    await settings({ on: false })
    await code()
    await code()
    const [waiting, ...more] = await logged()
    expect(more).toEqual([])
    expect(waiting?.secret).not.toContain('481')
    expect(openSecret(desk, org, waiting?.id ?? '', waiting?.secret ?? '')).toBe('481 202')
    const [mail] = await sent()
    expect(mail?.subject).toBe('481 202 is your code for Linnea')
    expect(await logged()).toMatchObject([{ state: 'sent', secret: null, subject: null, doc: {} }])
  })

  test('stays sealed while the server is away', async () => {
    await code({ key: 'code:2' })
    server.says.push({ at: 'data', code: 452 })
    await sent()
    expect((await logged())[0]?.secret).not.toBeNull()
    kit.clock.forward(1)
    expect(subjects(await sent())).toEqual(['481 202 is your code for Linnea'])
  })
})

test('a code that has ended is not sent any more', async () => {
  const doc = { until: desk.now() }
  const code = {
    org,
    shop: shop.id,
    kind: 'code' as const,
    to: 'maja@example.com',
    language: 'en' as const,
    key: 'late',
  }
  await transaction(desk.db, async tx => orderMail(tx, desk, { ...code, secret: '1', doc }))
  expect(await sent()).toEqual([])
  expect(await logged()).toMatchObject([{ state: 'dropped', why: 'moot', secret: null }])
})

test('nothing of a forgotten person stays in the log, and nothing more is sent to them', async () => {
  const customer = { firstName: 'Secretanna', lastName: 'Secret', emails: ['secret.anna@example.com'] }
  const input = { ...anInput(), customer }
  const ret: Return = await kit.file(await kit.order(input), 1)
  await sent()
  await kit.act(ret, { verb: 'reject', reason: 'No' })
  const doc = { statement: 'I, Secretanna, withdraw.', at: desk.now(), number: '1001' }
  const to = 'Secret.Anna@example.com'
  const statement = { org, shop: shop.id, kind: 'withdrawal' as const, to, language: 'en' as const, key: 'w', doc }
  await transaction(desk.db, async tx => orderMail(tx, desk, statement))
  const erased = await eraseShopper(desk, kit.as('owner'), { email: 'secret.anna@example.com' })
  if (refused(erased)) throw new Error(erased.code)
  expect((await logged()).map(({ to, state, subject }) => [to, state, subject])).toEqual([
    [ERASED, 'sent', null],
    [ERASED, 'dropped', null],
    [ERASED, 'dropped', null],
  ])
  expect(JSON.stringify(await logged())).not.toMatch(/secret\w/i)
  expect(await sent()).toEqual([])
})
