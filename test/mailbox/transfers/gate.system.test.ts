/** What a request is answered at once is what the gate answers to the same files when they come by name (rule 14.5). */
import { afterAll, describe, expect, test } from 'vitest'
import type { Envelope } from '../../../src/batch/facts.ts'
import type { Rights } from '../../../src/batch/rights.ts'
import { nameIsTaken } from '../../../src/ledger/accepted-names.ts'
import { lockSubmission, openSubmission } from '../../../src/ledger/submissions.ts'
import { decide } from '../../../src/stages/checks/decide.ts'
import { knownAtSeal } from '../../../src/stages/checks/facts.ts'
import { sealIfDue } from '../../../src/stages/seal.ts'
import { allRights, books, closeRig, openRig, put, type Rig } from '../rig.ts'
import { FI, FS, KEY, PROGRAM, type Sent, transfer } from './send.ts'

afterAll(closeRig)

const BOTH = [FI, FS]

/** The elements of the set's name, and with them those of its files. */
const SET_NAMES: readonly (readonly [what: string, setName: string])[] = [
  ['a right name', `${KEY}.1`],
  ['the short form', KEY],
  ['an unknown purpose', `${KEY.replace('DMFA', 'ABCD')}.1`],
  ['a purpose in lower case', `${KEY.replace('DMFA', 'dmfa')}.1`],
  ['a sender of five digits', `${KEY.replace('123456', '12345')}.1`],
  ['another sender', `${KEY.replace('123456', '654321')}.1`],
  ['a date of seven digits', `${KEY.replace('20260105', '2026015')}.1`],
  ['a date that is none', `${KEY.replace('20260105', '20260230')}.1`],
  ['a date in the future', `${KEY.replace('20260105', '20991231')}.1`],
  ['a date that is too old', `${KEY.replace('20260105', '19000101')}.1`],
  ['a short sequence', `${KEY.replace('00001', '0001')}.1`],
  ['a sequence in lower case', `${KEY.replace('00001', '0000a')}.1`],
  ['a sequence of zeros', `${KEY.replace('00001', '00000')}.1`],
  ['an unknown environment', `${KEY.replace('.R', '.X')}.1`],
  ['an empty environment', `${KEY.replace('.R', '.')}.1`],
  ['no part', `${KEY}.0`],
  ['a letter for the number of parts', `${KEY}.x`],
  ['many parts', `${KEY}.12`],
  ['more parts than may be', `${KEY}.9`],
  ['all of it wrong', 'dmfa.12345.2026015.0.X.0'],
]

const FILES: readonly (readonly [what: string, names: readonly string[]])[] = [
  ['no signature', [FI]],
  ['no declaration', [FS]],
  ['a declaration above the count', [FI, FS, `FI.${KEY}.1.2`]],
  ['a signature above the count', [FI, FS, `FS.${KEY}.1.2`]],
  ['another count', [`FI.${KEY}.2.1`, FS]],
  ['one part by two names', [FI, FS, `FI.${KEY}`]],
  ['a part that is no digit', [`FI.${KEY}.1.x`, FS]],
  ['a part zero', [FI, `FS.${KEY}.1.0`]],
  ['seven elements', [`FI.${KEY}.1`, FS]],
  ['nine elements', [FI, `FS.${KEY}.1.1.1`]],
]

const RIGHTS: readonly (readonly [what: string, changed: (rights: Rights) => Rights])[] = [
  ['a suspended sender', (rights) => ({ ...rights, sender: { ...rights.sender, state: 'suspended' } })],
  ['a closed quality', (rights) => ({ ...rights, quality: { ...rights.quality, state: 'closed' } })],
  ['a suspended enterprise', (rights) => ({ ...rights, enterprise: { ...rights.enterprise, state: 'suspended' } })],
  ['a channel that is not there', (rights) => ({ ...rights, channels: [] })],
  ['nothing chosen', (rights) => ({ ...rights, bindings: [] })],
  [
    'another channel chosen',
    (rights) => ({ ...rights, bindings: [{ service: 'DMFA', environment: 'R', channel: 'ftp' }] }),
  ],
  [
    'another environment chosen',
    (rights) => ({ ...rights, bindings: [{ service: 'DMFA', environment: 'T', channel: 'web' }] }),
  ],
]

describe.each(['sftp', 'web'] as const)('the rights of all, files over %s beside the request', (channel) => {
  test.each(SET_NAMES)('names: %s', async (_, setName) => {
    await compared({ channel, setName, names: named(setName) })
  })

  test.each(FILES)('files: %s', async (_, names) => {
    await compared({ channel, setName: `${KEY}.1`, names })
  })
})

