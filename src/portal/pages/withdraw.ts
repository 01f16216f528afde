/** The statutory lane: say what it is about, confirm, and have it acknowledged. Nobody signs in, gives a reason, or is talked out of it. */
import { randomUUID } from 'node:crypto'
import type { LineId, WithdrawalId } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import { LEGAL_DAYS, offersWithdrawal, type Statement } from '../../core/withdrawal.ts'
import { assessOrder } from '../../desk/orders.ts'
import { declare, declaredBefore, openFromStatement, shownWithdrawal } from '../../desk/shopper/withdrawal.ts'
import { declaration } from '../../ui/declaration.ts'
import { html, type Html } from '../../ui/html.ts'
import { actions, button, choices, field, linkButton, type Trouble, troubleSummary } from '../../ui/kit/form.ts'
import { code } from '../../ui/kit/state.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { nothingHere } from './fault.ts'

const LONGEST = { name: 200, number: 100, email: 320, part: 2_000 } as const

type Pieces = { line: LineId; title: string; most: number }[]

/** What whoever has proved an order may choose from; empty for everybody else, who names things in their own words. */
async function piecesOf({ desk, caller, orders }: Visit): Promise<{ number: string; pieces: Pieces }[]> {
  const found = await Promise.all(
    orders
      .filter(({ standing }) => standing === 'customer')
      .map(async ({ order }) => {
        const answer = await assessOrder(desk, caller, order.id, { lane: 'withdrawal' })
        if (refused(answer)) return null
        const pieces = answer.assessment.lines.flatMap(({ line, allowed }) => {
          const bought = answer.order.lines.find(one => one.id === line)
          return bought && allowed > 0 ? [{ line, title: bought.product.title, most: allowed }] : []
        })
        return { number: order.refs.number, pieces }
      }),
  )
  return found.filter(one => one !== null)
}

export async function withdraw(visit: Visit): Promise<Answer> {
  return offersWithdrawal(visit.portal.settings) ? asking(visit, []) : nothingHere(visit)
}

async function asking(visit: Visit, troubles: readonly Trouble[]): Promise<Answer> {
  const { say, orders, query } = visit
  const known = await piecesOf(visit)
  const [first] = orders
  const party = first?.order.customer
  const typed = (name: string, otherwise = ''): string => (name in visit.form ? said(visit, name) : otherwise)
  const scope = typed('scope', 'whole')
  return {
    status: troubles.length > 0 ? 422 : 200,
    page: {
      title: say('withdraw.title'),
      main: html`${troubleSummary(troubles, say)}
<p>${say('withdraw.intro', { days: LEGAL_DAYS })}</p>
<p>${say('withdraw.intro.2')}</p>
<form method="post" action="${visit.base}/withdraw" novalidate>
${field({ name: 'name', label: say('withdraw.name'), value: typed('name', [party?.firstName, party?.lastName].filter(Boolean).join(' ')), autocomplete: 'name', required: true, maxlength: LONGEST.name }, say, troubles)}
${field({ name: 'order_number', label: say('withdraw.order_number'), hint: say('withdraw.order_number.hint'), value: typed('order_number', query['order_number'] ?? first?.order.refs.number ?? ''), required: true, maxlength: LONGEST.number }, say, troubles)}
${field({ name: 'email', label: say('withdraw.email'), hint: say('withdraw.email.hint'), type: 'email', inputmode: 'email', autocomplete: 'email', value: typed('email', party?.emails[0] ?? ''), required: true, maxlength: LONGEST.email }, say, troubles)}
${choices(
  'scope',
  say('withdraw.scope'),
  [
    { value: 'whole', label: say('withdraw.scope.whole'), checked: scope === 'whole' },
    ...(known.length > 0
      ? [{ value: 'pieces', label: say('withdraw.scope.pieces'), checked: scope === 'pieces' }]
      : [{ value: 'part', label: say('withdraw.scope.part'), checked: scope === 'part' }]),
  ],
  troubles,
)}
<div class="of-part">${known.length > 0 ? known.map(order => piecesField(order, visit)) : field({ name: 'part', label: say('withdraw.part'), hint: say('withdraw.part.hint'), rows: 3, value: typed('part'), maxlength: LONGEST.part }, say, troubles)}</div>
${actions(button(say('common.next')))}
</form>`,
    },
  }
}

const piecesField = ({ number, pieces }: { number: string; pieces: Pieces }, visit: Visit): Html => html`<fieldset>
<legend>${visit.say('withdraw.pieces.of', { number })}</legend>
${pieces.map(({ line, title, most }) =>
  field(
    {
      name: `piece.${line}`,
      label: visit.say('withdraw.pieces.quantity', { title, most }),
      type: 'number',
      inputmode: 'numeric',
      value: said(visit, `piece.${line}`) || '0',
      required: true,
      attributes: { min: 0, max: most },
    },
    visit.say,
  ),
)}
</fieldset>`

export async function withdrawForm(visit: Visit): Promise<Answer> {
  if (!offersWithdrawal(visit.portal.settings)) return nothingHere(visit)
  const heard = await hear(visit)
  if (Array.isArray(heard)) return asking(visit, heard)
  return confirming(visit, heard)
}

