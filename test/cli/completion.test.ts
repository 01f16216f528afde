import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli.ts'
import { PERSONAL_ROLES } from '../../src/desk/people.ts'
import { backhaul } from './in-process.ts'
import { folder } from './kit.ts'

const room = await folder()

const isThere = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0

describe.skipIf(!isThere('bash'))('bash', () => {
  let script: string
  beforeAll(async () => {
    script = (await backhaul(['completion', 'bash'])).stdout
    await writeFile(join(room, 'orders.csv'), '')
    await mkdir(join(room, 'old orders'))
  })

  /** What bash offers at the end of this line. Words are taken apart as readline does it. */
  function offered(line: string): string[] {
    const words = line.split(/ +|(=)/).filter(word => word !== undefined)
    const driver = `${script}
COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_backhaul
printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '--noprofile', '-u', '-c', driver], {
      cwd: room,
      encoding: 'utf8',
    })
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
    return stdout.split('\n').filter(Boolean)
  }

  test('the script registers itself and is bash', () => {
    const { stdout, status } = spawnSync('bash', ['--norc', '--noprofile', '-c', `${script}\ncomplete -p backhaul`], {
      encoding: 'utf8',
    })
    expect({ stdout, status }).toEqual({ stdout: 'complete -F _backhaul backhaul\n', status: 0 })
  })

  test('an empty line is offered the first word of every command', () => {
    const words = offered('backhaul ')
    for (const { name } of COMMANDS) expect(words).toContain(name.split(' ')[0])
    expect(words).toEqual(expect.arrayContaining(['help', '--json']))
    expect(words.filter(word => word === 'keys')).toHaveLength(1)
  })

  test.each([
    ['backhaul do', ['doctor']],
    ['backhaul keys ', ['create', 'list', 'revoke']],
    ['backhaul --json keys re', ['revoke']],
    ['backhaul users r', ['remove', 'role']],
    ['backhaul users add --ro', ['--role']],
    ['backhaul users add --role ', [...PERSONAL_ROLES]],
    ['backhaul users add --role ag', ['agent']],
    ['backhaul users add --role=wa', ['warehouse']],
    ['backhaul users add --role=', [...PERSONAL_ROLES]],
    ['backhaul keys create --role sh', ['shopper']],
    ['backhaul orders import --format w', ['woocommerce']],
    ['backhaul completion ', ['bash', 'zsh', 'fish']],
    ['backhaul orders import ord', ['orders.csv']],
    ['backhaul orders import o', ['old orders', 'orders.csv']],
    ['backhaul start --data o', ['old orders']],
    ['backhaul doctor --q', ['--quiet']],
    ['backhaul help us', ['users']],
    ['backhaul keys create --name ', []],
    ['backhaul nonsense ', []],
  ])('%j', (line, words) => expect(offered(line).toSorted()).toEqual(words.toSorted()))

  test('every option of every command is offered', async () => {
    for (const { load } of COMMANDS) {
      const { name, options } = await load()
      expect(offered(`backhaul ${name} --`)).toEqual([
        ...Object.keys(options).map(option => `--${option}`),
        '--json',
        '--help',
      ])
    }
  })
})

describe.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
] as const)('%s', (shell, checking) => {
  test('names every command and every option', async () => {
    const { stdout } = await backhaul(['completion', shell])
    for (const { load } of COMMANDS) {
      const { name, options } = await load()
      for (const word of name.split(' ')) expect(stdout).toContain(word)
      for (const option of Object.keys(options))
        expect(stdout).toContain(shell === 'fish' ? `-l ${option} ` : `'--${option}[`)
    }
  })

  test('quotes that are opened are closed, line by line', async () => {
    const { stdout } = await backhaul(['completion', shell])
    const open = stdout
      .split('\n')
      .filter(line => !line.startsWith('#') && line.replaceAll(/\\./g, '').split("'").length % 2 === 0)
    expect(open).toEqual([])
  })

  test.skipIf(!isThere(shell))('the shell itself has nothing to say against it', async () => {
    const { stdout: input } = await backhaul(['completion', shell])
    expect(spawnSync(shell, [...checking], { input, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })
})

test('a shell we do not know is named, with those we do', async () => {
  expect(await backhaul(['completion', 'tcsh'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('bash, zsh, fish'),
  })
})
