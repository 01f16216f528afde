/** Codes that a scanner reads: Code 128 of a number for the box, QR for the counter. */
import type { Modules } from './sheet.ts'

const library = async () => (await import('bwip-js/node')).default

/** Widths of bars and gaps, dark first, in units. */
export async function code128(text: string): Promise<number[]> {
  const { raw } = await library()
  const [drawn] = raw('code128', text, '') as unknown as { sbs: number[] }[]
  return drawn?.sbs ?? []
}

export async function qrModules(text: string): Promise<Modules> {
  const { raw } = await library()
  const [drawn] = raw('qrcode', text, 'eclevel=M') as unknown as { pixs: number[]; pixx: number }[]
  return { columns: drawn?.pixx ?? 0, dark: (drawn?.pixs ?? []).map(pixel => pixel === 1) }
}

/** Wide enough for the quiet zone that scanners need: four modules around a QR code, ten units beside bars. */
const QR = {
  bcid: 'qrcode',
  eclevel: 'M',
  paddingwidth: 8,
  paddingheight: 8,
  scale: 2,
  backgroundcolor: 'ffffff',
} as const

export const qrSvg = async (text: string): Promise<string> => (await library()).toSVG({ ...QR, text })

export const qrPng = async (text: string): Promise<Buffer> => (await library()).toBuffer({ ...QR, scale: 8, text })

export const code128Svg = async (text: string): Promise<string> =>
  (await library()).toSVG({
    bcid: 'code128',
    text,
    height: 12,
    scale: 2,
    paddingwidth: 10,
    paddingheight: 2,
    backgroundcolor: 'ffffff',
  })
