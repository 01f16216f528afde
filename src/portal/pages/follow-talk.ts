/** What shop and shopper said to each other: offers, the question put to the marketplace, what was shown, and messages. */
import type { FileId } from '../../core/ids.ts'
import type { FollowedOffer, Who } from '../../desk/shopper/following.ts'
import { html, type Html } from '../../ui/html.ts'
import { icon } from '../../ui/icons.ts'
import { photoLinks } from './follow-parts.ts'
import type { Following } from './follow-open.ts'

const whoSaid = (who: Who, { say, shopName }: Pick<Following, 'say' | 'shopName'>): string =>
  say(`follow.who.${who}`, { shop: shopName })

export function termsSaid(
  { handling, amount }: Pick<FollowedOffer, 'handling' | 'amount'>,
  { say, formats }: Pick<Following, 'say' | 'formats'>,
): string {
  return say(`follow.offer.${handling}`, { amount: amount ? formats.money(amount) : 'none' })
}

export function offersPart(following: Following): Html | null {
  const { followed, say, formats, shopName } = following
  if (followed.offers.length === 0) return null
  return html`<section class="part"><h2>${say('follow.offers')}</h2><ol class="plain talk">${followed.offers
    .toReversed()
    .map(
      offer =>
        html`<li><p><b>${termsSaid(offer, following)}</b></p><p class="small">${say(offer.by === 'you' ? 'follow.offer.by_you' : 'follow.offer.by_shop', { shop: shopName })} · ${formats.day(offer.at)} · ${say(`follow.offer.${offer.end ?? 'standing'}`)}</p></li>`,
    )}</ol></section>`
}

export function disputePart({ followed: { dispute }, say, formats, shopName }: Following): Html | null {
  if (dispute === null) return null
  const { by, text, at, verdict } = dispute
  return html`<section class="part"><h2>${say('follow.dispute')}</h2>
${said(say(by === 'you' ? 'follow.dispute.yours' : 'follow.dispute.shops', { shop: shopName }), text, formats.day(at))}
${verdict ? said(say('follow.dispute.verdict'), verdict.text, formats.day(verdict.at)) : null}</section>`
}

const said = (who: string, text: string, when: string): Html | null =>
  text.trim() === ''
    ? null
    : html`<figure class="quote"><figcaption class="small">${who} · ${when}</figcaption><blockquote dir="auto">${text}</blockquote></figure>`

type Entry = { at: Following['followed']['createdAt']; by: Who; text: string; media: FileId[] }

const entries = (all: readonly Entry[], following: Following): Html => {
  const link = following.files.for(following.caller.org)
  return html`<ol class="plain talk">${all.map(({ at, by, text, media }) => {
    const who = whoSaid(by, following)
    return html`<li class="${by === 'you' ? 'yours' : 'theirs'}"><p class="small"><b>${who}</b> · ${following.formats.moment(at)}</p>${text ? html`<p class="words" dir="auto">${text}</p>` : null}${photoLinks(
      media.map(id => ({ id, alt: who })),
      link,
    )}</li>`
  })}</ol>`
}

export function evidencePart(following: Following): Html | null {
  const { followed, say } = following
  if (followed.evidence.length === 0) return null
  return html`<section class="part"><h2>${say('follow.evidence')}</h2>${entries(followed.evidence, following)}</section>`
}

export function messagesPart(following: Following): Html {
  const { followed, say, place, shopName } = following
  return html`<section class="part" id="messages"><h2>${say('follow.messages')}</h2>
${followed.messages.length > 0 ? entries(followed.messages, following) : null}
<p><a class="way" href="${place}/message">${icon('message')}${say('follow.act.message', { shop: shopName })}</a></p></section>`
}
