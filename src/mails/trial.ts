/** A mail that says nothing but that it arrived. */
import type { Language } from '../core/languages.ts'
import { DEFAULT_ACCENT } from '../core/portal.ts'
import { speakIn } from '../ui/texts/speak.ts'
import { text } from './content.ts'
import { type Frame, pageOf } from './frame.ts'
import { plainOf } from './plain.ts'
import type { Written } from './write.ts'

export function trial(language: Language): Written {
  const say = speakIn(language)
  const frame: Frame = {
    language,
    shop: { name: 'Backhaul', logo: null, url: null, accent: DEFAULT_ACCENT },
    hello: say('mails.hello.nobody'),
    foot: [],
  }
  const content = {
    subject: say('mails.test.subject'),
    title: say('mails.test.title'),
    blocks: [text(say('mails.test.text'))],
  }
  return { subject: content.subject, html: pageOf(content, frame), text: plainOf(content, frame) }
}