/** The second step: the statement as it will be received, and one button. Going back keeps what was typed. */
function confirming(visit: Visit, statement: Statement): Answer {
  const { say, base, portal } = visit
  const hidden = Object.entries(visit.form).flatMap(([name, value]) =>
    [value].flat().map(one => ({ name, value: one })),
  )
  const carried = hidden.map(({ name, value }) => html`<input type="hidden" name="${name}" value="${value}">`)
  return {
    page: {
      title: say('withdraw.check.title'),
      main: html`<p>${say('withdraw.check.text', { shop: shopName(visit) })}</p>
<blockquote class="statement">${statement.words}</blockquote>
<p>${say('withdraw.email')}: ${statement.email}</p>
<form method="post" action="${base}/withdraw/confirm">${carried}<input type="hidden" name="declaration" value="${declaredBefore.seal(visit.desk, portal, randomUUID() as WithdrawalId)}">
${actions(button(say('withdraw.confirm')))}</form>
<form method="post" action="${base}/withdraw/change">${carried}${actions(button(say('withdraw.change'), { look: 'quiet' }))}</form>`,
    },
  }
}

/** Back to the first step, with everything as it was. */
export const withdrawChange = (visit: Visit): Promise<Answer> => asking(visit, [])

export async function withdrawConfirm(visit: Visit): Promise<Answer> {
  const { desk, portal, say, base } = visit
  if (!offersWithdrawal(portal.settings)) return nothingHere(visit)
  const heard = await hear(visit)
  if (Array.isArray(heard)) return asking(visit, heard)
  const id = declaredBefore.open(desk, portal, said(visit, 'declaration'))
  if (id === null) return confirming(visit, heard)
  const withdrawal = await declare(desk, portal, id, heard, visit.address)
  if (refused(withdrawal))
    return asking(visit, [
      { field: null, text: say('withdraw.trouble.many', { shop: shopName(visit) }), code: withdrawal.code },
    ])
  // Received it is already; what is opened from it now can also be opened later, by itself or by a person.
  await openFromStatement(desk, withdrawal, visit.session).catch(() => null)
  return { to: `${base}/withdraw/${declaredBefore.seal(desk, portal, id)}` }
}

export async function withdrawn(visit: Visit): Promise<Answer> {
  const { desk, portal, say, formats, base, params, orders } = visit
  const id = declaredBefore.open(desk, portal, params['declaration'] ?? '')
  const shown = id === null ? null : await shownWithdrawal(desk, portal, id)
  if (shown === null) return nothingHere(visit)
  const { withdrawal, returns } = shown
  const isMine = orders.some(({ order }) => order.id === withdrawal.order)
  return {
    page: {
      title: say('withdraw.done.title'),
      main: html`<p class="lead">${say('withdraw.done.received', { at: formats.second(withdrawal.receivedAt) })}</p>
<p>${say('withdraw.done.mail', { email: withdrawal.statement.email })}</p>
<dl class="facts"><div><dt>${say('withdraw.done.number')}</dt><dd class="number">${code(withdrawal.number)}</dd></div></dl>
<h2>${say('withdraw.done.statement')}</h2>
<blockquote class="statement" lang="${withdrawal.statement.language}" dir="auto">${withdrawal.statement.words}</blockquote>
${
  returns.length > 0
    ? returns.map(
        number =>
          html`<p>${say('withdraw.done.next.opened', { number })}</p>${isMine ? actions(linkButton(say('withdraw.done.follow'), `${base}/returns/${number}`)) : null}`,
      )
    : html`<p>${say('withdraw.done.next.waiting', { shop: shopName(visit) })}</p>`
}`,
    },
  }
}

const shopName = ({ portal }: Visit): string => portal.settings.brand.name ?? portal.shop.name

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** The statement, or what is missing in it. */
async function hear(visit: Visit): Promise<Statement | Trouble[]> {
  const { say, language } = visit
  const name = said(visit, 'name').slice(0, LONGEST.name)
  const number = said(visit, 'order_number').slice(0, LONGEST.number)
  const email = said(visit, 'email').slice(0, LONGEST.email)
  const part = said(visit, 'part').slice(0, LONGEST.part)
  const kind = said(visit, 'scope')
  const known = kind === 'pieces' ? await piecesOf(visit) : []
  const pieces = known
    .flatMap(order => order.pieces)
    .map(piece => ({
      ...piece,
      quantity: Math.min(Number.parseInt(said(visit, `piece.${piece.line}`), 10) || 0, piece.most),
    }))
    .filter(({ quantity }) => quantity > 0)
  const troubles = [
    name === '' ? { field: 'name', text: say('withdraw.trouble.name', { shop: shopName(visit) }) } : null,
    number === '' ? { field: 'order_number', text: say('withdraw.trouble.order_number') } : null,
    EMAIL.test(email) ? null : { field: 'email', text: say('withdraw.trouble.email') },
    kind === 'part' && part === '' ? { field: 'part', text: say('withdraw.trouble.part') } : null,
    kind === 'pieces' && pieces.length === 0 ? { field: 'scope', text: say('withdraw.trouble.pieces') } : null,
  ].filter(trouble => trouble !== null)
  if (troubles.length > 0) return troubles
  const scope: Statement['scope'] =
    kind === 'part'
      ? { kind: 'part', text: part }
      : kind === 'pieces'
        ? { kind: 'pieces', pieces: pieces.map(({ line, title, quantity }) => ({ line, title, quantity })) }
        : { kind: 'whole' }
  return { name, orderNumber: number, email, scope, language, words: declaration(say, name, number, scope) }
}
