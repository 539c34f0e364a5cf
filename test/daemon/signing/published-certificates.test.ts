import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256 } from '../../../src/base/hashes.ts'
import { publishedCertificates } from '../../../src/daemon/signing/published-certificates.ts'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'
import { readPem } from '../../../src/signing/pem.ts'
import { folderWith } from '../../config/folder.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const inDays = (count: number): Date => new Date(NOW.getTime() + count * 86_400_000)

test('rule 29.11, case O4: the certificates of answers are told by what they are for at the instant', async () => {
  using folder = folderWith({})
  const put = async (file: string, from: number, days: number): Promise<string> => {
    const made = await makeSelfSigned({ commonName: file, keyType: 'ec', days, now: inDays(from) })
    await writeFile(join(folder.path, file), made.certificatePem)
    return made.certificatePem
  }
  const told = async (day: number) => {
    const settings = { certs: { dir: folder.path }, acknowledgement: { overlapDays: 7 } }
    const found = await publishedCertificates(settings as never, inDays(day))
    return found.map(({ use, subject }) => `${use} ${subject}`)
  }
  expect(await told(0)).toEqual([])
  const pem = await put('acknowledgement.crt', -90, 100)
  expect(await told(0)).toEqual(['present CN=acknowledgement.crt'])
  await mkdir(join(folder.path, 'acknowledgement-past'))
  await put('acknowledgement-past/2024.crt', -800, 300)
  await put('acknowledgement-past/2025.crt', -400, 300)
  await writeFile(join(folder.path, 'acknowledgement-past/same.crt'), pem)
  await writeFile(join(folder.path, 'acknowledgement-past/torn.crt'), pem.slice(0, 200))
  await writeFile(join(folder.path, 'acknowledgement-past/notes.txt'), pem)
  await put('acknowledgement-next.crt', -1, 365)
  const past = ['past CN=acknowledgement-past/2025.crt', 'past CN=acknowledgement-past/2024.crt']
  expect(await told(2)).toEqual(['present CN=acknowledgement.crt', 'next CN=acknowledgement-next.crt', ...past])
  expect(await told(4)).toEqual(['present CN=acknowledgement-next.crt', 'past CN=acknowledgement.crt', ...past])
})

test('rule 29.11: a certificate is told whole', async () => {
  const made = await makeSelfSigned({ commonName: 'Gateway', keyType: 'ec', days: 9, now: NOW })
  using folder = folderWith({ 'acknowledgement.crt': made.certificatePem })
  const settings = { certs: { dir: folder.path }, acknowledgement: { overlapDays: 7 } }
  const der = readPem(made.certificatePem)?.blocks[0]?.octets ?? Buffer.alloc(0)
  const [one] = await publishedCertificates(settings as never, NOW)
  expect(one).toEqual({
    ...{ use: 'present', subject: 'CN=Gateway', serial: expect.stringMatching(/^[0-9A-F]+$/), sha256: sha256(der) },
    ...{ notBefore: expect.any(Date), notAfter: expect.any(Date), pem: expect.any(String) },
  })
  expect(readPem(one?.pem ?? '')?.blocks[0]?.octets).toEqual(der)
  expect(one?.notAfter.getTime()).toBeGreaterThan(inDays(8).getTime())
})
