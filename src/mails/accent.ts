/** What is written on the shop's colour: white or ink, whichever is told apart better. */

const WHITE = '#ffffff'
const INK = '#1d2320'

export const inkOn = (accent: string): string => (contrast(accent, WHITE) >= contrast(accent, INK) ? WHITE : INK)

/** Contrast ratio (WCAG 2.2): from 1 to 21. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(place => {
    const part = Number.parseInt(colour.slice(place, place + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
