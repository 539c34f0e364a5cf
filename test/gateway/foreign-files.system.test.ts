import { access, chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pushSet } from '../../src/cli/send-sets.ts'
import { expectDeliveredOnce } from './flow.ts'
import { connect, makeSet, openSite } from './gateway.ts'

test('case O11: what a person drops into the spool is told, and neither executed, read, sent nor removed', async () => {
  await using site = await openSite('log.level=warn')
  const spool = join(site.folder, 'spool')
  const proof = join(site.folder, 'it-was-executed')
  const script = `#!/bin/sh\ntouch ${proof}\n`
  const places = ['autorun.sh', 'OUT', 'blobs/run.sh', 'blobs/ab/run.sh', 'incoming/run.sh'].map((path) =>
    join(spool, path),
  )
  {
    await using first = await site.start()
    await first[Symbol.asyncDispose]()
  }
  const out = places[1]
  for (const path of places.filter((one) => one !== out)) {
    await writeFile(path, script)
    await chmod(path, 0o755)
  }
  await mkdir(out!)
  await mkdir(join(spool, 'messages')) // where e-mail as files goes: ours
  const answer = join(out!, 'FO.ACRF.999999.20260105.00001.R')
  const set = join(spool, 'incoming', 'GO.DMFA.123456.20260105.00001.R.1')
  for (const path of [answer, set]) await writeFile(path, 'dropped by hand')

  await using gateway = await site.start()
  const told = gateway.said.map((line) => JSON.parse(line)).find(({ event }) => event === 'spool.foreignFiles')
  expect(told).toMatchObject({ count: 5 }) // two in incoming, two beside our folders, one beside the blobs' folders
  const sender = await site.enrol(gateway)
  const pushed = await makeSet(site, sender, { sequence: 'A0001' })
  await using client = await connect(gateway, sender)
  await pushSet(client, pushed, () => {})
  await expectDeliveredOnce(site, gateway, sender, [pushed])
  const listed = await client.list('/OUT')
  expect(listed.ok && listed.value.map(({ name }) => name)).not.toContain('FO.ACRF.999999.20260105.00001.R')

  const { findings } = (await gateway.command('doctor')) as {
    findings: { name: string; state: string; found: string }[]
  }
  expect(findings.find(({ name }) => name === 'spool')).toMatchObject({
    state: 'advice',
    found: expect.stringContaining("6 files or folders are none of the gateway's"),
  })
  for (const path of places.filter((one) => one !== out)) expect(await readFile(path, 'utf8')).toBe(script)
  for (const path of [answer, set]) expect(await readFile(path, 'utf8')).toBe('dropped by hand')
  await expect(access(proof)).rejects.toMatchObject({ code: 'ENOENT' })
})
