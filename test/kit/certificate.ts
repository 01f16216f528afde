/** A certificate that lives as long as a test: for clients that insist on TLS and on the platform's own host name. */
import { generateKeyPairSync, sign } from 'node:crypto'

/** ASN.1 in DER (ITU-T X.690): a tag, a length, the content. */
function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const sequence = (...content: Uint8Array[]): Buffer => der(0x30, ...content)
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value, 'ascii'))
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))

/** ecdsa-with-SHA256 (RFC 5758, 3.2), commonName and subjectAltName (RFC 5280). */
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))
const COMMON_NAME = oid('550403')
const SUBJECT_ALT_NAME = oid('551d11')

/** Signed by itself, so whoever trusts it trusts it alone. `host` may begin with `*.`. */
export function throwAwayCertificate(host: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(der(0x31, sequence(COMMON_NAME, text(0x0c, host))))
  const validity = sequence(text(0x17, '200101000000Z'), text(0x17, '491231235959Z'))
  const alternative = sequence(SUBJECT_ALT_NAME, der(0x04, sequence(text(0x82, host))))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(alternative)),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  const lines =
    sequence(body, ECDSA_SHA256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  }
}
