/** Are the settings understood, and do they fit what the installation is used for? */
import type { Config, ConfigProblem } from '../config.ts'
import { SETTINGS } from '../config.ts'
import { type Finding, fine, problem, remark, warning } from './finding.ts'
import { many } from './phrases.ts'

type Settings = {
  config: Config
  problems: readonly ConfigProblem[]
  /** The names of the settings that the environment gives. */
  given: readonly string[]
}

export function judgeSettings({ config, problems, given }: Settings): Finding[] {
  const said = given.length === 0 ? 'all are as they come' : `set here: ${given.join(', ')}`
  return [
    ...problems.map(({ name, sentence }) =>
      problem({
        check: 'settings',
        what: sentence,
        why: 'Nothing starts with a setting that is not understood; doing the default instead could do harm.',
        todo: SETTINGS.some(setting => setting.name === name)
          ? `Correct ${name} where the service gets its environment.`
          : `Correct or remove ${name} where the service gets its environment.`,
        command: 'backhaul help settings',
      }),
    ),
    ...(problems.length === 0
      ? [fine('settings', `${many(SETTINGS.length, 'setting')} understood; ${said}`, { given })]
      : []),
    ...judgeReach(config),
    ...judgeStandIns(config),
  ]
}

const LOOPBACK = /^(127\.|localhost$|::1$)/

/** Whether others get to this machine's server at all. */
export const isOpenToOthers = ({ host, baseUrl }: Pick<Config, 'host' | 'baseUrl'>): boolean =>
  !LOOPBACK.test(host) || (baseUrl !== null && !LOOPBACK.test(new URL(baseUrl).hostname))

function judgeReach(config: Config): Finding[] {
  if (!isOpenToOthers(config)) return []
  if (config.baseUrl === null)
    return [
      warning({
        check: 'address',
        what: `The server listens on ${config.host} and does not know by what address others reach it`,
        why: 'Links in answers and mails are made with that address; now they name this machine’s own.',
        todo: 'Set BACKHAUL_BASE_URL to the address people and systems use.',
        command: 'export BACKHAUL_BASE_URL=https://returns.example.com',
      }),
    ]
  if (config.baseUrl.startsWith('http:') && !LOOPBACK.test(new URL(config.baseUrl).hostname))
    return [
      warning({
        check: 'address',
        what: `${config.baseUrl} is not encrypted`,
        why: 'Keys, passwords and shoppers’ addresses can be read and changed on their way.',
        todo: 'Put a proxy with TLS in front and name its https address in BACKHAUL_BASE_URL.',
      }),
    ]
  return [fine('address', `Reached at ${config.baseUrl}`)]
}

function judgeStandIns({ payments, labels }: Config): Finding[] {
  const made = [payments === 'simulated' && 'payments', labels === 'simulated' && 'labels'].filter(
    word => word !== false,
  )
  if (made.length === 0) return []
  return [
    remark({
      check: 'stand-ins',
      what: `Made up here: ${made.join(' and ')}`,
      why: 'No money moves and no parcel is booked, though returns say so. Right for rehearsing, wrong for a shop.',
      todo: 'For real returns take BACKHAUL_PAYMENTS and BACKHAUL_LABELS back to manual.',
    }),
  ]
}
