import { expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { refused } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { auditFor, organisationOf, renameOrganisation } from './organisation.ts'

const kit = await openKit()
const { desk } = kit
const owner = kit.as('owner')

test('a new name is told with the old one, the person and the moment', async () => {
  await renameOrganisation(desk, owner, 'Linnea & Co')
  expect(await organisationOf(desk, owner)).toMatchObject({ name: 'Linnea & Co' })
  const log = await auditFor(desk, owner, { subject: kit.org, limit: 5 })
  expect(log).toMatchObject({
    rows: [
      {
        what: 'organisation.renamed',
        subject: kit.org,
        actor: owner.actor,
        at: kit.clock.now,
        detail: { from: 'Linnea', to: 'Linnea & Co' },
      },
    ],
    next: null,
  })
})

test('the audit is paged newest first, every line once, though many were written in one moment', async () => {
  const { org, as } = await kit.stranger()
  for (let place = 0; place < 12; place++) await renameOrganisation(desk, as('owner'), `Name ${place}`)
  const names: unknown[] = []
  for (let after: { at: Instant; id: string } | undefined; ; ) {
    const page = await auditFor(desk, as('owner'), { subject: org, limit: 5, ...(after && { after }) })
    if (refused(page)) throw new Error(page.code)
    names.push(...page.rows.map(entry => entry.detail.to))
    if (page.next === null) break
    after = page.next
  }
  expect(names).toEqual(Array.from({ length: 12 }, (_, place) => `Name ${11 - place}`))
})

test('a span of time is asked for from its first moment to just before its last', async () => {
  const from = kit.clock.now
  kit.clock.forward(1)
  const before = kit.clock.now
  await renameOrganisation(desk, owner, 'One hour later')
  const names = async (span: object) => {
    const page = await auditFor(desk, owner, { subject: kit.org, limit: 50, ...span })
    return refused(page) ? page : page.rows.map(entry => entry.detail.to)
  }
  expect(await names({ from: before })).toEqual(['One hour later'])
  expect(await names({ from, before })).not.toContain('One hour later')
})

test('whoever may not read the audit or belongs to another house sees none of it', async () => {
  expect(await auditFor(desk, kit.as('warehouse'), { limit: 5 })).toMatchObject({ code: 'forbidden' })
  const { as } = await kit.stranger()
  expect(await auditFor(desk, as('owner'), { subject: kit.org, limit: 5 })).toMatchObject({ rows: [] })
})

test('renaming needs the scope, and a key for the whole organisation', async () => {
  expect(await renameOrganisation(desk, kit.as('agent'), 'Mine')).toMatchObject({ code: 'forbidden' })
  expect(await renameOrganisation(desk, kit.as('owner', { shops: [kit.shop.id] }), 'Mine')).toMatchObject({
    code: 'forbidden',
  })
})
