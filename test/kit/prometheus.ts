/** Reading figures as strictly as Prometheus' own text format (0.0.4) is written down. */

export type Figure = { name: string; labels: Record<string, string>; value: number }

type Family = { type: string; figures: Figure[] }

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const HELP = new RegExp(`^# HELP (${NAME}) \\S.*$`)
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary)$`)
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"'
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (NaN|[+-]Inf|-?[0-9.]+(?:e[+-]?[0-9]+)?)$`)

/** Throws at the first line that is not as it must be. */
export function readFigures(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('The last line does not end')
  const families = new Map<string, Family>()
  const seen = new Set<string>()
  const helped = new Set<string>()
  let current = ''
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue
    const help = HELP.exec(line)?.[1]
    const [, typed, type] = TYPE.exec(line) ?? []
    if (help) helped.add(help)
    else if (typed) {
      if (!helped.has(typed) || families.has(typed)) throw new Error(`${typed} is not described once`)
      families.set((current = typed), { type: type as string, figures: [] })
    } else {
      const figure = sampleIn(line)
      const family = families.get(current)
      if (!family || !belongs(figure.name, current, family.type)) throw new Error(`Not among its own: ${line}`)
      const identity = line.slice(0, line.lastIndexOf(' '))
      if (seen.has(identity)) throw new Error(`Told twice: ${line}`)
      seen.add(identity)
      family.figures.push(figure)
    }
  }
  for (const [name, { type, figures }] of families) if (type === 'histogram') checkBuckets(name, figures)
  return families
}

function sampleIn(line: string): Figure {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? []
  if (!name) throw new Error(`Not a figure: ${line}`)
  return {
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [label, text]),
    ),
    value: Number(value?.replace('Inf', 'Infinity')),
  }
}

const belongs = (name: string, family: string, type: string): boolean =>
  type === 'histogram' || type === 'summary'
    ? [`${family}_bucket`, `${family}_sum`, `${family}_count`, family].includes(name)
    : name === family

/** Buckets never fall, and the last of them holds everything. */
function checkBuckets(name: string, figures: Figure[]): void {
  const lines = Map.groupBy(figures, ({ labels: { le: _le, ...labels } }) => JSON.stringify(labels))
  for (const line of lines.values()) {
    const buckets = line.filter(figure => figure.name === `${name}_bucket`)
    const count = line.find(figure => figure.name === `${name}_count`)?.value
    const falls = buckets.some((bucket, place) => bucket.value < (buckets[place - 1]?.value ?? 0))
    if (falls || buckets.at(-1)?.labels.le !== '+Inf' || buckets.at(-1)?.value !== count)
      throw new Error(`The buckets of ${name} do not add up`)
  }
}

/** The sum of all figures of this name that bear these labels; undefined when there is none. */
export function valueOf(
  families: Map<string, Family>,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = [...families.values()]
    .flatMap(({ figures }) => figures)
    .filter(
      figure => figure.name === name && Object.entries(labels).every(([label, text]) => figure.labels[label] === text),
    )
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0)
}
