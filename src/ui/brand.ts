/**
 * The shop's colour, as a style for its pages. Shops choose colours for signs and not for screens at night, so each page gets four made of it: one that
 * fills a button, one for the words on it, one to write with, and one that bounds what is filled. A colour that can be read already stays as it is.
 */
import { DEFAULT_ACCENT, type PortalSettings } from '../core/portal.ts'
import { contrast, hexOf, oklch } from './colour.ts'

export type Theme = 'light' | 'dark'

/** The papers words stand on, as in `style/10-tokens.css`. */
export const PAPERS: Record<Theme, readonly [string, string]> = {
  light: ['#ffffff', '#f6f5f2'],
  dark: ['#14161a', '#1c1f24'],
}

const LABEL = 4.5
/** At night letters look thinner than they are, so words ask for more than they must. */
const WORDS: Record<Theme, number> = { light: 4.5, dark: 6 }
const SHAPES = 3
const STEP = 0.005

export type Accent = {
  /** Fills buttons. */
  fill: string
  /** Stands on it. */
  label: string
  /** Words and drawings on paper. */
  ink: string
  /** Bounds what is filled. */
  edge: string
}

export function accentFor(brand: string, theme: Theme): Accent {
  const colour = /^#[\da-f]{6}$/i.test(brand) ? brand.toLowerCase() : DEFAULT_ACCENT
  const papers = PAPERS[theme]
  const ink = readable(colour, theme, papers, WORDS[theme])
  // By day a pale colour still fills, since darkening it would make mud of a yellow; its edge is drawn. At night a dark one is lit a little instead.
  const fill = theme === 'dark' ? readable(colour, theme, papers, SHAPES) : colour
  return {
    fill,
    label: contrast(fill, '#ffffff') >= LABEL ? '#ffffff' : '#000000',
    ink,
    edge: contrast(fill, papers[0]) >= SHAPES ? fill : ink,
  }
}

/** The nearest colour of the same hue that stands out enough on every one of these papers: darker by day, lighter at night. */
function readable(colour: string, theme: Theme, papers: readonly string[], least: number): string {
  const away = theme === 'light' ? -STEP : STEP
  const { lightness, ...tone } = oklch(colour)
  const fits = (hex: string): boolean => papers.every(paper => contrast(hex, paper) >= least)
  let hex = colour
  for (let next = lightness + away; !fits(hex) && next > -STEP && next < 1 + STEP; next += away)
    hex = hexOf({ ...tone, lightness: Math.min(1, Math.max(0, next)) })
  return hex
}

export const brandStyle = ({ brand }: Pick<PortalSettings, 'brand'>): string =>
  `:root{${declared(accentFor(brand.accent, 'light'))}}@media (prefers-color-scheme:dark){:root{${declared(accentFor(brand.accent, 'dark'))}}}`

const declared = ({ fill, label, ink, edge }: Accent): string =>
  `--accent:${fill};--on-accent:${label};--accent-ink:${ink};--accent-edge:${edge}`
