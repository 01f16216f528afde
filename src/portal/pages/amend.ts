/** Changing a request that nobody has answered yet: fewer or more pieces, another reason, something else in return. What it comes to is seen before it is saved. */
import type { Money } from '../../core/money.ts'
import { refuse, refused } from '../../core/refusal.ts'
import type { Command, Commands } from '../../core/return/commands.ts'
import { REFUND_DESTINATIONS, type RefundDestination } from '../../core/return/return.ts'
import type { ReasonEntry } from '../../core/shop.ts'
import { act } from '../../desk/act.ts'
import type { FollowedPiece } from '../../desk/shopper/following.ts'
import { moneyOf } from '../../desk/shopper/following-money.ts'
import { html, type Html } from '../../ui/html.ts'
import { actions, button, field, select, stepper, troubleSummary, unseen, way } from '../../ui/kit/form.ts'
import { moneyBlock } from '../../ui/kit/money.ts'
import { picture } from '../../ui/kit/pieces.ts'
import { type Trouble, troubleAt } from '../../ui/kit/trouble.ts'
import { type Answer, said } from '../visit.ts'
import { basedOn, carriedOut, type Following, forAct, troubleFor } from './follow-open.ts'
import { sayReason } from './reason-words.ts'

type Wish = NonNullable<Commands['amend']['items']>[number]

export const amend = forAct('amend', async following => editPage(following))

export const amendForm = forAct('amend', async following => {
  if (said(following, 'do') === 'edit') return editPage(following)
  const wishes = wishesIn(following)
  if (refused(wishes)) return editPage(following, [{ field: null, text: following.say('follow.amend.none_left') }])
  if (wishes.length === 0) return editPage(following, [{ field: null, text: following.say('follow.amend.nothing') }])
  const command = { verb: 'amend', items: wishes } as const
  if (said(following, 'do') !== 'save') return checkPage(following, command)
  const answer = await carriedOut(following, [command], 'amended', said(following, 'version'))
  return refused(answer) ? editPage(following, [troubleOf(following, answer)]) : answer
})

/** Only what became different. */
function wishesIn(following: Following): Wish[] | ReturnType<typeof refuse> {
  const { pieces } = following.followed
  const asked = pieces.map((piece, place) => ({ piece, wish: wishFor(piece, place, following) }))
  if (asked.every(({ piece, wish }) => (wish.quantity ?? piece.quantity) === 0)) return refuse('quantity_invalid')
  return asked.map(({ wish }) => wish).filter(wish => Object.keys(wish).length > 1)
}

function wishFor(piece: FollowedPiece, place: number, following: Following): Wish {
  const given = (name: string) => said(following, `${name}-${place}`)
  const quantity = given('quantity') === '' ? piece.quantity : Number(given('quantity'))
  const code = reasonsFor(piece, following).find(entry => entry.code === given('reason'))?.code ?? piece.reason.code
  const comment = given('comment') === '' ? null : given('comment').slice(0, 1_000)
  const to = destinationsFor(piece, following).find(one => one === given('get'))
  const otherReason = code !== piece.reason.code || comment !== (piece.reason.comment || null)
  return {
    item: piece.item,
    ...(quantity !== piece.quantity && { quantity }),
    ...(otherReason && {
      reason: { code, sub: code === piece.reason.code ? piece.reason.sub : null, comment },
    }),
    ...(to &&
      piece.resolution.type === 'refund' &&
      to !== piece.resolution.to && { resolution: { type: 'refund', to } }),
  }
}

const lineOf = ({ item: id }: FollowedPiece, { seen: { ret, order } }: Following) => {
  const item = ret.items.find(one => one.id === id)
  return {
    line: order.lines.find(one => one.id === item?.line),
    answer: ret.assessment.lines.find(one => one.line === item?.line),
  }
}

/** What the shop offers for this kind of article and policy for this purchase. */
function reasonsFor(piece: FollowedPiece, following: Following): ReasonEntry[] {
  const { line, answer } = lineOf(piece, following)
  const type = line?.product.type ?? null
  return following.seen.shop.reasons.filter(
    ({ code, types }) =>
      (types.length === 0 || (type !== null && types.includes(type))) && (answer?.reasons?.includes(code) ?? true),
  )
}

/** Money another way. Something else instead is chosen where a request is made; a recipient's present gives what it gives. */
function destinationsFor(piece: FollowedPiece, following: Following): RefundDestination[] {
  if (following.followed.standing === 'recipient' || piece.resolution.type !== 'refund') return []
  const offered = lineOf(piece, following).answer?.resolutions ?? []
  return REFUND_DESTINATIONS.filter(to => offered.includes(to))
}

