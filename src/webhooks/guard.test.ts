import { describe, expect, test } from 'vitest'
import { openGuard } from './guard.ts'

const strict = openGuard({ privateAddresses: 'refuse' })
const lenient = openGuard({ privateAddresses: 'allow' })

const PUBLIC = [
  'https://shop.example.com/',
  'https://93.184.215.14/',
  'https://[2606:2800:21f::1]/',
  'https://172.32.0.1/',
]

/** However it is written down. */
const LOOPBACK = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://127.255.255.254/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://127.0.0.1./',
  'https://%31%32%37.0.0.1/',
  'https://①②⑦.⓪.⓪.①/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
]

const PRIVATE = [
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.178.1/',
  'https://100.64.0.1/',
  'https://100.127.255.255/',
  'https://[fc00::1]/',
  'https://[fd12:3456:789a::1]/',
]

const NEVER = [
  'https://0.0.0.0/',
  'https://0/',
  'https://0.1.2.3/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0xa9fea9fe/',
  'https://100.100.100.200/',
  'https://168.63.129.16/',
  'https://192.0.0.192/',
  'https://192.0.2.1/',
  'https://198.18.0.1/',
  'https://198.51.100.1/',
  'https://203.0.113.1/',
  'https://224.0.0.1/',
  'https://239.255.255.255/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::ffff:93.184.215.14]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001::1]/',
  'https://[2001:db8::1]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://[fd00:ec2::254]/',
  'https://[fd20:ce::254]/',
]

describe('a literal address', () => {
  test.each(PUBLIC)('%s may be tried', url => {
    expect(strict.objection(url)).toBeNull()
    expect(lenient.objection(url)).toBeNull()
  })

  test.each([...LOOPBACK, ...PRIVATE])('%s only where our own network may be told', url => {
    expect(strict.objection(url)).toMatch(/not public/)
    expect(lenient.objection(url)).toBeNull()
  })

  test.each(NEVER)('%s never', url => {
    expect(strict.objection(url)).toMatch(/not public/)
    expect(lenient.objection(url)).toMatch(/not public/)
  })
})

describe('the shape of an address', () => {
  test('without TLS only where our own network may be told', () => {
    expect(strict.objection('http://shop.example.com/')).toMatch(/https/)
    expect(lenient.objection('http://shop.example.com/')).toBeNull()
  })

  test.each(['https://user:word@shop.example.com/', 'ftp://shop.example.com/', 'gopher://127.0.0.1/', 'nonsense'])(
    '%s is refused',
    url => {
      expect(lenient.objection(url)).toEqual(expect.any(String))
    },
  )
})
