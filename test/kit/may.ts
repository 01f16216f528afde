/** Who may do something: asked of every role, so that neither a missing nor a surplus one slips by. */
import { expect } from 'vitest'
import { ROLES, type Role } from '../../src/core/party.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Command } from '../../src/core/return/commands.ts'
import type { Return } from '../../src/core/return/return.ts'
import type { Story } from './given.ts'

/** In this state the command is open to exactly these roles: to them it happens, to everybody else it is refused. */
export function openExactlyTo(
  roles: readonly Role[],
  story: Story,
  command: Command | ((ret: Return) => Command),
): void {
  expect(ROLES.filter(by => !refused(story.when(command, { by }).answer))).toEqual(
    ROLES.filter(role => roles.includes(role)),
  )
}
