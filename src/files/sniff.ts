/** What a file really is, told by its first bytes. The name and the type a sender claims are not believed. */

/** Kinds we recognise. HEIC is recognised so that its sender hears what to do, whether or not it can be read here. */
export type Sniffed =
  | {
      kind: 'image'
      contentType: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/avif' | 'image/heic'
    }
  | { kind: 'video'; contentType: 'video/mp4' | 'video/quicktime' | 'video/webm' }

/** Brands of ISO base media files (ISO/IEC 14496-12 §4.3, registry mp4ra.org), most telling first. */
const BRANDS: readonly (readonly [string, Sniffed])[] = [
  ...each(['avif', 'avis'], { kind: 'image', contentType: 'image/avif' }),
  ...each(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'], {
    kind: 'image',
    contentType: 'image/heic',
  }),
  ...each(['qt  '], { kind: 'video', contentType: 'video/quicktime' }),
  ...each(['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'M4V ', 'MSNV', 'dash'], {
    kind: 'video',
    contentType: 'video/mp4',
  }),
]

/** Recognise a file by its content, or undefined for anything the shop does not keep. */
export function sniff(bytes: Uint8Array): Sniffed | undefined {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return { kind: 'image', contentType: 'image/jpeg' }
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { kind: 'image', contentType: 'image/png' }
  if (/^GIF8[79]a/.test(text(bytes, 0, 6))) return { kind: 'image', contentType: 'image/gif' }
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return { kind: 'image', contentType: 'image/webp' }
  if (text(bytes, 4, 8) === 'ftyp') return sniffBrand(bytes)
  // EBML header; only its DocType (0x4282) tells WebM from other Matroska files (RFC 8794 §11.2).
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3) && /\x42\x82.webm/s.test(text(bytes, 0, 64)))
    return { kind: 'video', contentType: 'video/webm' }
  return undefined
}

/** The major brand comes first, then a version, then compatible brands: AVIF often hides behind a general major brand. */
function sniffBrand(bytes: Uint8Array): Sniffed | undefined {
  const boxBytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
  const list = text(bytes, 8, Math.min(boxBytes, 256))
  const brands = (list.slice(0, 4) + list.slice(8)).match(/.{4}/gs) ?? []
  return BRANDS.find(([brand]) => brands.some(found => found === brand))?.[1]
}

function starts(bytes: Uint8Array, ...signature: number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte)
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to))
}

function each(brands: string[], sniffed: Sniffed): (readonly [string, Sniffed])[] {
  return brands.map(brand => [brand, sniffed] as const)
}
