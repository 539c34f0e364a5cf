import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { enterpriseNumber } from '../registry/fixtures.ts'
import { openSite, type Said, type Site } from './gateway.ts'

let site: Site
let gateway: GatewayProcess
beforeAll(async () => {
  site = await openSite()
  gateway = await site.start() // only so that its database runs
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

const JAN = { lastName: 'Peeters', firstName: 'Jan', email: 'jan@example.be', mobilePhone: '+32470000000' }
let enterprises = 50_000

describe('sluice registry import', () => {
  const entry = () => ({
    ...{ enterpriseNumber: enterpriseNumber(enterprises++), legalName: 'Bakkerij Peeters' },
    ...{ qualities: [{ code: 'QUAL_EMP_NOSS' }], mainAccessManager: JAN },
  })

  test('takes a document over once, tries it before, and says who needs codes', async () => {
    const bakery = entry()
    const file = await written({ enterprises: [bakery] })
    const dry = await site.sluice('registry', 'import', file, '--dry-run', '--json')
    const done = await site.sluice('registry', 'import', file, '--json')
    const again = await site.sluice('registry', 'import', file)
    const { enterpriseNumber: number } = bakery
    const summary = {
      ...{ enterprises: 1, added: 1, replacedManagers: 0 },
      activations: [{ enterpriseNumber: number, accountId: expect.any(String), kind: 'provisional' }],
    }
    expect(JSON.parse(dry.out)).toEqual({ ...summary, dryRun: true })
    expect(JSON.parse(done.out)).toEqual({ ...summary, dryRun: false })
    expect(again).toMatchObject({
      ...{ code: 0, err: '' },
      out: 'Took over 1 enterprises, 0 of them new, 0 main access managers replaced.\n',
    })
  })

  test('names the path of a fault and takes nothing over', async () => {
    const faulty = { ...entry(), mainAccessManager: { ...JAN, email: 'jan' } }
    const { code, out, err } = await site.sluice(
      'registry',
      'import',
      await written({ enterprises: [entry(), faulty] }),
    )
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(
      'enterprises[1].mainAccessManager.email: This is no e-mail address that can be sent to.\n  Nothing was taken over.',
    )
  })

  test('refuses what is not UTF-8', async () => {
    const file = join(site.folder, 'latin1.json')
    await writeFile(file, Buffer.from('{"enterprises":[]}é', 'latin1'))
    expect(await site.sluice('registry', 'import', file)).toMatchObject({ code: 2, out: '' })
  })
})

describe('sluice enrol', () => {
  const number = enterpriseNumber(enterprises++)
  const enrol = (...more: readonly string[]): Promise<Said> => {
    const who = ['--enterprise', number, '--name', 'Gemeente Lint', '--quality', 'QUAL_EMP_NOSS']
    return site.sluice('enrol', ...who, '--services', 'DMFA', '--channel', 'sftp', '--json', ...more)
  }

  test('keeps the main access manager, and refuses another one', async () => {
    const jan = ['--manager-ssin', '85.07.30-001.60', '--manager-name', 'Peeters,Jan']
    expect(await enrol(...jan)).toMatchObject({ code: 0, err: '' })
    expect(await enrol(...jan)).toMatchObject({ code: 0 })
    const other = await enrol('--manager-ssin', '85073000259', '--manager-name', 'Maes,An')
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('has another main access manager') })
  })

  test('takes a number whose name is told later, never a name alone, and repeats no number', async () => {
    const nobody = await enrol('--manager-name', 'Peeters,Jan')
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('known by his national number') })
    const mistyped = await enrol('--manager-ssin', '85073000161', '--manager-name', 'Peeters,Jan')
    expect([mistyped.code, mistyped.err]).toEqual([1, expect.not.stringContaining('85073000161')])
    const another = ['--enterprise', enterpriseNumber(enterprises++), '--manager-ssin', '85073000259']
    expect(await enrol(...another)).toMatchObject({ code: 0, err: '' })
    expect(await enrol(...another, '--manager-name', 'Maes,An')).toMatchObject({ code: 0 })
    expect(await enrol(...another)).toMatchObject({ code: 0 })
    const misnamed = await enrol(...another, '--manager-name', 'Maes,Bo')
    expect(misnamed).toMatchObject({ code: 1, err: expect.stringContaining('do not go together') })
  })
})

async function written(document: unknown): Promise<string> {
  const file = join(site.folder, `import-${enterprises}.json`)
  await writeFile(file, JSON.stringify(document))
  return file
}
