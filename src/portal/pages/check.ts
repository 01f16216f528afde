/** Everything once more before it is sent: what comes back, what for, how it travels, and the exact money of the act itself. */
import { isZero } from '../../core/money.ts'
import { refused } from '../../core/refusal.ts'
import { piecesOf } from '../../desk/shopper/consider.ts'
import { reviseDraft } from '../../desk/shopper/drafts.ts'
import { sendDraft } from '../../desk/shopper/filing.ts'
import { asTold, type Estimated, type EstimatedOrder, estimateDraft } from '../../desk/shopper/filing-estimate.ts'
import { html, type Html } from '../../ui/html.ts'
import { button, field, footBar, textarea, type Trouble, troubleSummary } from '../../ui/kit/form.ts'
import { moneyBlock } from '../../ui/kit/money.ts'
import { facts, notice } from '../../ui/kit/state.ts'
import { pieceRows } from '../../ui/kit/pieces.ts'
import { addressOf, stepLine, stepsOf, type StepName } from '../steps.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { openWalk, type Walk } from '../walk.ts'
import { addressBlock, backOf, isExchange, moneyList, refusalSaid, tenderSaid, variantSaid } from './get-words.ts'
import { shippedTo } from './travel-from.ts'

const FORM = 'check-form'
const LONGEST = { email: 320, comment: 2_000 } as const

export async function check(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  const first = unfinished(walk)
  return first === null ? shown(visit, walk) : { to: addressOf(visit, walk.draft, first) }
}

/** The first step that was left out and asks something. */
function unfinished({ considered }: Walk): StepName | null {
  const pieces = piecesOf(considered)
  if (pieces.length === 0) return 'pieces'
  return pieces.some(({ missing }) => missing.reason || missing.photo || missing.comment) ? 'why' : null
}

async function shown(visit: Visit, walk: Walk, troubles: readonly Trouble[] = []): Promise<Answer> {
  const { say, desk, caller } = visit
  const { draft, considered, session } = walk
  const answer = await estimateDraft(desk, session, caller, draft)
  const estimated = refused(answer) ? answer : asTold(answer)
  const refusal = refused(estimated) ? [refusalSaid(estimated, considered, visit)] : []
  const steps = stepsOf(considered)
  const change = (step: StepName): string | null => (steps.includes(step) ? addressOf(visit, draft, step) : null)
  return {
    status: troubles.length > 0 ? 422 : 200,
    page: {
      title: say('get.check.title'),
      step: stepLine(visit, draft, considered, 'check'),
      main: html`${troubleSummary(troubles.length > 0 ? troubles : refusal, say)}
${refused(estimated) ? null : estimated.orders.map(one => orderPart(one, estimated.orders.length > 1, walk, visit))}
${facts(
  [
    refused(estimated) || !estimated.orders.some(travels)
      ? null
      : {
          term: say('get.check.travel'),
          detail: estimated.orders.find(travels)?.ret.method?.name ?? say('get.check.travel.open'),
          change: change('travel'),
          changeLabel: say('get.check.change.travel'),
        },
    refused(estimated) || !estimated.orders.some(travels)
      ? null
      : {
          term: say('get.from.title'),
          detail: fromOf(walk, visit),
          change: addressOf(visit, draft, 'travel'),
          changeLabel: say('get.check.change.from'),
        },
  ],
  say,
)}
<form method="post" id="${FORM}" action="${addressOf(visit, draft, 'check')}" novalidate>
${field({ name: 'email', label: say('get.check.email'), hint: say('get.check.email.hint'), type: 'email', inputmode: 'email', autocomplete: 'email', value: 'email' in visit.form ? said(visit, 'email') : emailOf(walk), required: true, maxlength: LONGEST.email, attributes: { required: false } }, say, troubles)}
${textarea({ name: 'comment', label: say('get.check.comment'), hint: say('get.check.comment.hint'), rows: 3, value: 'comment' in visit.form ? said(visit, 'comment') : draft.doc.comment, maxlength: LONGEST.comment }, say, troubles)}
${refused(estimated) ? null : effect(estimated, visit)}
</form>`,
      foot: refused(estimated) ? null : footBar('', null, button(sendSaid(estimated, visit), { form: FORM })),
    },
  }
}

const travels = ({ ret }: EstimatedOrder): boolean => ret.items.some(({ handling }) => handling === 'send_back')

function orderPart(one: EstimatedOrder, several: boolean, { draft, considered }: Walk, visit: Visit): Html {
  const { say, formats } = visit
  const { order, figure, due, ret } = one
  const pieces = considered.orders.find(known => known.order.id === order.id)?.pieces ?? []
  const steps = stepsOf(considered)
  const link = (step: StepName, key: 'get.check.change.pieces' | 'get.check.change.get') =>
    steps.includes(step)
      ? html`<a class="way" href="${addressOf(visit, draft, step)}" aria-label="${say(key)}">${say('common.change')}</a>`
      : null
  return html`<section class="part"><div class="headed"><h2>${several ? say('choose.order', { number: order.refs.number }) : say('get.check.pieces')}</h2>${link('pieces', 'get.check.change.pieces')}</div>
${pieceRows(
  pieces.map(({ piece, line }) => ({
    id: `row-${piece.id}`,
    picture: line.product.images[0] ?? null,
    title: line.product.title,
    variant: [variantSaid(line.variant), say('common.pieces', { count: piece.quantity })].filter(Boolean).join(' · '),
    facts: getSaid(one, piece.id, visit),
  })),
)}
${ret.exchange ? html`<h3>${say('get.check.instead')}</h3><ul class="plain">${ret.exchange.lines.map(({ title, variant, quantity }) => html`<li><b>${title}</b>${variantSaid(variant) ? html` · ${variantSaid(variant)}` : null} · ${say('common.pieces', { count: quantity })}</li>`)}</ul>` : null}
<div class="headed"><h3>${say('get.check.money')}</h3>${link('get', 'get.check.change.get')}</div>
${moneyBlock(say(isExchange(one) ? 'get.worth' : 'get.estimate'), figure, say, formats, { large: true, ruled: true })}
${due ? html`<p class="money large"><span>${say('get.estimate.due')}</span> <data class="amount" value="${due.presentment.amountMinor}">${formats.money(due.presentment)}</data></p>` : null}
<ul class="plain">${goes(one, visit).map(sentence => html`<li>${sentence}</li>`)}</ul>
${whenSaid(one, visit)}</section>`
}

