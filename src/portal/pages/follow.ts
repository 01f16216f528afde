/** One return: how it stands in one sentence, what is to be done and by when, and everything there is to know about it. */
import type { Followed } from '../../desk/shopper/following.ts'
import type { Act, MainAct } from '../../desk/shopper/following-acts.ts'
import { momentSaid, stateSaid, thenSaid } from '../../ui/follow-words.ts'
import { attributes, html, type Html } from '../../ui/html.ts'
import { icon } from '../../ui/icons.ts'
import { actions, linkButton } from '../../ui/kit/form.ts'
import { code, notice, timeline } from '../../ui/kit/state.ts'
import { CATALOGUE, type TextKey } from '../../ui/texts/catalogue.ts'
import type { Answer } from '../visit.ts'
import { disputePart, evidencePart, messagesPart, offersPart } from './follow-talk.ts'
import { type Following, onReturn, speakerOf } from './follow-open.ts'
import { insteadPart, moneyPart, papersPart, parcelsPart, piecesPart } from './follow-parts.ts'

export const follow = onReturn(async following => ({
  page: { title: stateSaid(following.followed.state, speakerOf(following)), main: mainOf(following) },
}))

/** Asked now and then by the open page: has anything happened since? The tag says it without a word. */
export const followChanged = onReturn(
  async ({ followed: { version } }): Promise<Answer> => ({ json: { version }, tag: `v${version}` }),
)

function mainOf(following: Following): Html {
  const { followed, say, base } = following
  return html`${noteOf(following)}
<div class="follow" data-watch="${following.place}/changed" data-version="${followed.version}">
<div hidden data-changed>${notice('information', html`<p>${say('follow.changed')} <a href="${following.place}">${say('follow.changed.show')}</a></p>`)}</div>
${followed.then ? html`<p class="lead">${thenSaid(followed.then, speakerOf(following))}</p>` : null}
${saidByShop(following)}
${mainAction(following)}
<section class="part"><h2>${say('follow.line')}</h2>${lineOf(following)}</section>
${parcelsPart(following)}
${papersPart(following)}
${piecesPart(following)}
${insteadPart(following)}
${moneyPart(following)}
${offersPart(following)}
${disputePart(following)}
${evidencePart(following)}
${messagesPart(following)}
${more(following)}
<p class="small">${say.html('follow.small', { number: code(followed.number), date: following.formats.day(followed.createdAt), order: code(followed.order.number) })}</p>
<p><a href="${base}/orders">${say('follow.orders')}</a></p>
</div>`
}

/** What just happened, or why it did not. */
function noteOf({ query, say, shopName }: Following): Html | null {
  const key = `follow.note.${query['note'] ?? ''}`
  if (!(key in CATALOGUE.en)) return null
  const missed = query['note'] === 'stale' || query['note'] === 'closed'
  return notice(missed ? 'waiting' : 'good', html`<p>${say(key as TextKey, { shop: shopName })}</p>`)
}

/** The shop's own words about a no stand where the no is. */
function saidByShop({ followed: { state }, say, shopName }: Following): Html | null {
  if ((state.code !== 'rejected' && state.code !== 'cancelled_by_shop') || !state.text) return null
  return html`<figure class="quote"><figcaption class="small">${say('follow.said_by_shop', { shop: shopName })}</figcaption><blockquote dir="auto">${state.text}</blockquote></figure>`
}

const MAIN_PLACES: Record<NonNullable<MainAct>, (followed: Followed) => string> = {
  offer: () => 'offer',
  evidence: () => 'evidence',
  pay: () => 'pay',
  method: () => 'method',
  label: ({ documents }) => {
    const label = documents.find(({ kind }) => kind === 'label')
    return label?.kind === 'label' ? `documents/label/${label.shipment}` : 'slip'
  },
  ship: () => 'ship',
  code: () => 'documents/code',
}

function mainAction(following: Following): Html | null {
  const { followed, place, say, formats } = following
  const { main, state } = followed
  if (main === null || !isOpen(main, followed)) return null
  const amount = state.amount ? formats.money(state.amount) : ''
  const label = say(`follow.main.${main}`, { amount })
  return actions(linkButton(label, `${place}/${MAIN_PLACES[main](followed)}`))
}

/** A label without anything to print, or a way back that cannot be chosen, is no thing to do. */
function isOpen(main: NonNullable<MainAct>, { may, documents }: Followed): boolean {
  switch (main) {
    case 'offer':
      return may.includes('accept')
    case 'evidence':
      return may.includes('prove')
    case 'method':
      return may.includes('choose')
    case 'ship':
      return may.includes('ship')
    case 'label':
      return documents.some(({ kind }) => kind === 'label')
    case 'code':
      return documents.some(({ kind }) => kind === 'code')
    default:
      return true
  }
}

function lineOf(following: Following): Html {
  const { followed, formats, say } = following
  const speaker = speakerOf(following)
  const stopped = new Set(['rejected', 'cancelled', 'expired', 'lost', 'turned_away', 'verdict_for_shop'])
  return timeline(
    followed.line.map(moment => ({
      phase: moment.when === 'done' && stopped.has(moment.code) ? 'stopped' : moment.when,
      what: momentSaid(moment, speaker),
      at: moment.at ? formats.day(moment.at) : moment.by ? say('follow.line.by', { by: formats.day(moment.by) }) : null,
      datetime: moment.at ?? moment.by ?? null,
    })),
    say,
  )
}

const PLACES: Partial<Record<Act, string>> = {
  message: 'message',
  offer: 'offer',
  prove: 'evidence',
  attach: 'evidence',
  amend: 'amend',
  choose: 'method',
  ship: 'ship',
  correct: 'ship',
  dispute: 'dispute',
  withdraw: 'dispute/withdraw',
  cancel: 'cancel',
}

const MAIN_OF: Partial<Record<Act, MainAct>> = { prove: 'evidence', choose: 'method', ship: 'ship', offer: 'offer' }

/** Everything else that is open; what the main button leads to is not said twice, and what can be mended is not given anew. */
function more({ followed: { may, main }, place, say, shopName }: Following): Html | null {
  const acts = may.filter(
    act =>
      act in PLACES &&
      act !== 'message' &&
      !(act === 'attach' && may.includes('prove')) &&
      !(act === 'ship' && may.includes('correct')) &&
      (MAIN_OF[act] ?? 'none') !== main,
  )
  if (acts.length === 0) return null
  return html`<section class="part"><h2>${say('follow.more')}</h2><ul class="further">${acts.map(
    act =>
      html`<li><a${attributes({ href: `${place}/${PLACES[act]}`, class: 'way' })}>${say(`follow.act.${act as 'cancel'}`, { shop: shopName })}${icon('forward')}</a></li>`,
  )}</ul></section>`
}
