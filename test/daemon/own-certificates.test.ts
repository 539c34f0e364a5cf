import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownCertificates, withoutFollowed } from '../../src/daemon/own-certificates.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { folderWith } from '../config/folder.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const day = (count: number): Date => new Date(NOW.getTime() + count * 86_400_000)

test('our own certificates are told with their days, the successor where it is there', async () => {
  using folder = folderWith({})
  const put = async (name: string, days: number): Promise<void> => {
    const { certificatePem } = await makeSelfSigned({ commonName: name, keyType: 'ec', days, now: NOW })
    await writeFile(join(folder.path, `${name}.crt`), certificatePem)
  }
  await put('tls', 3)
  await put('acknowledgement', 9)
  const known = async () => (await ownCertificates(folder.path, NOW)).map(({ name, daysLeft }) => [name, daysLeft])
  expect(await known()).toEqual([
    ['tls', 3],
    ['acknowledgement', 9],
  ])
  await put('acknowledgement-next', 99)
  expect(await known()).toEqual([
    ['tls', 3],
    ['acknowledgement', 9],
    ['acknowledgement-next', 99],
  ])
  await mkdir(join(folder.path, 'elsewhere'))
  expect(await ownCertificates(join(folder.path, 'elsewhere'), NOW)).toEqual([])
})

const made = (name: string, from: number, until: number) => ({
  ...{ name, notBefore: day(from), notAfter: day(until), daysLeft: until },
})
const [tls, present] = [made('tls', -9, 3), made('acknowledgement', -9, 9)]

test.each<[string, ReturnType<typeof made>[], string[]]>([
  ['no successor', [], ['tls', 'acknowledgement']],
  ['one that takes over', [made('acknowledgement-next', 8, 99)], ['tls', 'acknowledgement-next']],
  [
    'one that comes too late',
    [made('acknowledgement-next', 10, 99)],
    ['tls', 'acknowledgement', 'acknowledgement-next'],
  ],
  ['one that ends before', [made('acknowledgement-next', -9, 8)], ['tls', 'acknowledgement', 'acknowledgement-next']],
])('rule 29.6: with %s, whose end calls a person?', (_, next, concerned) => {
  expect(withoutFollowed([tls, present, ...next]).map(({ name }) => name)).toEqual(concerned)
})
