import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { Misconfigured } from '../../../src/base/errors.ts'
import { reachesLevel } from '../../../src/identity/oidc/assurance.ts'
import { publicKeys } from '../../../src/identity/oidc/keys.ts'
import { settingsFor } from './hostile-provider.ts'

const rsa = (bits: number): string =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const keyPem = rsa(2048)
const encryptionKeyPem = rsa(2048)

test('one key for proofs and one for encryption are published, without their private parts', async () => {
  const { keys } = await publicKeys(settingsFor('https://idp.example', { keyPem, encryptionKeyPem }))
  expect(keys.map(({ n: _, kid, ...rest }) => ({ ...rest, kid: kid?.length }))).toEqual([
    { kty: 'RSA', e: 'AQAB', use: 'sig', alg: 'RS256', kid: 43 },
    { kty: 'RSA', e: 'AQAB', use: 'enc', alg: 'RSA-OAEP-256', kid: 43 },
  ])
})

test('nothing is published where a secret proves us', async () => {
  expect(await publicKeys(settingsFor('https://idp.example'))).toEqual({ keys: [] })
})

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' })

test.each([
  ['text', 'a secret'],
  ['a short key', rsa(1024)],
  ['a key of another kind', ec.toString()],
])('%s is no key, and is not repeated', async (_, pem) => {
  const problem = await publicKeys(settingsFor('https://idp.example', { keyPem: pem })).catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(Misconfigured)
  expect(problem).toMatchObject({
    setting: 'signIn.itsme.keyFile',
    message: 'holds no private RSA key of 2048 bits or more.',
  })
  expect(problem).not.toHaveProperty('cause')
})

const itsme = (level: string): string => `http://itsme.services/v2/claim/acr_${level}`
const fas = (level: number): string => `urn:be:fedict:iam:fas:Level${level}`

// biome-ignore format: a table
test.each([
  ['',                           fas(100),          true],
  [fas(450),                     fas(450),          true],
  [fas(450),                     fas(1000),         true],
  [fas(450),                     fas(449),          false],
  [fas(450),                     'urn:x:Level500',  false],
  [`${fas(450)} ${fas(300)}`,    fas(300),          true],
  [itsme('basic'),               itsme('advanced'), true],
  [itsme('advanced'),            itsme('basic'),    false],
  [itsme('advanced'),            fas(500),          false],
  [itsme('advanced'),            undefined,         false],
  ['',                           undefined,         true],
  [itsme('advanced'),            null,              false],
])('asked for %j, the level %j serves: %s', (asked, reached, serves) => {
  expect(reachesLevel({ acrValues: asked, acrRequired: true }, reached)).toBe(serves)
})

test('a level that is not told serves where none has to be', () => {
  const asked = { acrValues: itsme('advanced'), acrRequired: false }
  expect([undefined, null, itsme('basic')].map((reached) => reachesLevel(asked, reached))).toEqual([true, false, false])
})
