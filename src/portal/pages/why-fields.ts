/** Everything that is asked about one piece: the reason, words, photos, and whether some of them have another reason. */
import type { ReasonCode } from '../../core/reasons.ts'
import type { ConsideredPiece } from '../../desk/shopper/consider.ts'
import { roomFor } from '../../desk/shopper/draft-photos.ts'
import type { Draft, DraftPiece } from '../../desk/shopper/drafts.ts'
import { attributes, type Html, html } from '../../ui/html.ts'
import { icon } from '../../ui/icons.ts'
import { button, fileDrop, photoTiles, select, stepper, type Trouble, textarea } from '../../ui/kit/form.ts'
import { picture } from '../../ui/kit/pieces.ts'
import { describedBy, troubleAt } from '../../ui/kit/trouble.ts'
import type { Visit } from '../visit.ts'
import { sayPhotoLimits } from './photo-words.ts'
import { titleOf, variantOf } from './pieces-rows.ts'
import { sayReason, sayReasons, saySub } from './reason-words.ts'
import { about, LONGEST_COMMENT } from './why-form.ts'

/** `of`: how many wishes there are about the same line. `again`: where photos are sent. */
export type Asked = {
  considered: ConsideredPiece
  of: number
  draft: Draft
  troubles: readonly Trouble[]
  again: string
}

export function pieceFields(asked: Asked, visit: Visit): Html {
  const { considered, of, troubles } = asked
  const { piece } = considered
  return html`<fieldset class="why" id="${piece.id}" tabindex="-1" data-why="${piece.id}">
<legend>${heading(considered, visit)}</legend>
${of > 1 ? shareOf(asked, visit) : null}
${reasonField(considered, troubles, visit)}
${subField(considered, troubles, visit)}
${commentField(considered, troubles, visit)}
${photosOf(asked, visit)}
${piece.quantity > 1 ? html`<button class="way" name="split" value="${piece.id}">${icon('plus')}${visit.say('choose.split')}</button>` : null}
${of > 1 ? html`<button class="way" name="join" value="${piece.id}">${visit.say('choose.split.join')}</button>` : null}
</fieldset>`
}

const heading = ({ line, piece }: ConsideredPiece, { say }: Visit): Html =>
  html`<span class="why-head">${picture(line.product.images[0] ?? null, titleOf(line))}<span><span class="what">${titleOf(line)}</span><span class="variant">${[variantOf(line), say('common.pieces', { count: piece.quantity })].filter(Boolean).join(' · ')}</span></span></span>`

/** A line that comes back for several reasons: how many of it for this one. */
function shareOf({ considered: { piece, line }, draft, troubles }: Asked, { say }: Visit): Html | null {
  const all = draft.pieces.filter(one => one.order === piece.order && one.line === piece.line)
  const most = all.reduce((sum, one) => sum + one.quantity, 0) - (all.length - 1)
  if (most < 2) return null
  const name = about.quantity(piece.id)
  const given = {
    name,
    label: `${say('choose.split.quantity')}: ${titleOf(line)}`,
    value: piece.quantity,
    min: 1,
    max: most,
  }
  return html`<div class="shared-out"><span class="label" aria-hidden="true">${say('choose.split.quantity')}</span>${troubleAt(name, troubles)}${stepper(given, say, troubles)}</div>`
}

function reasonField({ piece, reasons }: ConsideredPiece, troubles: readonly Trouble[], visit: Visit): Html {
  const options = reasons.map(entry => ({ value: entry.code, label: sayReason(entry, visit) }))
  return select(
    {
      name: about.reason(piece.id),
      label: visit.say('choose.reason'),
      value: piece.reason,
      required: true,
      options,
      empty: visit.say('choose.reason.choose'),
      attributes: { required: false, 'aria-required': 'true', 'data-reason': piece.id },
    },
    visit.say,
    troubles,
  )
}

