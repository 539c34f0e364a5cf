import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { enterpriseNumber } from '../registry/fixtures.ts'
import { openSite, type Said, type Site } from './gateway.ts'

let site: Site
let gateway: GatewayProcess
beforeAll(async () => {
  site = await openSite('signature.allowSelfSigned=true')
  gateway = await site.start() // only so that its database runs
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

let enterprises = 7000
const nextEnterprise = () => enterpriseNumber(enterprises++)

function enrol(enterprise: string, quality: string, ...more: readonly string[]): Promise<Said> {
  const who = ['--enterprise', enterprise, '--name', 'Gemeente Lint', '--quality', quality]
  return site.sluice('enrol', ...who, '--services', 'DMFA', '--channel', 'ftp', '--json', ...more)
}

function passwordIn({ out }: Said): string | undefined {
  return (JSON.parse(out) as { channels: { password?: string }[] }).channels[0]?.password
}

describe('decision 31: a fixed link', () => {
  test('is for local administrations, and says what is still to do', async () => {
    const done = await enrol(nextEnterprise(), 'QUAL_MUN_ADM', '--network', 'publilink')
    expect([done.code, passwordIn(done)]).toEqual([0, expect.stringMatching(/^[\w-]{24}$/)])
    expect(done.err).toContain('the network publilink has no addresses yet')
  })

  test('is not for others, who are told what to choose', async () => {
    const { code, out, err } = await enrol(nextEnterprise(), 'QUAL_EMP_NOSS', '--network', 'publilink')
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(
      'The network publilink is not for the quality QUAL_EMP_NOSS.\n  Choose another, such as internet.',
    )
  })

  test('with addresses is nothing to speak of', async () => {
    const links = 'networks=[{name: publilink, cidrs: [10.1.0.0/16]}]'
    const { code, err } = await enrol(nextEnterprise(), 'QUAL_MUN_ADM', '--network', 'publilink', '--set', links)
    expect([code, err]).toEqual([0, ''])
  })
})

test('a password is shown once, and another one is made on request', async () => {
  const enterprise = nextEnterprise()
  const passwords: (string | undefined)[] = []
  for (const more of [[], [], ['--renew-password']]) {
    passwords.push(passwordIn(await enrol(enterprise, 'QUAL_EMP_NOSS', ...more)))
  }
  const password = expect.stringMatching(/^[\w-]{24}$/)
  expect(passwords).toEqual([password, undefined, password])
  expect(passwords[2]).not.toBe(passwords[0])
})

test('decision 18: a certificate logs in by FTP where that asks for one, and then its key belongs to one sender', async () => {
  const { certificatePem } = await makeSelfSigned({ commonName: 'Payroll', keyType: 'ec', days: 365, now: new Date() })
  const file = join(site.folder, 'payroll.crt')
  await writeFile(file, certificatePem)
  const withCertificate = (setting: string) =>
    enrol(nextEnterprise(), 'QUAL_EMP_NOSS', '--certificate', file, '--set', `ftp.clientCertificate=${setting}`)
  const codes: number[] = []
  for (const setting of ['ignored', 'ignored', 'checked', 'ignored']) codes.push((await withCertificate(setting)).code)
  expect(codes).toEqual([0, 0, 0, 0])
  const { code, err } = await withCertificate('required')
  expect(code).toBe(1)
  expect(err).toContain('already logs in another sender')
})
