/** Photos as the shop keeps them: upright, of sensible size, and silent about where and with what they were taken. */
import sharp, { type OutputInfo, type Sharp } from 'sharp'
import { type FileRefusal, refuseFile, sayBytes } from './file-refusal.ts'
import { sniff } from './sniff.ts'

/** A photo ready for the shelf. Photo and thumbnail have the same content type; `width` and `height` are the photo's. */
export interface KeptImage {
  ok: true
  image: Buffer
  thumbnail: Buffer
  width: number
  height: number
  contentType: 'image/jpeg' | 'image/webp'
}

/**
 * `maxPixels` covers a phone's 64-megapixel mode; beyond it a progressive JPEG of a few megabytes asks the decoder for
 * half a gigabyte. `opaqueFormat`: JPEG is larger than WebP but is understood by every platform a photo may be passed
 * to. A picture with see-through parts always becomes WebP, which JPEG cannot hold and PNG would hold badly.
 */
export interface ImageLimits {
  maxBytes?: number
  maxPixels?: number
  longestSide?: number
  thumbnailSide?: number
  quality?: number
  opaqueFormat?: 'jpeg' | 'webp'
}

export const IMAGE_LIMITS: Required<ImageLimits> = {
  maxBytes: 20_000_000,
  maxPixels: 2 ** 26,
  longestSide: 2560,
  thumbnailSide: 320,
  quality: 82,
  opaqueFormat: 'jpeg',
}

const DECODE_SECONDS = 30
const SEND_INSTEAD = 'Send a photo as JPEG, PNG or WebP.'

/** The decoder of the usual prebuilt library reads AVIF but not HEIC, which is encumbered by patents. */
const READS_HEIC = sharp.format.heif.input.fileSuffix?.includes('.heic') ?? false

// A photo is decoded once: a cache of decoded pictures would only hold memory, and more threads only take turns.
sharp.cache(false)
sharp.concurrency(1)
// Whatever the bytes pretend to be, only the decoders of the kinds we recognise may ever run.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map(kind => `VipsForeignLoad${kind}`) })

/**
 * Turn what somebody sent into what we keep, or say why not. The pixels are decoded and written anew, so nothing of
 * the original file survives but the picture: no location, no camera, no hidden attachment. An animation keeps its
 * first frame.
 */
export async function keepImage(bytes: Uint8Array, limits: ImageLimits = {}): Promise<KeptImage | FileRefusal> {
  const within = { ...IMAGE_LIMITS, ...limits }
  const refusal = refuseUnread(bytes, within)
  if (refusal) return refusal
  const pixels = await decode(bytes, within).catch(() => undefined)
  if (!pixels)
    return refuseFile('file_broken', 'The picture cannot be read; it may be damaged or cut off. Send it again.')
  return 'code' in pixels ? pixels : encode(pixels, within)
}

/** What can be said before any decoder touches the file. */
function refuseUnread(bytes: Uint8Array, { maxBytes }: Required<ImageLimits>): FileRefusal | undefined {
  if (bytes.byteLength === 0) return refuseFile('file_broken', 'The file is empty. Choose the photo again.')
  if (bytes.byteLength > maxBytes)
    return refuseFile('file_too_large', `The photo is larger than ${sayBytes(maxBytes)}. Send a smaller one.`)
  const sniffed = sniff(bytes)
  if (sniffed?.kind !== 'image')
    return refuseFile('file_unsupported', `This is not a photo we can read. ${SEND_INSTEAD}`)
  if (sniffed.contentType === 'image/heic' && !READS_HEIC)
    return refuseFile('file_unsupported', `HEIC photos cannot be read here. ${SEND_INSTEAD}`)
  return undefined
}

interface Pixels {
  data: Buffer
  info: OutputInfo
}

/**
 * The header alone tells the size, so a bomb is refused before a pixel is unpacked. Then one pass to upright 8-bit sRGB
 * pixels of the final size. `failOn: 'error'` refuses cut-off files but forgives the stray bytes some cameras leave
 * between markers.
 */
async function decode(bytes: Uint8Array, within: Required<ImageLimits>): Promise<Pixels | FileRefusal> {
  const { maxPixels, longestSide } = within
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
  if (width * height > maxPixels) return refusePixels(width, height, maxPixels)
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient()
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
}

function refusePixels(width: number, height: number, maxPixels: number): FileRefusal {
  const allowed = `at most ${Math.floor(maxPixels / 1_000_000)} million are taken`
  return refuseFile('file_too_large', `The picture has ${width} × ${height} pixels; ${allowed}. Send a smaller one.`)
}

async function encode(
  pixels: Pixels,
  { thumbnailSide, quality, opaqueFormat }: Required<ImageLimits>,
): Promise<KeptImage> {
  const { width, height } = pixels.info
  const format = (await isOpaque(pixels)) ? opaqueFormat : 'webp'
  const written = (picture: Sharp) => picture.toFormat(format, { quality }).toBuffer()
  const image = await written(canvas(pixels))
  const thumbnail = await written(
    canvas(pixels).resize({ width: thumbnailSide, height: thumbnailSide, fit: 'inside', withoutEnlargement: true }),
  )
  return { ok: true, image, thumbnail, width, height, contentType: format === 'webp' ? 'image/webp' : 'image/jpeg' }
}

/** Screenshots carry an alpha channel that hides nothing; they are as good as photos. */
async function isOpaque(pixels: Pixels): Promise<boolean> {
  const hasAlpha = pixels.info.channels === 2 || pixels.info.channels === 4
  return !hasAlpha || (await canvas(pixels).stats()).isOpaque
}

function canvas({ data, info: { width, height, channels } }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } })
}
