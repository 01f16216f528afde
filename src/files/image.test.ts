import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { type KeptImage, keepImage } from './image.ts'

const RED = { r: 200, g: 30, b: 30 }
const plain = (width: number, height: number, alpha = 1) =>
  sharp({ create: { width, height, channels: 4, background: { ...RED, alpha } } })

/** The pointer to the location block, little-endian (Exif 2.3 §4.6.3). */
const GPS_TAG = Buffer.from([0x25, 0x88])

/** A landscape photo whose left half is white, taken with the phone on its side, in Athens. */
async function photoFromAthens(): Promise<Buffer> {
  const white = await plain(600, 800).negate({ alpha: false }).png().toBuffer()
  return plain(1200, 800)
    .composite([{ input: white, left: 0, top: 0 }])
    .jpeg()
    .withExif({
      IFD0: { Make: 'PhoneMaker' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 58/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '23/1 43/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer()
}

async function kept(bytes: Uint8Array, limits = {}): Promise<KeptImage> {
  const result = await keepImage(bytes, limits)
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`)
  return result
}

async function colourAt(image: Buffer, left: number, top: number): Promise<number[]> {
  const { data } = await sharp(image)
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return [...data]
}

function near(colour: number[], { r, g, b }: typeof RED): boolean {
  return [r, g, b].every((part, at) => Math.abs(part - (colour[at] ?? -999)) < 12)
}

describe('a photo that is kept', () => {
  test('says neither where nor with what it was taken', async () => {
    const original = await photoFromAthens()
    const before = await sharp(original).metadata()
    expect(before.exif!.includes('PhoneMaker')).toBe(true)
    expect(before.exif!.includes(GPS_TAG)).toBe(true)

    const { image, thumbnail } = await kept(original)

    for (const picture of [image, thumbnail]) {
      const { exif, icc, iptc, xmp, orientation } = await sharp(picture).metadata()
      expect({ exif, icc, iptc, xmp, orientation }).toEqual({})
      expect(picture.includes('PhoneMaker')).toBe(false)
    }
  })

  test('stands upright', async () => {
    const { image, width, height } = await kept(await photoFromAthens())

    expect([width, height]).toEqual([800, 1200])
    // Orientation 6 turns the picture clockwise: what was left is now on top.
    expect(near(await colourAt(image, 400, 100), { r: 55, g: 225, b: 225 })).toBe(true)
    expect(near(await colourAt(image, 400, 1100), RED)).toBe(true)
  })

  test('is no longer than the longest side, and so is its thumbnail', async () => {
    const { image, thumbnail, width, height } = await kept(await plain(4000, 1000).jpeg().toBuffer())

    expect([width, height]).toEqual([2560, 640])
    expect(await sharp(image).metadata()).toMatchObject({ width: 2560, height: 640 })
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 320, height: 80 })
  })

  test('is not blown up when it is small', async () => {
    const { width, height, thumbnail } = await kept(await plain(40, 30).png().toBuffer())

    expect([width, height]).toEqual([40, 30])
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 40, height: 30 })
  })

  test.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)(
    'may come as %s and becomes a JPEG of the same colour',
    async kind => {
      const { image, contentType } = await kept(await plain(64, 64).toFormat(kind).toBuffer())

      expect(contentType).toBe('image/jpeg')
      expect((await sharp(image).metadata()).format).toBe('jpeg')
      expect(near(await colourAt(image, 32, 32), RED)).toBe(true)
    },
  )

  test.each([
    ['16 bits a channel', plain(64, 64).toColourspace('rgb16').png()],
    ['printing colours', plain(64, 64).toColourspace('cmyk').jpeg()],
  ])('may come with %s and keeps its colour', async (_, picture) => {
    const { image } = await kept(await picture.toBuffer())
    const colour = await colourAt(image, 32, 32)

    expect(colour).toHaveLength(3)
    expect(colour[0]!).toBeGreaterThan(colour[1]! + 80)
    expect((await sharp(image).metadata()).depth).toBe('uchar')
  })

  test('becomes WebP when parts of it are see-through', async () => {
    const { image, contentType } = await kept(await plain(64, 64, 0.5).png().toBuffer())

    expect(contentType).toBe('image/webp')
    expect((await colourAt(image, 32, 32))[3]).toBe(128)
  })

  test('becomes WebP when the shop prefers it', async () => {
    const { contentType } = await kept(await plain(64, 64).jpeg().toBuffer(), { opaqueFormat: 'webp' })
    expect(contentType).toBe('image/webp')
  })
})

describe('a file that is not taken', () => {
  test('is a text file called photo.jpg', async () => {
    expect(await keepImage(Buffer.from('Dear shop, here is my photo.'))).toMatchObject({ code: 'file_unsupported' })
  })

  test.each(['<svg xmlns="http://www.w3.org/2000/svg"/>', '<?xml version="1.0"?><svg/>', '%PDF-1.7', 'II*\0', 'BM'])(
    'is anything that draws but is no photo: %j',
    async start => {
      expect(await keepImage(Buffer.from(start.padEnd(200)))).toMatchObject({ code: 'file_unsupported' })
    },
  )

  test('is a JPEG that was cut off on the way', async () => {
    const whole = await photoFromAthens()
    const cut = whole.subarray(0, Math.floor(whole.length * 0.6))
    expect(await keepImage(cut)).toMatchObject({ code: 'file_broken' })
  })

  test.each(['jpeg', 'png', 'webp', 'gif'] as const)(
    'is a %s with a good beginning and nothing behind it',
    async kind => {
      const whole = await plain(64, 64).toFormat(kind).toBuffer()
      expect(await keepImage(whole.subarray(0, 20))).toMatchObject({ code: 'file_broken' })
    },
  )

  test('is empty', async () => {
    expect(await keepImage(new Uint8Array())).toMatchObject({ code: 'file_broken' })
  })

  test('is a tiny PNG that claims 50000 × 50000 pixels', async () => {
    const bomb = await claimSize(await plain(1, 1).png().toBuffer(), 50_000, 50_000)
    expect(await keepImage(bomb)).toMatchObject({
      code: 'file_too_large',
      detail: expect.stringContaining('50000 × 50000 pixels'),
    })
  })

  test('is larger than the limit in bytes, however good the picture', async () => {
    const photo = await plain(64, 64).png().toBuffer()
    expect(await keepImage(photo, { maxBytes: photo.length })).toMatchObject({ ok: true })
    expect(await keepImage(photo, { maxBytes: photo.length - 1 })).toMatchObject({ code: 'file_too_large' })
  })

  test('is a HEIC photo, whose sender hears what to send instead', async () => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(200)])
    expect(await keepImage(heic)).toMatchObject({
      code: 'file_unsupported',
      detail: expect.stringMatching(/HEIC.*Send a photo as JPEG/),
    })
  })
})

/** Rewrite a PNG's header so that it claims another size, with a checksum that fits (PNG specification §11.2.1). */
async function claimSize(png: Buffer, width: number, height: number): Promise<Buffer> {
  const forged = Buffer.from(png)
  forged.writeUInt32BE(width, 16)
  forged.writeUInt32BE(height, 20)
  forged.writeUInt32BE(crc32(forged.subarray(12, 29)), 29)
  return forged
}
