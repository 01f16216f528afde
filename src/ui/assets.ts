/** The few files every page needs: one style, one script, one font. Named after what is in them, so that a browser keeps each for ever. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export type Asset = { path: string; type: string; bytes: Buffer; br: Buffer | null; gzip: Buffer | null }
export type Assets = { byPath: ReadonlyMap<string, Asset>; style: string; script: string; font: string }

const HERE = import.meta.dirname

let made: Assets | null = null

/** Read and pressed once. */
export function assets(prefix = '/portal/assets'): Assets {
  made ??= make(prefix)
  return made
}

function make(prefix: string): Assets {
  const byPath = new Map<string, Asset>()
  const keep = (name: string, type: string, bytes: Buffer): string => {
    const [stem = '', ending = ''] = name.split('.')
    const path = `${prefix}/${stem}-${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}.${ending}`
    const pressed = type.startsWith('font/') ? { br: null, gzip: null } : { br: brotli(bytes), gzip: gzipSync(bytes) }
    byPath.set(path, { path, type, bytes, ...pressed })
    return path
  }
  const fonts = Object.fromEntries(
    FONTS.map(({ name, file }) => [name, keep(`${name}.woff2`, 'font/woff2', readFileSync(fontFile(file)))]),
  )
  const style = keep('portal.css', 'text/css; charset=utf-8', Buffer.from(styleWith(fonts)))
  const script = keep('portal.js', 'text/javascript; charset=utf-8', Buffer.from(scriptText()))
  return { byPath, style, script, font: fonts['sans-latin'] ?? '' }
}

const brotli = (bytes: Buffer): Buffer =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } })

const FONTS = [
  { name: 'sans-latin', file: 'source-sans-3-latin-wght-normal.woff2' },
  { name: 'sans-latin-ext', file: 'source-sans-3-latin-ext-wght-normal.woff2' },
  { name: 'sans-greek', file: 'source-sans-3-greek-wght-normal.woff2' },
] as const

const fontFile = (file: string): string =>
  createRequire(import.meta.url).resolve(`@fontsource-variable/source-sans-3/files/${file}`)

/** The sheets in the order of their names; `font(sans-latin)` stands for the font's address. */
function styleWith(fonts: Record<string, string>): string {
  const folder = join(HERE, 'style')
  const sheets = readdirSync(folder)
    .filter(name => name.endsWith('.css'))
    .toSorted()
    .map(name => readFileSync(join(folder, name), 'utf8'))
  return pressed(sheets.join('\n')).replaceAll(/font\(([\w-]+)\)/g, (_all, name: string) => `url(${fonts[name] ?? ''})`)
}

const pressed = (css: string): string =>
  css
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,>]) ?/g, '$1')

/** The parts in the order of their names, each a block of its own, without their types and the lines that say something to people only. */
function scriptText(): string {
  const folder = join(HERE, 'browser')
  return readdirSync(folder)
    .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .toSorted()
    .map(name => withoutTypes(readFileSync(join(folder, name), 'utf8')))
    .map(
      text =>
        `{\n${text
          .replaceAll(/^\s*(?:\/\*\*[^]*?\*\/|\/\/.*)\n/gm, '')
          .replaceAll(/^\s+/gm, '')
          .replaceAll(/^export \{\}\n?/gm, '')}}`,
    )
    .join('\n')
}

/** Node runs this house by taking types away, and calls it an experiment only when it is asked to do so by name; that one remark is kept back. */
function withoutTypes(text: string): string {
  const warn = process.emitWarning
  process.emitWarning = () => undefined
  try {
    return stripTypeScriptTypes(text)
  } finally {
    process.emitWarning = warn
  }
}
