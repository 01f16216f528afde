import { choose } from './choose.ts'
import { common } from './common.ts'
import { documents } from './documents.ts'
import { find } from './find.ts'
import { follow } from './follow.ts'
import { get } from './get.ts'
import { mails } from './mails.ts'
import { withdraw } from './withdraw.ts'

export const el = { ...common, ...find, ...choose, ...get, ...follow, ...withdraw, ...mails, ...documents }
