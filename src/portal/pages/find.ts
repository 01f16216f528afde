/** The first page: which order is it about, and is it yours? */
import { refused, type Refusal } from '../../core/refusal.ts'
import type { Instant } from '../../core/time.ts'
import { type Guess, lookUp } from '../../desk/shopper/proof.ts'
import { proved } from '../../desk/shopper/session.ts'
import { html, type Html } from '../../ui/html.ts'
import { button, field, notice, type Trouble, troubleSummary, unseen, way } from '../../ui/kit/form.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { returnTo, withParameters } from './find-again.ts'
import { help } from './find-help.ts'

const LONGEST = 200

/** With `gift`, for whoever was given something; the link in a mail that has ended leads here, and so does a page that needs an order. */
export const find = async (visit: Visit): Promise<Answer> => ({ page: asked(visit, []) })

export async function findForm(visit: Visit): Promise<Answer> {
  const found = await lookUp(visit.desk, visit.portal, guessIn(visit), { address: visit.address })
  if (refused(found)) return { status: 422, page: asked(visit, [troubleOf(visit, found)]) }
  return {
    session: proved(visit.desk, found.order, found.standing, visit.session),
    to: returnTo(visit) ?? `${visit.base}/orders`,
  }
}

/** Shops that let either of the two do have one field for both: what has an @ in it is an address. */
function guessIn(visit: Visit): Guess {
  const either = said(visit, 'known')
  return {
    orderNumber: said(visit, 'order_number'),
    email: either.includes('@') ? either : said(visit, 'email'),
    postalCode: either.includes('@') ? '' : either || said(visit, 'postal_code'),
    ...(isGift(visit) && { gift: true }),
  }
}

const isGift = ({ form, query, portal }: Visit): boolean => portal.settings.gifts && ('gift' in form || 'gift' in query)

const FIELDS: Record<string, string> = { orderNumber: 'order_number', email: 'email', postalCode: 'postal_code' }

/** Of a wrong guess nobody learns what was wrong with it. */
function troubleOf(visit: Visit, { code, detail }: Refusal): Trouble {
  const { say, formats } = visit
  if (code === 'limit_exceeded')
    return { field: null, text: say('find.trouble.limit', { until: formats.moment(detail['until'] as Instant) }) }
  if (code !== 'invalid') return { field: null, text: say('find.trouble.wrong') }
  const name = FIELDS[String(detail['path'])] ?? 'order_number'
  if (name === 'order_number') return { field: name, text: say('find.trouble.number') }
  if (fieldsFor(visit) === 'either') return { field: 'known', text: say('find.trouble.either') }
  return { field: name, text: say(name === 'email' ? 'find.trouble.email' : 'find.trouble.postal_code') }
}

/** A recipient is asked for what the giver knew of them, whatever the shop asks of its customers. */
const fieldsFor = (visit: Visit) => (isGift(visit) ? 'either' : visit.portal.settings.proof)

function asked(visit: Visit, troubles: readonly Trouble[]) {
  const { say, base, query } = visit
  const gift = isGift(visit)
  const again = returnTo(visit)
  const number = said(visit, 'order_number') || (query['order_number'] ?? '').slice(0, LONGEST)
  const carried = { order_number: number || null, again }
  return {
    title: say(gift ? 'find.gift.title' : 'find.title'),
    main: html`${troubleSummary(troubles, say)}${troubles.length === 0 ? greeting(visit, again) : null}
<p class="lead">${say(gift ? 'find.gift.lead' : 'find.lead')}</p>
<form method="post" action="${base}/" novalidate>
${field({ name: 'order_number', label: say('find.order_number'), hint: say(gift ? 'find.gift.number.hint' : 'find.order_number.hint'), value: number, required: true, autocomplete: 'off', maxlength: LONGEST, attributes: { autocapitalize: 'characters', spellcheck: 'false' } }, say, troubles)}
${proofFields(visit, troubles)}
${gift ? unseen('gift', 1) : null}${again ? unseen('again', again) : null}
<div class="actions">${button(say('find.go'))}</div>
</form>
<ul class="ways">
<li>${way(say('find.code.link'), withParameters(`${base}/code`, { ...carried, gift: gift ? '1' : null }))}</li>
${
  visit.portal.settings.gifts
    ? html`<li>${way(say(gift ? 'find.gift.not' : 'find.gift.link'), withParameters(`${base}/`, { ...carried, gift: gift ? null : '1' }))}</li>`
    : null
}
</ul>
${help(visit)}`,
  }
}

function proofFields(visit: Visit, troubles: readonly Trouble[]): Html {
  const { say } = visit
  const gift = isGift(visit)
  const kept = (name: string) => ({ name, value: said(visit, name), required: true, maxlength: LONGEST })
  const email = field(
    {
      ...kept('email'),
      label: say('find.email'),
      hint: say('find.email.hint'),
      type: 'email',
      autocomplete: 'email',
      inputmode: 'email',
    },
    say,
    troubles,
  )
  const postalCode = field(
    {
      ...kept('postal_code'),
      label: say('find.postal_code'),
      hint: say('find.postal_code.hint'),
      autocomplete: 'postal-code',
    },
    say,
    troubles,
  )
  const either = field(
    {
      ...kept('known'),
      label: say('find.either'),
      hint: say(gift ? 'find.gift.either.hint' : 'find.either.hint'),
      autocomplete: 'email',
      attributes: { autocapitalize: 'none', spellcheck: 'false' },
    },
    say,
    troubles,
  )
  return { email, postal_code: postalCode, either, both: html`${email}${postalCode}` }[fieldsFor(visit)]
}

/** Why somebody finds themselves here who wanted to be somewhere else. */
function greeting({ say, base, query, orders }: Visit, again: string | null): Html | null {
  if (query['link'] === 'ended') return notice('information', html`<p>${say('find.ended')}</p>`)
  if (query['gone'] !== undefined) return notice('good', html`<p>${say('find.forgotten')}</p>`)
  if (orders.length > 0)
    return notice(
      'information',
      html`<p>${say('find.known', { count: orders.length })} <a href="${base}/orders">${say('find.known.link')}</a></p>`,
    )
  return again ? notice('information', html`<p>${say('find.again')}</p>`) : null
}
