/** The pages on which a merchant lets a partner in: plain forms without scripts, which load nothing and can be framed nowhere. */
import type { FastifyReply } from 'fastify'
import { escaped, htmlPage, styleSource } from '../../../http/page.ts'

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center }
main { width: min(28rem, 100% - 3rem); padding: 2rem 0 }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem }
label { display: block; margin: 1rem 0 0 }
input[type=email], input[type=password] { display: block; box-sizing: border-box; width: 100%; font: inherit; padding: .5rem }
fieldset { border: 0; padding: 0; margin: 1rem 0 }
fieldset label { margin: .25rem 0 }
button { font: inherit; padding: .5rem 1.25rem; margin: 1.5rem .5rem 0 0 }
.trouble { border-left: .25rem solid; padding-left: .75rem; font-weight: 600 }
`
const OWN_STYLE = styleSource(STYLE)

export type Shown = { status?: number; title: string; body: string; trouble?: string | null }

/** `back`: where the form's answer leads in the end, which browsers ask the policy about too. */
export function showPage(
  reply: FastifyReply,
  { status = 200, title, body, trouble = null }: Shown,
  back: URL | null = null,
): FastifyReply {
  const told = trouble === null ? '' : `<p class="trouble" role="alert">${escaped(trouble)}</p>\n`
  const forms = back ? `'self' ${back.origin}` : "'self'"
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src ${OWN_STYLE}; img-src data:; form-action ${forms}; frame-ancestors 'none'; base-uri 'none'`,
    })
    .send(htmlPage({ title, style: STYLE, main: `${told}${body}` }))
}

export const signInForm = (
  partnerId: string,
  host: string,
  email = '',
): string => `<p>Partner ${escaped(partnerId)} asks for this. You will be sent on to <strong>${escaped(host)}</strong> afterwards.</p>
<form method="post">
<label>E-mail address <input type="email" name="email" required autocomplete="username" maxlength="254" value="${escaped(email)}"></label>
<label>Password <input type="password" name="password" required autocomplete="current-password" maxlength="128"></label>
<button type="submit">Sign in</button>
</form>`

export type Choice = { id: string; shop: string; number: number }

export const consentForm = (
  partnerId: string,
  host: string,
  choices: readonly Choice[],
  pass: string,
): string => `<p>Partner ${escaped(partnerId)} may then</p>
<ul>
<li>see all returns of the shop, their orders, their photos and the shopper's name and address,</li>
<li>accept returns, make and accept offers, and promise refunds,</li>
<li>raise and withdraw disputes, and send photos and proof of sending.</li>
</ul>
<p>It manages neither people nor keys nor settings. It may do this for a year, or until you take it back.</p>
${decision(choices, pass, 'Allow', host)}`

export const partingForm = (
  partnerId: string,
  host: string,
  choices: readonly Choice[],
  pass: string,
): string => `<p>Partner ${escaped(partnerId)} will no longer see or change anything of the shop. What it did stays.</p>
${decision(choices, pass, 'Take back', host)}`

const decision = (choices: readonly Choice[], pass: string, yes: string, host: string): string => `<form method="post">
<input type="hidden" name="pass" value="${escaped(pass)}">
<fieldset>
<legend>Shop</legend>
${choices.map(({ id, shop, number }, place) => `<label><input type="radio" name="pair" value="${escaped(id)}" required${place === 0 ? ' checked' : ''}> ${escaped(shop)} (${number})</label>`).join('\n')}
</fieldset>
<p>You will be sent on to <strong>${escaped(host)}</strong>.</p>
<button type="submit" name="decision" value="yes">${yes}</button>
<button type="submit" name="decision" value="no" formnovalidate>Change nothing</button>
</form>`