function getSaid({ ret, items }: EstimatedOrder, piece: string, { say }: Visit): string {
  const item = ret.items.find(({ id }) => items.get(piece)?.includes(id))
  if (!item) return ''
  if (item.handling === 'keep') return say('get.offer.keep')
  const { resolution } = item
  return resolution.type === 'replace'
    ? say('get.check.replace', { variant: variantSaid(resolution.variant) ?? resolution.variant.sku })
    : say(`get.offer.${resolution.type === 'refund' ? resolution.to : 'swap'}`)
}

function goes({ goes: all, due }: EstimatedOrder, visit: Visit): string[] {
  const { say, formats } = visit
  const worthTelling = all.filter(({ figure }) => !isZero(figure.total.presentment))
  const [only, ...others] = worthTelling
  // The sum stands right above; where all of it goes one way, that way is enough.
  const isPlain = only?.to === 'original_payment' && only.tender.length === 1 && others.length === 0 && due === null
  if (isPlain) return [tenderSaid(only.tender, visit) ?? '']
  return [
    ...worthTelling.map(({ to, figure, tender }) =>
      say(`get.goes.${to}`, {
        amount: formats.money(figure.total.presentment),
        way: tenderSaid(tender, visit) ?? 'none',
      }),
    ),
    ...(due ? [say('get.goes.due', { amount: formats.money(due.presentment) })] : []),
  ]
}

/** When the money sets out, and by when the goods have to: as the request would stand right after it was sent. */
function whenSaid(one: EstimatedOrder, { say, formats, portal }: Visit): Html {
  const { ret } = one
  const shop = portal.settings.brand.name ?? portal.shop.name
  if (ret.request.state === 'rejected') return notice('waiting', html`<p>${say('get.check.rejected', { shop })}</p>`)
  const isKept = ret.items.every(({ handling }) => handling === 'keep')
  const when = isKept || ret.assessment.basis === 'asked' ? 'approved' : ret.assessment.basis
  const isOpen = ret.request.state === 'submitted'
  const by = isOpen ? ret.due.answer : ret.due.ship
  return html`<p>${isOpen ? say('get.check.answer', { shop, by: by ? formats.day(by) : 'none' }) : isKept ? say('get.check.kept') : say('get.check.send_by', { by: by ? formats.day(by) : 'none' })} ${say(`get.when.${when}`, { shop, what: isExchange(one) ? 'exchange' : 'money' })}</p>`
}

function fromOf(walk: Walk, visit: Visit): Html | string {
  const from = shippedTo(walk)
  return from ? addressBlock(from, visit) : visit.say('get.check.from.none')
}

function emailOf({ draft, considered }: Walk): string {
  const [first] = considered.orders
  const party = first?.standing === 'recipient' ? first.order.gift?.recipient : first?.order.customer
  return draft.doc.email ?? party?.emails[0] ?? ''
}

/** Several orders are added up once more; one has said its sum already. */
function effect(estimated: Estimated, { say, formats }: Visit): Html | null {
  const { orders, due } = estimated
  if (orders.length < 2) return null
  const back = backOf(estimated)
  return html`<dl class="facts in-all">${back.length > 0 ? html`<div><dt>${say('get.check.in_all')}</dt><dd class="amount">${moneyList(back, { formats })}</dd></div>` : null}${due.length > 0 ? html`<div><dt>${say('get.estimate.due')}</dt><dd class="amount">${moneyList(due, { formats })}</dd></div>` : null}</dl>`
}

function sendSaid(estimated: Estimated, { say, formats }: Visit): string {
  const back = backOf(estimated)
  if (estimated.due.length > 0) return say('get.send.due', { amount: moneyList(estimated.due, { formats }) })
  return back.length > 0 ? say('get.send.back', { amount: moneyList(back, { formats }) }) : say('get.send')
}

export async function checkForm(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  const { desk, caller, cause, say } = visit
  const first = unfinished(walk)
  if (first !== null) return { to: addressOf(visit, walk.draft, first) }
  const email = said(visit, 'email').slice(0, LONGEST.email)
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return shown(visit, walk, [{ field: 'email', text: say('get.check.email.trouble') }])
  const told = {
    email: email === emailOf(walk) ? walk.draft.doc.email : email,
    comment: said(visit, 'comment').slice(0, LONGEST.comment) || null,
  }
  const kept = await reviseDraft(desk, walk.session, walk.draft.id, () => told)
  // Pressed twice: the first press has sent it.
  if (refused(kept) && kept.code === 'not_open') return { to: addressOf(visit, walk.draft, 'done') }
  const sent = refused(kept) ? kept : await sendDraft(desk, walk.session, caller, kept, { cause })
  return refused(sent)
    ? shown(visit, walk, [refusalSaid(sent, walk.considered, visit)])
    : { to: addressOf(visit, walk.draft, 'done') }
}
