import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, inFolder, readConfig, SETTINGS } from '../src/config.ts'

const problems = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment)
  } catch (fault) {
    return (fault as ConfigError).problems
  }
  return []
}

describe('an environment that says nothing', () => {
  test('gives settings that are safe on any machine', () => {
    expect(readConfig({})).toEqual({
      dataDir: resolve('data'),
      databaseUrl: null,
      host: '127.0.0.1',
      port: 4300,
      baseUrl: null,
      secret: null,
      logLevel: null,
      files: { kind: 'folder', path: resolve('data/files') },
      rateLimit: { perAddress: 6000, perKey: 6000 },
      poolSize: 10,
      payments: 'manual',
      labels: 'manual',
      mailServer: null,
      mailFrom: null,
      jobs: 'on',
      trustProxy: false,
      privateAddresses: 'refuse',
      metrics: 'on',
      drainSeconds: 10,
    })
  })

  test('and so does one that leaves everything empty', () => {
    expect(readConfig(Object.fromEntries(SETTINGS.map(({ name }) => [name, ' '])))).toEqual(readConfig({}))
  })
})

describe('what is said', () => {
  test.each([
    ['BACKHAUL_RATE_LIMIT', 'off', { rateLimit: 'off' }],
    ['BACKHAUL_RATE_LIMIT', '600', { rateLimit: { perAddress: 600, perKey: 600 } }],
    ['BACKHAUL_RATE_LIMIT', '600, 1200', { rateLimit: { perAddress: 600, perKey: 1200 } }],
    ['BACKHAUL_TRUST_PROXY', '10.0.0.0/8, ::1', { trustProxy: ['10.0.0.0/8', '::1'] }],
    ['BACKHAUL_TRUST_PROXY', 'yes', { trustProxy: true }],
    ['BACKHAUL_METRICS', 'off', { metrics: 'off' }],
    ['BACKHAUL_METRICS', 'sixteen-letters!', { metrics: { token: 'sixteen-letters!' } }],
    ['BACKHAUL_DRAIN_SECONDS', '0', { drainSeconds: 0 }],
    ['BACKHAUL_JOBS', 'off', { jobs: 'off' }],
    ['BACKHAUL_BASE_URL', 'https://returns.example.com/', { baseUrl: 'https://returns.example.com' }],
    ['BACKHAUL_FILES', '/srv/files', { files: { kind: 'folder', path: '/srv/files' } }],
    [
      'BACKHAUL_FILES',
      's3://returns?region=eu-central-1&endpoint=https://s3.example.com&path_style=yes',
      {
        files: {
          kind: 's3',
          bucket: 'returns',
          region: 'eu-central-1',
          endpoint: 'https://s3.example.com',
          pathStyle: true,
        },
      },
    ],
    ['BACKHAUL_PAYMENTS', 'simulated', { payments: 'simulated' }],
    ['PORT', '0', { port: 0 }],
  ])('%s=%s', (name, text, wanted) => {
    expect(readConfig({ [name]: text })).toMatchObject(wanted)
  })

  test('files follow the data folder unless they were put elsewhere', () => {
    expect(inFolder(readConfig({ BACKHAUL_DATA: '/srv/a' }), '/srv/b').files).toEqual({
      kind: 'folder',
      path: '/srv/b/files',
    })
    expect(inFolder(readConfig({ BACKHAUL_FILES: '/srv/files' }), '/srv/b').files).toEqual({
      kind: 'folder',
      path: '/srv/files',
    })
  })

  test('the keys of a bucket come from where everybody keeps them', () => {
    const { files } = readConfig({
      BACKHAUL_FILES: 's3://returns',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
    })
    expect(files).toEqual({ kind: 's3', bucket: 'returns', accessKeyId: 'id', secretAccessKey: 'key' })
  })
})

describe('what is wrong', () => {
  test.each([
    ['PORT', '70000'],
    ['BACKHAUL_POOL', '1'],
    ['BACKHAUL_HOST', 'no host'],
    ['BACKHAUL_BASE_URL', 'returns.example.com'],
    ['BACKHAUL_LOG_LEVEL', 'loud'],
    ['BACKHAUL_FILES', 's3://'],
    ['BACKHAUL_RATE_LIMIT', '0'],
    ['BACKHAUL_PAYMENTS', 'stripe'],
    ['BACKHAUL_TRUST_PROXY', 'proxy.example.com'],
    ['BACKHAUL_DRAIN_SECONDS', '601'],
  ])('%s=%s is named with what it must be', (name, text) => {
    expect(problems({ [name]: text })).toEqual([
      expect.stringMatching(new RegExp(`^${name} must be .*; it is "${text.replaceAll(/[./?]/g, '\\$&')}"\\.$`)),
    ])
  })

  test('a secret that is too short is not repeated', () => {
    expect(problems({ BACKHAUL_SECRET: 'short' })).toEqual([
      'BACKHAUL_SECRET must be at least 32 characters; it is something else.',
    ])
  })

  test('a token that is too short is not repeated', () => {
    expect(problems({ BACKHAUL_METRICS: 'fifteen-letters' })).toEqual([
      'BACKHAUL_METRICS must be on, off, or a token of at least 16 characters without blanks; it is something else.',
    ])
  })

  test('a name nobody knows is taken for a typing mistake', () => {
    expect(problems({ BACKHAUL_LOGLEVEL: 'info' })).toEqual([
      'There is no setting BACKHAUL_LOGLEVEL; did you mean BACKHAUL_LOG_LEVEL?',
    ])
  })

  test('everything wrong is said at once', () => {
    expect(problems({ PORT: 'x', BACKHAUL_POOL: 'y', BACKHAUL_WINDOWS: 'z' })).toHaveLength(3)
  })
})
