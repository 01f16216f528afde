/** Colours as eyes see them: how far two are apart (WCAG 2.2, relative luminance), and the same colour a little lighter or darker (OKLCH). */

type Triple = readonly [number, number, number]

/** Lightness 0–1, chroma, and hue as an angle in radians. Björn Ottosson's OKLab, in polar form. */
export type Oklch = { lightness: number; chroma: number; hue: number }

/** Between 1 and 21. 4.5 is asked for words, 3 for shapes (WCAG 2.2, 1.4.3 and 1.4.11). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = linear(hex)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** `#rrggbb` without the curve that screens add. */
function linear(hex: string): Triple {
  const part = (place: number): number => {
    const value = Number.parseInt(hex.slice(place, place + 2), 16) / 255
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

export function oklch(hex: string): Oklch {
  const [red, green, blue] = linear(hex)
  const l = Math.cbrt(0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue)
  const m = Math.cbrt(0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue)
  const s = Math.cbrt(0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue)
  const a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s
  const b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s
  return {
    lightness: 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
    chroma: Math.hypot(a, b),
    hue: Math.atan2(b, a),
  }
}

/** The nearest colour a screen can show: where it is too strong, it is made paler and keeps its lightness and hue. */
export function hexOf({ lightness, chroma, hue }: Oklch): string {
  let strength = chroma
  let shown = screen(lightness, strength, hue)
  while (strength > 0.001 && shown.some(part => part < -0.000_1 || part > 1.000_1)) {
    strength *= 0.96
    shown = screen(lightness, strength, hue)
  }
  return `#${shown.map(part => byteOf(part).toString(16).padStart(2, '0')).join('')}`
}

function screen(lightness: number, chroma: number, hue: number): number[] {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)]
  const l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b) ** 3
  const m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b) ** 3
  const s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b) ** 3
  return [
    4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
    -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
    -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
  ]
}

function byteOf(part: number): number {
  const held = Math.min(1, Math.max(0, part))
  return Math.round(255 * (held <= 0.003_130_8 ? 12.92 * held : 1.055 * held ** (1 / 2.4) - 0.055))
}
