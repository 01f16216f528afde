import { describe, expect, test } from 'vitest'
import { throwAwayCertificate } from '../../test/kit/certificate.ts'
import { openMailServer } from '../../test/kit/mail-server.ts'
import { readSender, readServer } from './mail-server.ts'
import { drawer, type Letter, NO_SERVER, type Server, smtpPost } from './post.ts'

const FROM = { name: null, address: 'returns@linnea.example' }
const letter = (more: Partial<Letter> = {}): Letter => ({
  from: { name: 'Linnea & Co', address: FROM.address },
  to: 'maja@example.com',
  replyTo: 'help@linnea.example',
  subject: 'Ihre Rücksendung – ✓',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: '<one@linnea.example>',
  headers: { 'auto-submitted': 'auto-generated' },
  ...more,
})
const here = (port: number, more: Partial<Server> = {}): Server => ({
  host: '127.0.0.1',
  port,
  tls: 'off',
  login: null,
  ...more,
})
const signal = () => AbortSignal.timeout(20_000)

async function tell(server: Server, more: Partial<Letter> = {}, options: Parameters<typeof smtpPost>[2] = {}) {
  const post = smtpPost(server, FROM, options)
  try {
    return await post.send(letter(more), signal())
  } finally {
    post.close()
  }
}

describe('a mail server', () => {
  test('gets the mail as it was written', async () => {
    const server = await openMailServer()
    expect(await tell(here(server.port))).toEqual({ outcome: 'sent' })
    const [mail] = server.mails
    expect(mail).toMatchObject({
      subject: 'Ihre Rücksendung – ✓',
      messageId: '<one@linnea.example>',
      text: 'Hello',
      html: '<p>Hello</p>',
    })
    expect(mail?.from?.text).toBe('"Linnea & Co" <returns@linnea.example>')
    expect(mail?.replyTo?.text).toBe('help@linnea.example')
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
  })

  test('that is busy is asked again later; one that knows no such mailbox is not', async () => {
    const server = await openMailServer()
    server.says.push({ at: 'rcpt', code: 451 })
    expect(await tell(here(server.port))).toMatchObject({
      outcome: 'later',
      why: expect.stringContaining('Try again later'),
    })
    server.says.push({ at: 'rcpt', code: 550 })
    expect(await tell(here(server.port))).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('No such mailbox'),
    })
    server.says.push({ at: 'data', code: 554 })
    expect(await tell(here(server.port))).toMatchObject({ outcome: 'refused' })
    server.says.push({ at: 'data', code: 452 })
    expect(await tell(here(server.port))).toMatchObject({ outcome: 'later' })
    expect(server.mails).toEqual([])
  })

  test('that does not let the sender write is asked again later: somebody has to put that right', async () => {
    const server = await openMailServer()
    server.says.push({ at: 'mail', code: 550 })
    expect(await tell(here(server.port))).toMatchObject({
      outcome: 'later',
      why: expect.stringContaining('does not let this sender write'),
    })
  })

  test('that is not there is asked again later', async () => {
    expect(await tell(here(1))).toMatchObject({
      outcome: 'later',
      why: expect.stringContaining('No connection to 127.0.0.1:1'),
    })
  })

  test('that takes no such password is asked again later, and the password is told nobody', async () => {
    const server = await openMailServer({ allowInsecureAuth: true })
    const login = { user: 'returns', password: 'wrong' }
    const answer = await tell(here(server.port, { login }))
    expect(answer).toMatchObject({
      outcome: 'later',
      why: expect.stringContaining('does not take this user and password'),
    })
    expect(JSON.stringify(answer)).not.toContain('wrong')
    expect(await tell(here(server.port, { login: { ...login, password: 'right' } }))).toEqual({ outcome: 'sent' })
    expect(server.logins).toEqual(['returns'])
  })

  test('without TLS gets neither mail nor password where TLS is a must', async () => {
    const server = await openMailServer({ allowInsecureAuth: true })
    const login = { user: 'returns', password: 'right' }
    expect(await tell(here(server.port, { tls: 'must', login }))).toMatchObject({
      outcome: 'later',
      why: expect.stringContaining('No safe connection'),
    })
    expect([server.mails, server.logins]).toEqual([[], []])
  })

  test('with TLS gets it over a safe connection, and one with a strange certificate gets nothing', async () => {
    const { key, cert } = throwAwayCertificate('mail.example')
    const server = await openMailServer({ key, cert, disabledCommands: [] })
    expect(await tell(here(server.port, { tls: 'must' }))).toMatchObject({ outcome: 'later' })
    const trusted = { tls: { ca: cert, servername: 'mail.example' } }
    expect(await tell(here(server.port, { tls: 'must' }), {}, trusted)).toEqual({ outcome: 'sent' })
    expect(server.mails).toHaveLength(1)
  })

  test('that says nothing is not waited for for ever', async () => {
    const server = await openMailServer({ onConnect: () => {} })
    expect(await tell(here(server.port), {}, { timeoutMs: 200 })).toMatchObject({ outcome: 'later' })
  })

  test('is not asked to take what is no address', async () => {
    const server = await openMailServer()
    expect(await tell(here(server.port), { to: 'nobody at all' })).toMatchObject({ outcome: 'refused' })
  })

  test('gets nothing for an address that is more than one', async () => {
    const server = await openMailServer()
    await tell(here(server.port), { to: 'maja@example.com, thief@example.com' })
    await tell(here(server.port), { to: 'maja@example.com\r\nBcc: thief@example.com' })
    expect(server.mails).toEqual([])
  })
})

test('a drawer keeps everything', async () => {
  expect(await drawer().send(letter(), signal())).toEqual({ outcome: 'kept', why: NO_SERVER })
})

test('how a server is reached is read from its address', () => {
  expect(readServer('smtp://returns:p%40ss@mail.example.com')).toEqual({
    host: 'mail.example.com',
    port: 587,
    tls: 'must',
    login: { user: 'returns', password: 'p@ss' },
  })
  expect(readServer('smtps://mail.example.com')).toMatchObject({ port: 465, tls: 'direct', login: null })
  expect(readServer('smtp://mail.example.com:2525?tls=off')).toMatchObject({ port: 2525, tls: 'off' })
  expect(readServer('smtp://localhost:1025')).toMatchObject({ tls: 'may' })
  expect(readServer('smtp://mail.example.com?tls=optional')).toMatchObject({ tls: 'may' })
  for (const wrong of ['http://mail.example.com', 'mail.example.com', 'smtp://', 'smtp://a/b', 'smtp://a?tls=maybe'])
    expect(readServer(wrong), wrong).toBeNull()
})

test('a sender is an address, with a name or without', () => {
  expect(readSender('returns@example.com')).toEqual({ name: null, address: 'returns@example.com' })
  expect(readSender('Linnea Returns <returns@example.com>')).toEqual({
    name: 'Linnea Returns',
    address: 'returns@example.com',
  })
  expect(readSender('"Linnea, Returns" <returns@example.com>')).toEqual({
    name: 'Linnea, Returns',
    address: 'returns@example.com',
  })
  for (const wrong of ['returns', 'a@b, c@d', 'Linnea <returns>', '<>']) expect(readSender(wrong), wrong).toBeNull()
})
