/** Papers of a return, made when they are asked for. */
import type { FileId } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import { openPhoto } from '../../desk/photos.ts'
import type { FollowedDocument } from '../../desk/shopper/following.ts'
import {
  type About,
  calendarEntry,
  codePdf,
  labelPdf,
  PAGE_SIZES,
  type PageName,
  qrPng,
  qrSvg,
  slipPdf,
} from '../../documents/index.ts'
import { asMarkup, html } from '../../ui/html.ts'
import { actions, linkButton, way } from '../../ui/kit/form.ts'
import { code } from '../../ui/kit/state.ts'
import type { Answer, Visit } from '../visit.ts'
import { nothingHere } from './fault.ts'
import { type Following, onReturn } from './follow-open.ts'

/** Whatever paper was asked for and makes no sense now is not there. */
const paperOf = <K extends FollowedDocument['kind']>({ followed }: Following, kind: K) =>
  followed.documents.find((document): document is Extract<FollowedDocument, { kind: K }> => document.kind === kind)

const pageAsked = ({ query }: Pick<Visit, 'query'>): PageName =>
  query['page'] !== undefined && query['page'] in PAGE_SIZES ? (query['page'] as PageName) : 'a4'

const about = ({ say, desk }: Following, title: string): About => ({
  title,
  language: say.language,
  direction: say.direction,
  at: new Date(desk.now()),
})

const pdf = (bytes: Buffer, name: string): Answer => ({
  bytes,
  type: 'application/pdf',
  name: `${name}.pdf`,
  inline: true,
})

export const slipPdfFile = onReturn(async following => {
  const { followed, say, formats, shopName, desk } = following
  if (!paperOf(following, 'slip')) return nothingHere(following)
  const source = { ...followed, shop: { name: shopName } }
  const bytes = await slipPdf(source, { say, formats }, pageAsked(following), new Date(desk.now()))
  return pdf(bytes, `${followed.number}-slip`)
})

/** A label kept here is laid on paper; one that lies with its carrier is opened there. */
export const labelFile = onReturn(async following => {
  const { followed, params, say, place } = following
  const label = followed.documents.find(
    document => document.kind === 'label' && document.shipment === params['shipment'],
  )
  if (label?.kind !== 'label') return nothingHere(following)
  if (isAddress(label.url)) return { to: label.url }
  const picture = await pictureOf(following, label.url as FileId)
  if (picture === null) return nothingHere(following)
  const title = say('documents.label.title')
  if (following.query['page'] !== undefined)
    return pdf(await labelPdf(picture, pageAsked(following), about(following, title)), `${followed.number}-label`)
  const here = `${place}/documents/label/${label.shipment}`
  const { url } = following.files.for(following.caller.org)(label.url)
  const main = html`<p class="lead">${say('documents.label.text')}</p>
<p><img class="paper" src="${url}" alt="${title}"></p>
<p>${linkButton(say('documents.label.4x6'), `${here}?page=4x6`)} ${way(say('documents.label.a4'), `${here}?page=a4`)}</p>
<p>${way(say('follow.back'), place)}</p>`
  return { page: { title, main } }
})

const isAddress = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url)

async function pictureOf({ desk, caller }: Following, file: FileId): Promise<Buffer | null> {
  const opened = await openPhoto(desk, caller.org, file, 'full')
  if (refused(opened)) return null
  const chunks: Buffer[] = []
  for await (const chunk of opened.stream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

/** The code on the screen; a provider's own picture where there is one. */
export const codePage = onReturn(async following => {
  const document = paperOf(following, 'code')
  if (!document) return nothingHere(following)
  const { say, place, files, caller } = following
  const { text, picture, provider } = document
  const drawn =
    picture === null
      ? html`<div class="qr" role="img" aria-label="${say('documents.code.alt', { text })}">${asMarkup(await qrSvg(text))}</div>`
      : html`<p><img class="paper" src="${isAddress(picture) ? picture : files.for(caller.org)(picture).url}" alt="${say('documents.code.alt', { text })}"></p>`
  const main = html`<p class="lead">${codeText(following, provider)}</p>
${drawn}
<p>${code(text, { large: true })}</p>
${
  picture === null
    ? actions(
        linkButton(say('documents.code.print'), `${place}/documents/code.pdf`, { look: 'quiet' }),
        way(say('documents.code.save'), `${place}/documents/code.png`),
      )
    : null
}
<p>${way(say('follow.back'), place)}</p>`
  return { page: { title: say('documents.code.title'), main } }
})

const codeText = ({ say }: Following, provider: string | null): string =>
  provider === null ? say('documents.code.text') : say('documents.code.text.provider', { provider })

export const codePicture = onReturn(async following => {
  const document = paperOf(following, 'code')
  const name = following.params['picture']
  if (!document) return nothingHere(following)
  if (name === 'code.png') return { bytes: await qrPng(document.text), type: 'image/png', name: `${document.text}.png` }
  if (name === 'code.svg')
    return { bytes: Buffer.from(await qrSvg(document.text)), type: 'image/svg+xml', name: `${document.text}.svg` }
  return nothingHere(following)
})

export const codePdfFile = onReturn(async following => {
  const document = paperOf(following, 'code')
  if (!document) return nothingHere(following)
  const { followed, say, shopName } = following
  const { text, picture, provider } = document
  const kept = picture === null || isAddress(picture) ? null : await pictureOf(following, picture as FileId)
  const title = say('documents.code.title')
  const words = { title, text: codeText(following, provider), below: shopName }
  return pdf(await codePdf({ text, picture: kept }, words, about(following, title)), `${followed.number}-code`)
})

const MATTERS = {
  photos_wanted: 'documents.calendar.photos',
  offer_to_answer: 'documents.calendar.offer',
} as const

export const calendarFile = onReturn(async following => {
  const document = paperOf(following, 'calendar')
  if (!document) return nothingHere(following)
  const { followed, say, shopName, desk } = following
  const key =
    MATTERS[followed.state.code as keyof typeof MATTERS] ??
    (followed.phase === 'send' ? 'documents.calendar.send' : 'documents.calendar.other')
  const title = say(key, { number: followed.number, shop: shopName })
  const entry = calendarEntry({
    uid: `${followed.id}-${followed.state.code}@backhaul`,
    stamp: desk.now(),
    at: document.by,
    title,
    text: say('documents.slip.number') + ' ' + followed.number,
    alarm: say('documents.calendar.alarm'),
  })
  return { bytes: Buffer.from(entry), type: 'text/calendar; charset=utf-8', name: `${followed.number}.ics` }
})
