import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'

const { call, ok, shop } = await openApiKit()
const url = `/v1/shops/${shop.id}`
const page = await readFile(join(import.meta.dirname, '../../docs/automation.md'), 'utf8')

describe('the page about automation', () => {
  test('shows rules that are taken as they stand there, each with a sentence', async () => {
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, text = '']) => JSON.parse(text))
    const [, body = ''] = /-d '([\s\S]*?)'\n```/.exec(page) ?? []
    const { automations } = JSON.parse(body)
    expect(examples.length).toBeGreaterThan(4)
    const kept = await ok('owner', 'PATCH', url, { automations: [...automations, ...examples] })
    const { data } = await ok('owner', 'GET', `${url}/automations`)
    const own = data.filter((rule: any) => rule.origin === 'own')
    expect(own).toHaveLength(kept.automations.length)
    expect(
      own.map((rule: any) => rule.sentence).filter((sentence: string) => !/^When .+: .+\.$/.test(sentence)),
    ).toEqual([])
  })

  test('names every wait that ends by itself, and none besides', async () => {
    const { data } = await ok('owner', 'GET', `${url}/automations`)
    const ends = data.filter((rule: any) => rule.origin === 'deadline').map((rule: any) => rule.when.deadline)
    const [told = ''] = /\| Built in[\s\S]*?reminder/.exec(page) ?? []
    const named = [...told.matchAll(/`(?:deadline\.)?([a-z]+)`/g)].map(([, name]) => name)
    expect(named.toSorted()).toEqual(ends.toSorted())
  })
})

describe('rules', () => {
  test('that cannot be are refused by their paths', async () => {
    const rule = { id: 'r', name: 'R', when: { events: ['request.approved'] }, then: { verb: 'label' } }
    const wrong = async (more: object) => {
      const reply = await call('owner', 'PATCH', url, { automations: [{ ...rule, ...more }] })
      return [reply.status, reply.body.errors[0].path]
    }
    expect(await wrong({ when: { events: [] } })).toEqual([400, 'automations[0].when.events'])
    expect(await wrong({ then: { verb: 'expel' } })).toEqual([400, expect.stringContaining('automations[0].then')])
    expect(await wrong({ id: 'deadline.ship' })).toEqual([400, 'automations[0].id'])
    expect(await wrong({ surplus: 1 })).toEqual([400, expect.stringContaining('automations[0]')])
  })

  test('are left as they were by every other change of the shop', async () => {
    const before = await ok('owner', 'GET', url)
    await ok('owner', 'PATCH', url, { name: 'Linnea' })
    expect((await ok('owner', 'GET', url)).automations).toEqual(before.automations)
    expect(before.automations.length).toBeGreaterThan(0)
    expect((await ok('owner', 'PATCH', url, { automations: [] })).automations).toEqual([])
  })
})
