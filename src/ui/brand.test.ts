import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_ACCENT, STANDARD_PORTAL } from '../core/portal.ts'
import { accentFor, brandStyle, PAPERS, type Theme } from './brand.ts'
import { contrast, hexOf, oklch } from './colour.ts'

const colours = fc.integer({ min: 0, max: 0xff_ff_ff }).map(value => `#${value.toString(16).padStart(6, '0')}`)
const themes = fc.constantFrom<Theme>('light', 'dark')

describe('a shop’s colour', () => {
  test('whatever it is, it can be read as words, under its label, and seen as a shape', () => {
    fc.assert(
      fc.property(colours, themes, (colour, theme) => {
        const { fill, label, ink, edge } = accentFor(colour, theme)
        for (const paper of PAPERS[theme]) expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(label, fill)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(edge, PAPERS[theme][0])).toBeGreaterThanOrEqual(3)
      }),
      { numRuns: 1_000 },
    )
  })

  test('keeps its hue', () => {
    fc.assert(
      fc.property(colours, themes, (colour, theme) => {
        const { ink } = accentFor(colour, theme)
        const [before, after] = [oklch(colour), oklch(ink)]
        // What is nearly grey has no hue to keep, and eight bits hold little of one.
        fc.pre(before.chroma > 0.05 && after.chroma > 0.05)
        const apart = Math.abs(before.hue - after.hue)
        expect(Math.min(apart, 2 * Math.PI - apart)).toBeLessThan(0.12)
      }),
      { numRuns: 1_000 },
    )
  })

  test('is left alone where it can be read already', () => {
    expect(accentFor('#1f5f4a', 'light')).toEqual({
      fill: '#1f5f4a',
      label: '#ffffff',
      ink: '#1f5f4a',
      edge: '#1f5f4a',
    })
  })

  test('a yellow button stays yellow by day, with black words and a darker edge', () => {
    const { fill, label, ink, edge } = accentFor('#ffd400', 'light')
    expect({ fill, label }).toEqual({ fill: '#ffd400', label: '#000000' })
    expect(edge).toBe(ink)
    expect(oklch(ink).lightness).toBeLessThan(oklch(fill).lightness)
  })

  test('anything that is no colour is the standard one', () => {
    expect(accentFor('red;} body{display:none', 'light')).toEqual(accentFor(DEFAULT_ACCENT, 'light'))
  })

  test('goes into the style for both themes', () => {
    expect(brandStyle(STANDARD_PORTAL)).toMatchInlineSnapshot(
      `":root{--accent:#1f5f4a;--on-accent:#ffffff;--accent-ink:#1f5f4a;--accent-edge:#1f5f4a}@media (prefers-color-scheme:dark){:root{--accent:#37755f;--on-accent:#ffffff;--accent-ink:#6caa92;--accent-edge:#37755f}}"`,
    )
  })

  test('is measured on the papers of the sheet', () => {
    const sheet = readFileSync(new URL('style/10-tokens.css', import.meta.url), 'utf8')
    const papers = [...sheet.matchAll(/--paper(?:-2)?: (#\w+);/g)].map(([, hex = '']) =>
      hex.length === 4 ? `#${hex.slice(1).replaceAll(/./g, '$&$&')}` : hex,
    )
    expect(papers).toEqual([...PAPERS.light, ...PAPERS.dark])
  })

  test('there and back gives the same colour', () => {
    fc.assert(fc.property(colours, colour => hexOf(oklch(colour)) === colour))
  })
})