/** The refusal names the item by its place in the command, the page by its place in the list. */
function troubleOf(following: Following, refusal: Parameters<typeof troubleFor>[0] & { detail: { path?: string } }) {
  const [, place, name] = /^items\[(\d+)\]\.(\w+)/.exec(refusal.detail.path ?? '') ?? []
  const wishes = wishesIn(following)
  const item = refused(wishes) ? undefined : wishes[Number(place)]?.item
  const at = following.followed.pieces.findIndex(piece => piece.item === item)
  const member = { quantity: 'quantity', reason: refusal.code === 'reason_required' ? 'comment' : 'reason' }[name ?? '']
  return troubleFor(refusal, at >= 0 && member ? `${member}-${at}` : null, following)
}

function editPage(following: Following, troubles: readonly Trouble[] = []): Answer {
  const { followed, say, shopName, place } = following
  const main = html`${troubleSummary(troubles, say)}
<p class="lead">${say('follow.amend.text', { shop: shopName })}</p>
<form method="post" novalidate>${basedOn(following)}${unseen('do', 'look')}
${followed.pieces.map((piece, at) => pieceFields(piece, at, following, troubles))}
${actions(button(say('follow.amend.look')), way(say('follow.back'), place))}
</form>`
  return { page: { title: say('follow.amend.title'), main }, ...(troubles.length > 0 && { status: 422 }) }
}

function pieceFields(piece: FollowedPiece, at: number, following: Following, troubles: readonly Trouble[]): Html {
  const { say, form } = following
  const named = (name: string) => `${name}-${at}`
  const kept = (name: string, before: string) => (named(name) in form ? said(following, named(name)) : before)
  const reasons = reasonsFor(piece, following)
  const destinations = destinationsFor(piece, following)
  const title = piece.variant ? `${piece.title} · ${piece.variant}` : piece.title
  return html`<fieldset class="amended"><legend>${picture(piece.picture, title)}<span>${title}</span></legend>
<div class="many"><label for="${named('quantity')}">${say('follow.amend.quantity')}</label><p class="hint">${say('follow.amend.quantity_hint', { count: piece.quantity })}</p>
${troubleAt(named('quantity'), troubles)}${stepper({ name: named('quantity'), label: `${say('follow.amend.quantity')}: ${title}`, value: Number(kept('quantity', String(piece.quantity))) || 0, max: 999 }, say, troubles)}</div>
${reasons.length > 0 ? select({ name: named('reason'), label: say('follow.amend.reason'), required: true, value: kept('reason', piece.reason.code), options: reasons.map(entry => ({ value: entry.code, label: sayReason(entry, following) })) }, say, troubles) : null}
${field({ name: named('comment'), label: say('follow.amend.comment'), value: kept('comment', piece.reason.comment ?? ''), rows: 2, maxlength: 1_000 }, say, troubles)}
${destinations.length > 1 ? select({ name: named('get'), label: say('follow.amend.get'), required: true, value: kept('get', piece.resolution.type === 'refund' ? piece.resolution.to : ''), options: destinations.map(to => ({ value: to, label: say(`follow.get.${to}`) })) }, say, troubles) : null}
</fieldset>`
}

/** Tried out, and shown with what it comes to; the second button saves exactly this. */
async function checkPage(following: Following, command: Command<'amend'>): Promise<Answer> {
  const { desk, caller, seen, followed, say, formats } = following
  const acted = await act(desk, caller, { ret: seen.ret.id }, [command], { preview: true })
  if (refused(acted)) return editPage(following, [troubleOf(following, acted)])
  const { all } = moneyOf({ ...seen, ret: acted.ret }, followed.standing)
  const total: Money | null = all?.total.presentment ?? null
  const main = html`<ul class="plain">${(command.items ?? []).flatMap(wish => differences(wish, following))}</ul>
${all ? moneyBlock(say('follow.amend.after'), all, say, formats, { ruled: true }) : null}
<form method="post">${basedOn(following)}${again(following)}
${actions(button(say('follow.amend.save', { amount: total ? formats.money(total) : 'none' }), { name: 'do', value: 'save' }), button(say('follow.amend.edit'), { look: 'quiet', name: 'do', value: 'edit' }))}
</form>`
  return { page: { title: say('follow.amend.check'), main } }
}

const again = ({ form }: Following): Html[] =>
  Object.entries(form)
    .filter(([name]) => /^(?:quantity|reason|comment|get)-\d+$/.test(name))
    .map(([name, value]) => unseen(name, [value].flat()[0] ?? ''))

function differences({ item, quantity, reason, resolution }: Wish, following: Following): Html[] {
  const { say, followed } = following
  const piece = followed.pieces.find(one => one.item === item)
  if (!piece) return []
  const { title } = piece
  const word = reasonsFor(piece, following).find(({ code }) => code === reason?.code)?.text
  const told = (after: string) => html`<li>${say('follow.amend.row.reason', { title, after })}</li>`
  return [
    ...(quantity === undefined
      ? []
      : [html`<li>${say('follow.amend.row.quantity', { title, before: piece.quantity, after: quantity })}</li>`]),
    ...(reason ? [told([word, reason.comment].filter(Boolean).join(' – '))] : []),
    ...(resolution?.type === 'refund' ? [told(say(`follow.get.${resolution.to}`))] : []),
  ]
}
