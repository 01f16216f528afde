/** For whoever does not remember what they ordered with: six digits to the address of the order. */
import { refused, type Refusal } from '../../core/refusal.ts'
import type { Instant } from '../../core/time.ts'
import { redeemCode, sendCode } from '../../desk/shopper/codes.ts'
import { proved } from '../../desk/shopper/session.ts'
import { html } from '../../ui/html.ts'
import { actions, button, field, type Trouble, troubleSummary, unseen, way } from '../../ui/kit/form.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { returnTo, withParameters } from './find-again.ts'
import { help } from './find-help.ts'

const LONGEST = 200

/** Asks for the order's number first, and, once a code has been asked for, for the code. Both are one address, so that going back is simple. */
export const code = async (visit: Visit): Promise<Answer> => ({
  page: visit.query['code'] ? typed(visit, visit.query['code'], []) : asked(visit, []),
})

export async function codeForm(visit: Visit): Promise<Answer> {
  const request = said(visit, 'code')
  return request === '' ? ask(visit) : redeem(visit, request)
}

async function ask(visit: Visit): Promise<Answer> {
  const { desk, portal, address, language, base } = visit
  const wish = { orderNumber: said(visit, 'order_number'), gift: isGift(visit) }
  const sent = await sendCode(desk, portal, wish, { address }, language)
  if (refused(sent)) return { status: 422, page: asked(visit, [troubleOf(visit, sent, 'order_number')]) }
  return { to: withParameters(`${base}/code`, { ...carriedBy(visit), code: sent.code }) }
}

async function redeem(visit: Visit, request: string): Promise<Answer> {
  const { desk, portal, address, say, base } = visit
  const digits = said(visit, 'digits')
  if (digits === '')
    return { status: 422, page: typed(visit, request, [{ field: 'digits', text: say('code.trouble.empty') }]) }
  const found = await redeemCode(desk, portal, { code: request, digits }, { address })
  if (refused(found)) return { status: 422, page: typed(visit, request, [troubleOf(visit, found, 'digits')]) }
  return { session: proved(desk, found.order, found.standing, visit.session), to: returnTo(visit) ?? `${base}/orders` }
}

function troubleOf({ say, formats }: Visit, { code: word, detail }: Refusal, name: string): Trouble {
  if (word === 'limit_exceeded')
    return { field: null, text: say('find.trouble.limit', { until: formats.moment(detail['until'] as Instant) }) }
  return { field: name, text: say(name === 'digits' ? 'code.trouble.wrong' : 'find.trouble.number') }
}

const isGift = ({ form, query, portal }: Visit): boolean => portal.settings.gifts && ('gift' in form || 'gift' in query)

const numberIn = (visit: Visit): string =>
  said(visit, 'order_number') || (visit.query['order_number'] ?? '').slice(0, LONGEST)

/** What goes along from page to page. */
const carriedBy = (visit: Visit): Record<string, string | null> => ({
  order_number: numberIn(visit),
  gift: isGift(visit) ? '1' : null,
  again: returnTo(visit),
})

const carriedIn = (visit: Visit) =>
  Object.entries(carriedBy(visit)).map(([name, value]) =>
    value && name !== 'order_number' ? unseen(name, value) : null,
  )

function asked(visit: Visit, troubles: readonly Trouble[]) {
  const { say, base } = visit
  return {
    title: say('code.title'),
    main: html`${troubleSummary(troubles, say)}
<p class="lead">${say('code.lead')}</p>
<form method="post" action="${base}/code" novalidate>
${field({ name: 'order_number', label: say('find.order_number'), hint: say(isGift(visit) ? 'find.gift.number.hint' : 'find.order_number.hint'), value: numberIn(visit), required: true, autocomplete: 'off', maxlength: LONGEST, attributes: { autocapitalize: 'characters', spellcheck: 'false' } }, say, troubles)}
${carriedIn(visit)}
<div class="actions">${button(say('code.go'))}${way(say('code.other'), withParameters(`${base}/`, carriedBy(visit)))}</div>
</form>
${help(visit)}`,
  }
}

function typed(visit: Visit, request: string, troubles: readonly Trouble[]) {
  const { say, base } = visit
  return {
    title: say('code.asked.title'),
    main: html`${troubleSummary(troubles, say)}
<p class="lead">${say('code.asked.lead')}</p>
<form method="post" action="${base}/code" novalidate>
${field({ name: 'digits', label: say('code.digits'), hint: say('code.digits.hint'), value: said(visit, 'digits'), required: true, inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 20, attributes: { class: 'digits', spellcheck: 'false' } }, say, troubles)}
${unseen('code', request)}${unseen('order_number', numberIn(visit))}${carriedIn(visit)}
${actions(button(say('find.go')), way(say('code.new'), withParameters(`${base}/code`, carriedBy(visit))))}
</form>
${help(visit)}`,
  }
}
