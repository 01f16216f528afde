/** Words a shop writes for its returns page are read before they are kept, each with what is wrong at its own place. */
import { LANGUAGES } from '../core/languages.ts'
import type { PortalSettings } from '../core/portal.ts'
import { fieldPath } from '../http/field-path.ts'
import { type FieldError, invalidRequest, ProblemError } from '../http/problem.ts'
import { ownTextTrouble } from '../ui/texts/own.ts'

const MOST_NAMED = 50

/** Throws the problem with every text that cannot be said. */
export function checkOwnTexts({ portal }: { portal?: Pick<PortalSettings, 'texts'> }): void {
  const errors = LANGUAGES.flatMap(language =>
    Object.entries(portal?.texts[language] ?? {}).flatMap(([key, text]): FieldError[] => {
      const message = ownTextTrouble(language, key, text)
      return message === null
        ? []
        : [{ in: 'body', path: fieldPath(['portal', 'texts', language, key]), code: 'not_allowed', message }]
    }),
  )
  if (errors.length > 0) throw new ProblemError(invalidRequest(errors.slice(0, MOST_NAMED)))
}