test.each(RIGHTS)('rights: %s', async (_, changed) => {
  await compared({ channel: 'web', setName: `${KEY}.1`, names: BOTH, changed })
})

test('decision 2: a name that was accepted', async () => {
  await compared({ channel: 'web', setName: `${KEY}.1`, names: BOTH, accepted: KEY })
})

test('an empty declaration', async () => {
  await compared({ channel: 'web', setName: `${KEY}.1`, names: BOTH, content: '' })
})

type Case = {
  readonly channel: 'sftp' | 'web'
  readonly setName: string
  readonly names: readonly string[]
  readonly changed?: (rights: Rights) => Rights
  readonly accepted?: string
  readonly content?: string
}

async function compared({
  channel,
  setName,
  names,
  changed = (rights) => rights,
  accepted,
  content,
}: Case): Promise<void> {
  await using rig = await openRig()
  rig.settings.limits.parts = 8
  rig.settings.limits.nameAgeDays = 365
  rig.settings.limits.graceSeconds = 0
  rig.rights.current = changed(allRights())
  if (accepted !== undefined) await take(rig, accepted)
  const sent = names.map((name): Sent => [name, content ?? name])
  const answer = await transfer(rig, sent, { setName })
  const foreseen = answer.ok ? [] : answer.problem.kind === 'faults' ? answer.problem.reasons : [answer.problem]
  const elsewhere = await rig.database.queries.selectFrom('received_file').select('file_id').execute()
  expect(elsewhere).toHaveLength(answer.ok ? names.length + 1 : 0)

  const again = await openRig({ settings: rig.settings })
  again.rights.current = rig.rights.current
  if (accepted !== undefined) await take(again, accepted)
  const folder = { R: 'IN', T: 'INTEST', S: 'INTEST-S' }[setName.split('.')[4] ?? ''] ?? 'IN'
  const visitor = { ...PROGRAM, channel }
  for (const [name, text] of sent) await put(again, folder as 'IN', name, text, visitor)
  await put(again, folder as 'IN', `GO.${setName}`, '', visitor)
  await sealLate(again)
  const judged = (await envelopes(again)).map((envelope) => reasonsOf(again, envelope))
  await again[Symbol.asyncDispose]()
  expect(foreseen).toEqual((await Promise.all(judged)).flat())
  expect(foreseen.length > 0 || (await books(rig.database)).pending === names.length + 1).toBe(true)
}

/** A set whose GO came waits no longer than its grace. */
async function sealLate({ database, sealDeps, mailbox }: Rig): Promise<void> {
  const open = await database.queries
    .selectFrom('submission')
    .select('submission_id')
    .where('sealed_at', 'is', null)
    .execute()
  for (const { submission_id } of open) {
    await database.transaction(async (tx) => {
      const submission = await lockSubmission(tx, submission_id)
      if (submission) await sealIfDue(tx, { submission, uploadsHere: mailbox.uploadsOf(submission) }, sealDeps)
    })
  }
}

async function envelopes({ database }: Rig): Promise<Envelope[]> {
  const rows = await database.queries.selectFrom('fact').select('body').where('kind', '=', 'envelope').execute()
  return rows.map(({ body }) => body as unknown as Envelope)
}

async function reasonsOf({ database, settings, rights }: Rig, envelope: Envelope) {
  const known = knownAtSeal(envelope, rights.current, settings)
  const keyAcceptedBefore =
    known.setKey !== null && (await nameIsTaken(database.queries, known.setKey, '0197a000-0000-7000-8000-000000000000'))
  return decide({ ...known, keyAcceptedBefore }, ['name', 'set', 'rights']).reasons
}

/** By a set that came under another folder, as one of an earlier version might have. */
async function take({ database }: Rig, setKey: string): Promise<void> {
  await database.transaction(async (tx) => {
    const place = { sender: '123456', rawKey: 'IN/elsewhere', environment: 'R', routable: true } as const
    const { submissionId } = await openSubmission(tx, place, 24)
    await tx.insertInto('accepted_name').values({ set_key: setKey, submission_id: submissionId }).execute()
  })
}

function named(setName: string): string[] {
  const parts = setName.split('.').length > 5 ? '.1' : ''
  return [`FI.${setName}${parts}`, `FS.${setName}${parts}`]
}
