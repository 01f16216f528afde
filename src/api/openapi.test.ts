import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { apiDocument } from './document.ts'
import { ACT_VERBS } from './verbs.ts'

type Node = Record<string, any>

const document = (await apiDocument()) as Node
const schemas = document.components.schemas as Record<string, Node>
const operations: [string, Node][] = Object.entries(document.paths as Record<string, Node>).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, Node] => [
    `${method.toUpperCase()} ${path}`,
    operation as Node,
  ]),
)

/** Every node of the document with the way to it. */
function* walk(node: unknown, way = ''): Generator<[string, Node]> {
  if (node === null || typeof node !== 'object') return
  yield [way, node]
  for (const [name, member] of Object.entries(node))
    if (name !== 'examples' && name !== 'example') yield* walk(member, `${way}/${name}`)
}

describe('the reference', () => {
  test('is OpenAPI 3.1 whose references all lead somewhere', () => {
    expect(document.openapi).toBe('3.1.0')
    const dangling = [...walk(document)].flatMap(([way, { $ref }]) =>
      typeof $ref === 'string' && !schemas[$ref.replace('#/components/schemas/', '')] ? [`${way}: ${$ref}`] : [],
    )
    expect(dangling).toEqual([])
    expect(
      [...walk(document)].filter(([way, node]) => '$id' in node && !way.endsWith('/properties')).map(([way]) => way),
    ).toEqual([])
  })

  test('names every operation once, with tag, summary and what can go wrong', () => {
    const ids = operations.map(([, operation]) => operation.operationId)
    expect(ids.filter((id, place) => id === undefined || ids.indexOf(id) !== place)).toEqual([])
    const poor = operations.filter(
      ([, { summary, tags, responses }]) =>
        !summary || tags?.length !== 1 || !responses['400']?.content['application/problem+json'] || !responses['404'],
    )
    expect(poor.map(([name]) => name)).toEqual([])
  })

  test('puts every operation under a tag that says what it is about, and leaves no tag empty', () => {
    const used = new Set(operations.map(([, operation]) => operation.tags[0]))
    const named = document.tags.map((tag: Node) => tag.name)
    expect(new Set(named)).toEqual(used)
    expect(document['x-tagGroups'].flatMap((group: Node) => group.tags)).toEqual(named)
  })

  test('has an address for every verb, and its preview', () => {
    for (const verb of ACT_VERBS) {
      expect(document.paths[`/v1/returns/{id}/${verb}`]?.post, verb).toBeDefined()
      expect(document.paths[`/v1/returns/{id}/${verb}/preview`]?.post, verb).toBeDefined()
    }
  })

  test('takes an idempotency key wherever something changes', () => {
    const without = operations.filter(
      ([name, { parameters = [], operationId }]) =>
        !name.startsWith('GET') &&
        !/^assess|^check|^simulate/.test(operationId) &&
        !parameters.some((one: Node) => one.name === 'idempotency-key'),
    )
    expect(without.map(([name]) => name)).toEqual([])
  })

  test('says of every field what it means', () => {
    const silent = [...walk(schemas), ...walk(document.paths)].flatMap(([way, node]) =>
      Object.entries((node.properties as Record<string, Node> | undefined) ?? {}).flatMap(([name, field]) =>
        field?.description || way.endsWith('/properties') ? [] : [`${way}/${name}`],
      ),
    )
    expect(silent).toEqual([])
    const parameters = operations.flatMap(([name, operation]) =>
      (operation.parameters ?? []).flatMap((one: Node) =>
        one.description || one.schema?.description ? [] : [`${name} ${one.name}`],
      ),
    )
    expect(parameters).toEqual([])
  })

  test('shows an example of every value that has no fixed words, and a limit of every text, list and number that comes in', () => {
    const leaves = [...walk(schemas)].filter(
      ([way, { type }]) => ['string', 'integer', 'number', 'boolean'].includes(type) && !way.endsWith('/properties'),
    )
    const bare = leaves.filter(([, node]) => !node.examples && !node.enum && node.const === undefined)
    expect(bare.map(([way]) => way)).toEqual([])
    const heard = [...walk(schemas)].filter(
      ([way]) =>
        /^\/\w*(?:Input|Body|Submission|Acts|Command|Change|Bulk|Scan|Draft|Start|Wish)\b/.test(way) &&
        !way.endsWith('/properties'),
    )
    const endless = heard.filter(
      ([, node]) =>
        (node.type === 'string' &&
          node.maxLength === undefined &&
          !node.enum &&
          !node.pattern &&
          !node.format &&
          node.const === undefined) ||
        (node.type === 'array' && node.maxItems === undefined) ||
        (node.type === 'integer' && (node.minimum === undefined || node.maximum === undefined)) ||
        (node.type === 'object' && node.properties && node.additionalProperties !== false),
    )
    expect(endless.map(([way]) => way)).toEqual([])
  })

  test('stands in the repository as it is', async () => {
    const kept = await readFile(join(import.meta.dirname, '../../docs/openapi.json'), 'utf8').catch(() => '{}')
    expect(JSON.parse(kept), 'run npm run docs').toEqual(JSON.parse(JSON.stringify(document)))
  })
})
