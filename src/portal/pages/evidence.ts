/** Showing and telling more: photos the shop asked for, or that help it or the marketplace to decide. */
import { refuse, refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import { html } from '../../ui/html.ts'
import { actions, button, field, select, troubleSummary, way } from '../../ui/kit/form.ts'
import { notice } from '../../ui/kit/state.ts'
import type { Trouble } from '../../ui/kit/trouble.ts'
import { type Answer, said } from '../visit.ts'
import { carriedOut, type Following, forAct, troubleFor } from './follow-open.ts'
import { heard, photosField } from './talk-photos.ts'
import { LONGEST_WORDS, wordsFaulty } from './talk-words.ts'

export const evidence = forAct(['prove', 'attach'], async following => evidencePage(following))

export const evidenceForm = forAct(['prove', 'attach'], async following => {
  const { form, photos } = await heard(following)
  const sent = { ...following, form }
  if (refused(photos)) return evidencePage(sent, [troubleFor(photos, 'photos', sent)])
  const text = said(sent, 'text')
  const faulty = wordsFaulty(text, 'text', sent)
  if (faulty) return evidencePage(sent, [faulty])
  const command = commandFor(sent, text, photos)
  // Photos are shown whatever else happens meanwhile, so no version is asked for.
  const answer = refused(command) ? command : await carriedOut(sent, [command], 'shown', undefined)
  return refused(answer) ? evidencePage(sent, [troubleFor(answer, 'photos', sent)]) : answer
})

/** Evidence while somebody decides; afterwards photos of one piece. */
function commandFor(following: Following, text: string, media: Command<'prove'>['media']) {
  const { followed } = following
  if (followed.may.includes('prove')) return { verb: 'prove', media, text } as const
  const piece = followed.pieces.find(({ item }) => item === said(following, 'item')) ?? followed.pieces[0]
  return piece && media.length > 0
    ? ({ verb: 'attach', item: piece.item, media } as const)
    : refuse('evidence_empty', { path: 'photos' })
}

function evidencePage(following: Following, troubles: readonly Trouble[] = []): Answer {
  const { followed, say, shopName, place } = following
  const proving = followed.may.includes('prove')
  const disputed = followed.state.code === 'objected' || followed.state.code === 'appealed'
  const main = html`${troubleSummary(troubles, say)}
${
  followed.state.code === 'photos_wanted'
    ? notice('waiting', html`<p>${say('follow.evidence.wanted', { shop: shopName })}</p>`)
    : html`<p class="lead">${say(disputed ? 'follow.evidence.dispute' : 'follow.evidence.text', { shop: shopName })}</p>`
}
<form method="post" enctype="multipart/form-data" novalidate>
${
  !proving && followed.pieces.length > 1
    ? select(
        {
          name: 'item',
          label: say('follow.evidence.piece'),
          required: true,
          value: said(following, 'item'),
          options: followed.pieces.map(({ item, title, variant }) => ({
            value: item,
            label: variant ? `${title} · ${variant}` : title,
          })),
        },
        say,
      )
    : null
}
${photosField(following, troubles)}
${proving ? field({ name: 'text', label: say('follow.evidence.words', { shop: shopName }), value: said(following, 'text'), rows: 4, maxlength: LONGEST_WORDS }, say, troubles) : null}
${actions(button(say('follow.evidence.send', { shop: shopName })), way(say('follow.back'), place))}
</form>`
  return { page: { title: say('follow.evidence.title'), main }, ...(troubles.length > 0 && { status: 422 }) }
}