/** Grouped by reason; with a script only those of the chosen one are left. */
function subField({ piece, reasons }: ConsideredPiece, troubles: readonly Trouble[], visit: Visit): Html | null {
  const { say } = visit
  const groups = reasons.filter(({ subs }) => subs.length > 0)
  if (groups.length === 0) return null
  const name = about.sub(piece.id)
  const given = attributes({ id: name, name, 'data-sub': piece.id, ...describedBy(name, null, troubles) })
  return html`<div class="field" data-sub-field="${piece.id}"><label for="${name}">${say('choose.sub')} <small>${say('common.optional')}</small></label>
${troubleAt(name, troubles)}
<div class="picker"><select${given}><option value="">${say('choose.sub.choose')}</option>${groups.map(
    entry =>
      html`<optgroup label="${sayReason(entry, visit)}" data-of="${entry.code}">${entry.subs.map(
        sub =>
          html`<option value="${sub.code}"${attributes({ selected: entry.code === piece.reason && sub.code === piece.sub })}>${saySub(entry, sub, visit)}</option>`,
      )}</optgroup>`,
  )}</select>${icon('chevron')}</div></div>`
}

function commentField(considered: ConsideredPiece, troubles: readonly Trouble[], visit: Visit): Html {
  const { piece, requires, asks } = considered
  const name = about.comment(piece.id)
  return html`<div data-needs="${asks.comment.join(' ')}">${textarea(
    {
      name,
      label: visit.say('choose.comment'),
      value: piece.comment,
      rows: 3,
      maxlength: LONGEST_COMMENT,
      required: requires.comment,
      hint: neededFor(considered, 'comment', visit),
      attributes: {
        required: false,
        'aria-required': requires.comment ? 'true' : null,
        'data-needed': visit.say('choose.comment.needed'),
      },
    },
    visit.say,
    troubles,
  )}</div>`
}

/** Said plainly once the reason is known, and before that for which reasons it will be. */
function neededFor(
  { requires, reasons, asks }: ConsideredPiece,
  what: 'photo' | 'comment',
  visit: Visit,
): string | null {
  const keys = what === 'photo' ? 'choose.photos' : 'choose.comment'
  if (requires[what]) return visit.say(`${keys}.needed`)
  const codes: readonly ReasonCode[] = asks[what]
  if (codes.length === 0) return null
  return visit.say(`${keys}.for`, {
    reasons: sayReasons(
      reasons.filter(({ code }) => codes.includes(code)),
      visit,
    ),
  })
}

/**
 * The browser's own field, where a phone asks whether to take a photo or to choose one. Without a script the photos go with the form, by the button below it
 * or with the one that goes on.
 */
function photosOf(asked: Asked, visit: Visit): Html {
  const { considered, draft, troubles, again } = asked
  const { say } = visit
  const { piece, asks } = considered
  const { left } = roomFor(draft, piece)
  const needed = neededFor(considered, 'photo', visit)
  const told = attributes({
    'data-upload': again,
    'data-piece': piece.id,
    'data-left': left,
    'data-sending': say('choose.photos.sending', { name: '{name}' }),
    'data-added': say('choose.photos.added', { name: '{name}' }),
    'data-removed': say('choose.photos.removed'),
    'data-broken-off': say('choose.photo.connection', { name: '{name}' }),
  })
  const given = { name: about.photos(piece.id), label: say('choose.photos.add'), hint: sayPhotoLimits(visit) }
  return html`<div class="field photos-of"${told}><span class="label">${say('choose.photos')}</span>
<div data-needs="${asks.photo.join(' ')}">${needed ? html`<p class="hint" data-needed="${say('choose.photos.needed')}">${needed}</p>` : null}</div>
<div data-tiles>${photosNow(piece, again, visit)}</div>
<p class="unseen" role="status" data-told></p><div role="alert" data-refused></div>
<div data-room${attributes({ hidden: left === 0 })}>${fileDrop(given, troubles)}
<p class="hint needs-script drop-hint">${say('choose.photos.drop')}</p>
<div class="without-script">${button(say('choose.photos.send'), { look: 'quiet', formaction: again })}</div></div></div>`
}

/** The photos there are, each with a link that ends and what takes it away again. */
export function photosNow({ id, photos }: DraftPiece, again: string, { say, files, portal }: Visit): Html | null {
  const links = files.for(portal.org)
  if (photos.length === 0) return null
  return photoTiles(
    photos.map((photo, place) => ({
      src: links(photo).thumbnail_url,
      alt: say('choose.photos.one', { number: place + 1 }),
      remove: html`<button class="remove" name="remove" value="${id}:${photo}" formaction="${again}/remove" aria-label="${say('choose.photos.remove', { number: place + 1 })}">${icon('cross')}</button>`,
    })),
  )
}
