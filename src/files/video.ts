import { type FileRefusal, refuseFile, sayBytes } from './file-refusal.ts'
import { type Sniffed, sniff } from './sniff.ts'

/** A video taken as it is. Unlike a photo it is not re-encoded, so it may still tell where it was filmed. */
export interface KeptVideo {
  ok: true
  contentType: Extract<Sniffed, { kind: 'video' }>['contentType']
}

export const VIDEO_MAX_BYTES = 50_000_000

/** Is this a video we keep? Recognised by its container and capped in size; its pictures and sound are not looked at. */
export function checkVideo(bytes: Uint8Array, { maxBytes = VIDEO_MAX_BYTES } = {}): KeptVideo | FileRefusal {
  const sniffed = sniff(bytes)
  if (sniffed?.kind !== 'video')
    return refuseFile('file_unsupported', 'This is not a video we can keep. Send MP4, MOV or WebM.')
  if (bytes.byteLength > maxBytes)
    return refuseFile('file_too_large', `The video is larger than ${sayBytes(maxBytes)}. Send a shorter one.`)
  return { ok: true, contentType: sniffed.contentType }
}
