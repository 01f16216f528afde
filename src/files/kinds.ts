/** Which kinds of file the shop keeps, and how each is named on the shelf. */

/**
 * The extension tells the content type. A folder has no other place to remember it, and a shelf
 * copied from a folder to S3 with an ordinary tool then still serves every file as what it is.
 */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  pdf: 'application/pdf',
  csv: 'text/csv',
  json: 'application/json',
  txt: 'text/plain',
}

const EXTENSIONS = new Map(Object.entries(CONTENT_TYPES).map(([extension, type]) => [type, extension]))

/** The extension (without dot) a key must end in to hold this content type, or undefined for a kind nobody keeps. */
export function extensionFor(contentType: string): string | undefined {
  return EXTENSIONS.get(contentType)
}

/** The content type a key promises by its ending. */
export function contentTypeOf(key: string): string | undefined {
  return CONTENT_TYPES[key.slice(key.lastIndexOf('.') + 1)]
}
