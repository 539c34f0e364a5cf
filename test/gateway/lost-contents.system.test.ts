/** Case D5: contents are lost or damaged at every place where the gateway needs them; nobody is blamed, and a backup brings them back. */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { pushSet } from '../../src/cli/send-sets.ts'
import { Answers } from './answers.ts'
import { keysHandedOver } from './flow.ts'
import { connect, eventually, makeSet, openSite, type Site, setKeyOf } from './gateway.ts'

type Parked = {
  readonly submissions: readonly { readonly id: string; readonly reason: string }[]
  readonly deliveries: readonly { readonly id: string; readonly error: string }[]
}

type Entry = { readonly action: string; readonly detail: { readonly name: string } }

test('rule 31.13 and case D5: what is lost or damaged is parked, not blamed on the sender, and goes on from a backup', async () => {
  await using site = await openSite()
  await using gateway = await site.start()
  const sender = await site.enrol(gateway)
  await using client = await connect(gateway, sender)
  const answers = new Answers(client)
  await gateway.command('queues', 'pause', 'DMFA', '--reason', 'contents are lost')
  const [gone, damaged, handedOver] = await Promise.all(
    ['L0001', 'L0002', 'L0003'].map((sequence) => makeSet(site, sender, { sequence })),
  )
  for (const set of [gone!, damaged!]) await pushSet(client, { ...set, files: set.files.slice(0, 2) }, () => {})
  await pushSet(client, handedOver!, () => {})
  await answers.to(handedOver!.trigger)
  const outNames = async (): Promise<string[]> => {
    const listing = await client.list('/OUT')
    return listing.ok ? listing.value.map(({ name }) => name).filter((name) => name.startsWith('FO.')) : []
  }
  const [answer = ''] = await outNames()
  const before = await client.read(`/OUT/${answer}`)
  const backups = join(site.folder, 'backups')
  expect(await site.sluice('backup', backups)).toMatchObject({ code: 0, err: '' })

  await rm(await blobOf(site, gone!.files[0]!))
  await flip(await blobOf(site, damaged!.files[0]!))
  await rm(await blobOf(site, handedOver!.files[0]!))
  if (!before.ok) throw new Error('no answer')
  await rm(blobAt(site, before.value))

  for (const set of [gone!, damaged!]) await pushSet(client, { ...set, files: set.files.slice(2) }, () => {})
  await gateway.command('queues', 'resume', 'DMFA', '--reason', 'contents are lost')
  const parked = await eventually(
    async () => (await gateway.command('parked')) as unknown as Parked,
    ({ submissions, deliveries }) => submissions.length === 2 && deliveries.length === 1,
  )
  expect(
    [...parked.submissions.map(({ reason }) => reason), parked.deliveries[0]?.error].every((text) =>
      /[Bb]lob/.test(text ?? ''),
    ),
  ).toBe(true)
  const unread = await client.read(`/OUT/${answer}`)
  expect(unread.ok).toBe(false)
  expect(await outNames()).toContain(answer)
  await answers.look().catch(() => {})
  expect([answers.all().get(gone!.trigger), answers.all().get(damaged!.trigger)]).toEqual([undefined, undefined])
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })

  const listed = JSON.parse((await site.sluice('recover', '--json')).out)
  expect(listed.withoutContent.map(({ name }: { name: string }) => name).sort()).toEqual(
    [answer, nameOf(gone!.files[0]!), nameOf(handedOver!.files[0]!)].sort(),
  )
  const recovered = await site.sluice('recover', '--from', backups, '--every-byte', '--json')
  expect(recovered).toMatchObject({ code: 0, err: '' })
  const { ok, putBack, missing } = JSON.parse(recovered.out)
  expect([ok, putBack.length, missing]).toEqual([true, 4, []])
  const { entries } = JSON.parse((await site.sluice('audit', 'show', '--json')).out) as { entries: Entry[] }
  const told = entries.filter(({ action }) => action === 'content.putBack').map(({ detail }) => detail.name)
  expect(told.sort()).toEqual(putBack.map(({ name }: { name: string }) => name).sort())

  for (const { id } of [...parked.submissions, ...parked.deliveries])
    await gateway.command('requeue', id, '--reason', 'put back')
  expect([await answers.to(gone!.trigger), await answers.to(damaged!.trigger)]).toEqual([[[]], [[]]])
  expect(await client.read(`/OUT/${answer}`)).toEqual(before)
  const keys = [gone!, damaged!, handedOver!].map(({ trigger }) => setKeyOf(trigger))
  const handed = await eventually(
    () => keysHandedOver(site),
    (found) => found.length >= keys.length,
  )
  expect(handed.sort()).toEqual(keys.sort())
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
  expect(await gateway.command('parked')).toEqual({ submissions: [], deliveries: [] })
})

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function blobAt({ folder }: Site, bytes: Uint8Array): string {
  const hash = sha256(bytes)
  return join(folder, 'spool', 'blobs', hash.slice(0, 2), hash)
}

async function blobOf(site: Site, file: string): Promise<string> {
  return blobAt(site, await readFile(file))
}

/** One bit of one byte, as a disk does it. */
async function flip(path: string): Promise<void> {
  const bytes = await readFile(path)
  bytes[bytes.length >> 1]! ^= 1
  await chmod(path, 0o600)
  await writeFile(path, bytes)
}
