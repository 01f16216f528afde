/** Every template there is, by name. */
import { eu } from './eu.ts'
import { marketplace } from './marketplace.ts'
import type { Template, TemplateName } from './template.ts'
import { uk } from './uk.ts'
import { us } from './us.ts'

export const TEMPLATES: Readonly<Record<TemplateName, Template>> = { eu, uk, us, marketplace }

export const templateNamed = (name: string): Template | null =>
  Object.values(TEMPLATES).find(template => template.name === name) ?? null
