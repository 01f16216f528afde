/** What is so, what was and what comes next. Four meanings, each with its drawing beside its words: never colour alone. */
import { attributes, html, type Hole, type Html } from '../html.ts'
import { icon, type IconName } from '../icons.ts'
import type { Speak } from '../texts/speak.ts'

export type Meaning = 'waiting' | 'good' | 'stopped' | 'information'

const DRAWING: Record<Meaning, IconName> = { waiting: 'clock', good: 'done', stopped: 'stopped', information: 'info' }

/** Something the reader should know. */
export const notice = (meaning: Meaning, what: Hole, { title }: { title?: Hole } = {}): Html =>
  html`<div class="notice ${meaning}" role="status">${icon(DRAWING[meaning])}<div>${title ? html`<h2>${title}</h2>` : null}${what}</div></div>`

/** One sentence of state; `large` where it is what the page is about. */
export const statusLine = (
  meaning: Meaning,
  sentence: Hole,
  { about, large = false }: { about?: Hole; large?: boolean } = {},
): Html =>
  html`<p class="state ${meaning}${large ? ' large' : ''}">${icon(DRAWING[meaning])}<span><b>${sentence}</b>${about ? html` <span class="about">${about}</span>` : null}</span></p>`

/** A moment on the line of time. `at` is how people read it, `datetime` how machines do. */
export type TimelineEntry = {
  phase: 'done' | 'now' | 'next' | 'stopped'
  what: Hole
  about?: Hole
  at?: Hole
  datetime?: string | null
}

const PHASE_DRAWING: Record<TimelineEntry['phase'], IconName> = {
  done: 'done',
  now: 'now',
  next: 'dot',
  stopped: 'stopped',
}

/** Done · now · next, with dates. Whoever listens hears which of the three a moment is. */
export const timeline = (entries: readonly TimelineEntry[], say: Speak): Html =>
  html`<ol class="timeline">${entries.map(
    ({ phase, what, about, at, datetime }) =>
      html`<li class="${phase}"${attributes({ 'aria-current': phase === 'now' ? 'step' : null })}>${icon(PHASE_DRAWING[phase])}<div><span class="unseen">${say(`common.phase.${phase}`)}: </span><span class="what">${what}</span>${about ? html`<p class="about">${about}</p>` : null}${at ? html`<time${attributes({ datetime })}>${at}</time>` : null}</div></li>`,
  )}</ol>`

/** What is so, in two columns; `change` leads to where it can be changed. */
export const facts = (
  all: readonly ({ term: Hole; detail: Hole; change?: string | null; changeLabel?: string } | null)[],
  say: Speak,
): Html =>
  html`<dl class="facts">${all.map(
    fact =>
      fact &&
      html`<div><dt>${fact.term}</dt><dd>${fact.detail}</dd>${fact.change ? html`<dd class="way-cell"><a class="way" href="${fact.change}"${attributes({ 'aria-label': fact.changeLabel })}>${say('common.change')}</a></dd>` : null}</div>`,
  )}</dl>`

/** An amount of money or a count in the sentence: stays on one line and keeps its direction. */
export const amount = (text: string): Html => html`<span class="amount">${text}</span>`

/** A number or code people copy or read out. */
export const code = (text: string, { large = false } = {}): Html =>
  html`<span class="code${large ? ' large' : ''}">${text}</span>`
