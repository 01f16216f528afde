import { expect, test } from 'vitest'
import { openMailServer } from '../kit/mail-server.ts'
import { backhaul } from './in-process.ts'

const server = await openMailServer({ allowInsecureAuth: true })
const at = (more = '', login = '') => ({
  BACKHAUL_SMTP_URL: `smtp://${login}127.0.0.1:${server.port}${more}`,
  BACKHAUL_MAIL_FROM: 'Linnea <returns@linnea.example>',
})
const tried = (environment: Record<string, string>, ...more: string[]) =>
  backhaul(['mails', 'test', '--to', 'maja@example.com', ...more], environment)

test('a mail server that works is said to, and the mail is there', async () => {
  const { code, stdout } = await tried(at(), '--language', 'el')
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('took the mail to maja@example.com') })
  const [mail] = server.mails
  expect(mail).toMatchObject({
    subject: 'Η αλληλογραφία του Backhaul λειτουργεί',
    from: { text: '"Linnea" <returns@linnea.example>' },
  })
})

test('what stands in the way is said plainly, and no password', async () => {
  const wrong = await tried(at('?tls=off', 'returns:sesame-7@'))
  expect(wrong.code).toBe(1)
  expect(wrong.stderr).toContain('does not take this user and password')
  expect(`${wrong.stderr}${wrong.stdout}`).not.toContain('sesame')
  const nobody = await tried({ ...at(), BACKHAUL_SMTP_URL: 'smtp://127.0.0.1:1' })
  expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('No connection to 127.0.0.1:1') })
  server.says.push({ at: 'rcpt', code: 550 })
  expect(await tried(at())).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('does not take mail for this address'),
  })
})

test('what is missing is named', async () => {
  expect(await tried({})).toMatchObject({ code: 1, stderr: expect.stringContaining('BACKHAUL_SMTP_URL') })
  expect(await tried({ BACKHAUL_SMTP_URL: at().BACKHAUL_SMTP_URL })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('BACKHAUL_MAIL_FROM'),
  })
  expect((await backhaul(['mails', 'test'], at())).code).toBe(2)
})

test('a wrong address of a server is refused without repeating it: it may hold a password', async () => {
  const { code, stderr } = await tried({ ...at(), BACKHAUL_SMTP_URL: 'http://returns:sesame-7@mail.example' })
  expect(code).not.toBe(0)
  expect(stderr).toContain('BACKHAUL_SMTP_URL must be')
  expect(stderr).not.toContain('sesame')
})
