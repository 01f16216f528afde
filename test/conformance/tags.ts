/** Which test names which promise: `conforms: field get_return_list.due_date`, in a test's title or in a comment above or inside it. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Kind = 'endpoint' | 'field' | 'enum' | 'error'
/** `of`: the list a name was taken from, for texts that have commas of their own. */
export type Tag = { kind: Kind; name: string; of: string | null; file: string; title: string }

const DIALECTS = ['shopee', 'aftership', 'shopflix', 'shopline']
const TITLE = /\b(?:test|it|describe)(?:\.each\(.*\)|\.for\(.*\))?\(\s*(['"`])(.*?)\1/
const TAG = /conforms:\s*((?:endpoint|field|enum|error)\b.*)$/
const KINDS = /(?:^|[;·,]\s*|\s+and\s+)(endpoint|field|enum|error)s?\s+/g

/** All tags of a dialect. Tests outside its folder belong to it when their file's name says so, or to everybody when it says nothing. */
export function tagsOf(root: string, dialect: string): Tag[] {
  const files = globSync(
    [
      `src/dialects/${dialect}/**/*.test.ts`,
      'src/dialects/*.test.ts',
      'src/webhooks/*.test.ts',
      'test/{clients,stories}/*.test.ts',
    ],
    { cwd: root },
  )
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => file.includes(`/${dialect}`) || !DIALECTS.some(other => file.includes(`/${other}`)))
  return files.toSorted().flatMap(file => tagsIn(readFileSync(join(root, file), 'utf8'), file))
}

export function tagsIn(text: string, file: string): Tag[] {
  const lines = text.split('\n')
  return lines.flatMap((line, place) => {
    const [, list] = TAG.exec(line) ?? []
    if (list === undefined) return []
    const title = titleNear(lines, place)
    return namesIn(list.replace(/\s*(?:\*\/.*|['"`]\s*,.*)$/, '')).map(tag => ({ ...tag, file, title }))
  })
}

/** `field a, b; enum C.D` */
function namesIn(list: string): Pick<Tag, 'kind' | 'name' | 'of'>[] {
  const marks = [...list.matchAll(KINDS)]
  return marks.flatMap((mark, place): Pick<Tag, 'kind' | 'name' | 'of'>[] => {
    const said = list.slice(mark.index + mark[0].length, marks[place + 1]?.index ?? list.length).trim()
    const kind = mark[1] as Kind
    const whole = said.replace(/[.;]$/, '')
    const names = whole.split(/\s*,\s*|\s+·\s+/).filter(Boolean)
    if (names.length < 2) return names.map(name => ({ kind, name, of: null }))
    return [{ kind, name: whole, of: whole }, ...names.map(name => ({ kind, name, of: whole }))]
  })
}

/** Of the test a tag stands in, or stands above. */
function titleNear(lines: readonly string[], place: number): string {
  for (let below = place; below < lines.length && (below === place || isComment(lines[below])); below++)
    if (TITLE.test(lines[below + 1] ?? '') && isComment(lines[below])) return titleOf(lines[below + 1])
  for (let above = place; above >= 0; above--) if (TITLE.test(lines[above] ?? '')) return titleOf(lines[above])
  return ''
}

const isComment = (line = ''): boolean => /^\s*(?:\/\/|\*|\/\*)/.test(line)
const titleOf = (line = ''): string => (TITLE.exec(line)?.[2] ?? '').replace(/\s*\(?conforms:.*$/, '')
