/**
 * Why a file is not taken. `detail` is a sentence for the person who sent it and says what to do next.
 * `file_unsupported`: a kind we do not keep. `file_too_large`: too many bytes or pixels. `file_broken`: it starts
 * like a picture and cannot be read as one.
 */
export interface FileRefusal {
  ok: false
  code: 'file_unsupported' | 'file_too_large' | 'file_broken'
  detail: string
}

export function refuseFile(code: FileRefusal['code'], detail: string): FileRefusal {
  return { ok: false, code, detail }
}

/** `20 MB`, or `300 kB` for a small limit: sizes in the decimal units phones show. */
export function sayBytes(bytes: number): string {
  return bytes >= 1_000_000 ? `${Math.floor(bytes / 1_000_000)} MB` : `${Math.max(1, Math.floor(bytes / 1_000))} kB`
}
