import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { enrol } from '../../../src/registry/enrol.ts'
import { confirmSetup } from '../../../src/registry/setup/confirm.ts'
import { draftCertificate } from '../../../src/registry/setup/draft-certificate.ts'
import { abandonSetup, beginSetup, draftOf, forgetOldDrafts } from '../../../src/registry/setup/drafts.ts'
import { saveChannel, saveProofs, saveServices, saveTechnicalUser } from '../../../src/registry/setup/save-step.ts'
import { testDatabase } from '../../support/test-database.ts'
import {
  ACT,
  auditOf,
  certificate,
  enrolled,
  enterpriseNumber,
  OFFER,
  refusedWith,
  requestOf,
  value,
} from '../fixtures.ts'
import { rightsAtSealOf } from '../rights-at-seal.ts'
import {
  activePlace,
  begun,
  CHOICE,
  CONTACT,
  confirmed,
  draftedCertificate,
  draftedKey,
  dump,
  filledIn,
  IN_ORDER,
  ownCertificate,
  person,
  type Step,
  seenOf,
  setUp,
  stepsOf,
} from './wizard.ts'

let database: Database
beforeEach(async () => {
  await database?.[Symbol.asyncDispose]()
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

describe('the wizard leaves what an enrolment leaves', () => {
  // biome-ignore format: a table
  test.each([
    [{ type: 'sftp' }, ['signature'],                         {}],
    [{ type: 'ftp' },  ['signature'],                         { network: 'internet' }],
    [{ type: 'web' },  ['signature', 'clientAuthentication'], {}],
  ] as const)('over %j: the same rows and the same audit of the sender', async ({ type }, usages, network) => {
    const place = await activePlace(database)
    const own = ownCertificate(place, { usages })
    const sshKeys = type === 'sftp' ? [draftedKey()] : []
    const draft = await filledIn(database, place, { type, certificates: [own], sshKeys, ...network })
    const told = await confirmed(database, draft)

    await using other = await testDatabase()
    const { usages: _, ...inspected } = own
    const request = requestOf({ channels: [type], ...CHOICE, contact: CONTACT, sshKeys, certificates: [inspected], ...network })
    const enrolment = value(await other.transaction((tx) => enrol(tx, request, OFFER, ACT)))

    expect(await dump(database)).toEqual(await dump(other))
    expect(told.channels.map((channel) => Object.keys(channel))).toEqual(enrolment.channels.map((one) => Object.keys(one)))
    const actions = async (of: Database, number: string) =>
      (await auditOf(of, `sender:${number}`)).map(({ action, actor }) => [action, actor])
    expect(await actions(database, told.senderNumber)).toEqual(await actions(other, enrolment.senderNumber))
  })

  test('what was saved in another order comes to the same', async () => {
    const place = await activePlace(database)
    const proofs = { type: 'sftp' as const, certificates: [ownCertificate(place)], sshKeys: [draftedKey()] }
    const draft = await filledIn(database, place, proofs, IN_ORDER.toReversed())
    expect((await confirmed(database, draft)).channels).toEqual([
      { type: 'sftp', username: expect.stringMatching(/^s\d{6}$/) },
    ])
  })

  test('decision 18: a certificate that names nobody waits for an operator and signs nothing until then', async () => {
    const place = await activePlace(database)
    const { senderNumber, certificates } = await setUp(database, place, draftedCertificate())
    expect(certificates).toMatchObject([{ state: 'uploaded' }])
    const { rights } = await database.transaction((tx) => rightsAtSealOf(tx, senderNumber))
    expect(rights.certificates).toEqual([])
  })

  test('labels are kept, and keys that the channel does not ask for are left', async () => {
    const place = await activePlace(database)
    const own = ownCertificate(place, { label: ' Lohnbüro 2026 ' })
    const draft = await filledIn(database, place, { type: 'ftp', certificates: [own], sshKeys: [draftedKey()] })
    await confirmed(database, draft)
    expect(await database.queries.selectFrom('certificate').select('label').execute()).toEqual([
      { label: 'Lohnbüro 2026' },
    ])
    expect(await database.queries.selectFrom('ssh_key').select('sha256').execute()).toEqual([])
  })
})

describe('until it is confirmed', () => {
  // Holds rule 12.1.
  test('nothing is in force: no number, no channel, nobody to let in', async () => {
    const place = await activePlace(database)
    const before = await dump(database)
    await filledIn(database, place, { type: 'sftp', certificates: [ownCertificate(place)], sshKeys: [draftedKey()] })
    expect(await dump(database)).toEqual(before)
  })

  test('going back and saving a step again keeps all others, and the draft says where it goes on', async () => {
    const place = await activePlace(database)
    const proofs = { type: 'sftp' as const, certificates: [ownCertificate(place)], sshKeys: [draftedKey()] }
    const draft = await filledIn(database, place, proofs)
    const changed = { ...CONTACT, firstName: 'Anneke' }
    const back = value(await database.transaction((tx) => saveTechnicalUser(tx, seenOf(draft), changed, ACT)))
    expect(back).toEqual({
      ...draft,
      contents: { ...draft.contents, technicalUser: changed },
      step: 'channel',
      ...{ version: 6, updatedAt: expect.any(Date), expiresAt: expect.any(Date) },
    })
    expect(back.contents).toMatchObject({ channel: { type: 'sftp' }, services: CHOICE })
    expect(back.contents.certificates).toEqual(proofs.certificates)
    expect(back.contents.sshKeys).toEqual(proofs.sshKeys)
    expect(await draftOf(database.queries, place)).toEqual(back)
    expect(await begun(database, place)).toEqual(back)
  })

  test('a list of proofs that is left out stays', async () => {
    const place = await activePlace(database)
    const proofs = { type: 'sftp' as const, certificates: [ownCertificate(place)], sshKeys: [draftedKey()] }
    const draft = await filledIn(database, place, proofs)
    const more = [...proofs.certificates, ownCertificate(place)]
    const saved = value(await database.transaction((tx) => saveProofs(tx, seenOf(draft), { certificates: more }, ACT)))
    expect([saved.contents.certificates, saved.contents.sshKeys]).toEqual([more, proofs.sshKeys])
  })

  test('giving up leaves no row but the audit, which names nobody', async () => {
    const place = await activePlace(database)
    const before = await dump(database)
    const draft = await filledIn(database, place, { type: 'web', certificates: [] })
    value(await database.transaction((tx) => abandonSetup(tx, seenOf(draft), ACT)))
    expect(await dump(database)).toEqual(before)
    expect(await database.queries.selectFrom('setup_draft').selectAll().execute()).toEqual([])
    const audit = await auditOf(database, `enterprise:${place.enterpriseNumber}`)
    expect(audit.map(({ action }) => action)).toEqual([
      ...['enterprise.registered', 'enterprise.activate', 'quality.activate', 'setup.begun'],
      ...['setup.saved', 'setup.saved', 'setup.saved', 'setup.saved', 'setup.abandoned'],
    ])
    expect(JSON.stringify(audit)).not.toMatch(/Janssens|an@example|3225550100/)
  })

  test.each([...IN_ORDER, 'confirm'] as const)('a crash while %s is saved leaves the draft as it was', async (step) => {
    const place = await activePlace(database)
    const proofs = { type: 'sftp' as const, certificates: [ownCertificate(place)], sshKeys: [draftedKey()] }
    const draft = await filledIn(database, place, proofs)
    const before = [await dump(database), await auditOf(database, `enterprise:${place.enterpriseNumber}`)]
    const crashed = database.transaction(async (tx) => {
      const seen = seenOf(draft)
      if (step === 'confirm') value(await confirmSetup(tx, seen, OFFER, ACT))
      else value(await stepsOf({ type: 'web', certificates: [] })[step as Step](tx, seen))
      throw new Error('crash')
    })
    await expect(crashed).rejects.toThrow('crash')
    expect([await dump(database), await auditOf(database, `enterprise:${place.enterpriseNumber}`)]).toEqual(before)
    expect(await draftOf(database.queries, place)).toEqual(draft)
    expect((await confirmed(database, draft)).channels).toHaveLength(1)
  })

  test('a draft is over when its time is, by the clock of the database, and each step gives it its whole time again', async () => {
    const place = await activePlace(database)
    const draft = await begun(database, place)
    await age(20)
    const saved = value(await database.transaction((tx) => saveTechnicalUser(tx, seenOf(draft), CONTACT, ACT)))
    expect(saved.expiresAt.getTime() - saved.updatedAt.getTime()).toBe(24 * 3_600_000)
    await age(24)
    expect(await draftOf(database.queries, place)).toBeNull()
    expect(await database.transaction((tx) => confirmSetup(tx, seenOf(saved), OFFER, ACT))).toEqual(
      refusedWith('SLU-UNKNOWN'),
    )
    const other = await activePlace(database, 2)
    const fresh = await begun(database, other)
    expect(await database.transaction((tx) => forgetOldDrafts(tx, { actor: 'system' }))).toBe(1)
    expect(await draftOf(database.queries, other)).toEqual(fresh)
    expect((await begun(database, place)).contents).toEqual({ certificates: [], sshKeys: [] })
  })

  test('a draft that is over makes room for another, though nobody has deleted it', async () => {
    const place = await activePlace(database)
    const draft = await filledIn(database, place, { type: 'web', certificates: [] })
    await age(25)
    const again = await begun(database, place)
    expect(again).toMatchObject({ step: 'technicalUser', version: 1, contents: { certificates: [], sshKeys: [] } })
    expect(again.draftId).not.toBe(draft.draftId)
  })
})

describe('two people at once', () => {
  test('R18: what is saved against another version, or against a draft that was given up, is refused', async () => {
    const place = await activePlace(database)
    const draft = await begun(database, place)
    const save = () => database.transaction((tx) => saveTechnicalUser(tx, seenOf(draft), CONTACT, ACT))
    const both = await Promise.all([save(), save()])
    expect(both.filter(({ ok }) => !ok)).toEqual([refusedWith('SLU-VERSION')])
    const [saved] = both.flatMap((one) => (one.ok ? [one.value] : []))
    if (!saved) throw new Error('neither was saved')
    value(await database.transaction((tx) => abandonSetup(tx, seenOf(saved), ACT)))
    await begun(database, place)
    expect(await save()).toEqual(refusedWith('SLU-UNKNOWN'))
  })

  test('begun by ten at once, it is one draft', async () => {
    const place = await activePlace(database)
    const all = await Promise.all(Array.from({ length: 10 }, () => begun(database, place)))
    expect(all).toEqual(all.map(() => all[0]))
  })

  // Holds rule 12.2.
  test('confirmed twice at once, there is one sender, and the second hears that it is set up', async () => {
    const place = await activePlace(database)
    const proofs = { type: 'ftp' as const, certificates: [ownCertificate(place)] }
    const draft = await filledIn(database, place, proofs)
    const confirm = () => database.transaction((tx) => confirmSetup(tx, seenOf(draft), OFFER, ACT))
    const all = await Promise.all([confirm(), confirm(), confirm()])
    const [won] = all.flatMap((one) => (one.ok ? [one.value] : []))
    const told = { key: 'alreadySetUp', values: { sender: won?.senderNumber } }
    const refused = { ok: false, problem: expect.objectContaining({ code: 'SLU-STATE', told }) }
    expect(all.filter(({ ok }) => !ok)).toEqual([refused, refused])
    expect(await database.queries.selectFrom('sender').select('sender_number').execute()).toEqual([
      { sender_number: won?.senderNumber },
    ])
    expect(await database.transaction((tx) => beginSetup(tx, place, 24, ACT))).toEqual(refused)
  })

  test('what an operator enrolled meanwhile is not set up a second time', async () => {
    const place = await activePlace(database)
    const draft = await filledIn(database, place, { type: 'web', certificates: [] })
    const { senderNumber } = await enrolled(database)
    expect(await database.transaction((tx) => confirmSetup(tx, seenOf(draft), OFFER, ACT))).toEqual({
      ok: false,
      problem: expect.objectContaining({ told: { key: 'alreadySetUp', values: { sender: senderNumber } } }),
    })
  })
})

describe('what cannot be set up', () => {
  test('a quality that is not active, or not there', async () => {
    const place = await activePlace(database)
    const elsewhere = { ...place, qualityCode: 'QUAL_MUN_ADM' }
    expect(await database.transaction((tx) => beginSetup(tx, elsewhere, 24, ACT))).toEqual(refusedWith('SLU-STATE'))
  })

  test('a draft of another enterprise is not there', async () => {
    const [mine, theirs] = [await activePlace(database, 1), await activePlace(database, 2)]
    const draft = await begun(database, theirs)
    const seen = { ...seenOf(draft), ...mine }
    expect(await database.transaction((tx) => saveTechnicalUser(tx, seen, CONTACT, ACT))).toEqual(
      refusedWith('SLU-UNKNOWN'),
    )
  })

  test('all that is missing is named at once, and nothing happens', async () => {
    const place = await activePlace(database)
    const before = await dump(database)
    const missing = async () => {
      const draft = await begun(database, place)
      const refused = await database.transaction((tx) => confirmSetup(tx, seenOf(draft), OFFER, ACT))
      return refused.ok ? '' : refused.problem.told?.values?.missing
    }
    const choose = async (type: 'sftp' | 'ftp' | 'web') => {
      const draft = await begun(database, place)
      value(await database.transaction((tx) => saveChannel(tx, seenOf(draft), { type }, OFFER, ACT)))
    }
    const found = [await missing()]
    for (const type of ['sftp', 'ftp', 'web'] as const) {
      await choose(type)
      found.push(await missing())
    }
    expect(found).toEqual([
      'technicalUser channel services',
      'technicalUser signatureCertificate sshKey services',
      'technicalUser signatureCertificate services',
      'technicalUser loginCertificate services',
    ])
    expect(await dump(database)).toEqual(before)
  })

  test.each([
    ['a contact without an address', 'contactEmail', { ...CONTACT, email: 'nowhere' }],
    ['a contact at an address that mail does not reach', 'contactEmail', { ...CONTACT, email: 'élise@example.be' }],
    ['a contact without a name', 'contactLastName', { ...CONTACT, lastName: '' }],
    ['a telephone number that is none', 'contactPhone', { ...CONTACT, phone: 'x' }],
  ])('%s', async (_, key, contact) => {
    const draft = await begun(database, await activePlace(database))
    const refused = await database.transaction((tx) => saveTechnicalUser(tx, seenOf(draft), contact, ACT))
    expect(refused).toEqual({ ok: false, problem: expect.objectContaining({ code: 'SLU-NAME', told: { key } }) })
  })

  test('a network that is not for the quality, and a service that is not offered', async () => {
    const draft = await begun(database, await activePlace(database))
    const ftp = { type: 'ftp', network: 'publilink' } as const
    expect(await database.transaction((tx) => saveChannel(tx, seenOf(draft), ftp, OFFER, ACT))).toEqual(
      refusedWith('SLU-STATE'),
    )
    const choice = { services: ['XXXX'], environments: ['R'] } as const
    expect(await database.transaction((tx) => saveServices(tx, seenOf(draft), choice, OFFER, ACT))).toEqual(
      refusedWith('SLU-UNKNOWN'),
    )
  })
})

describe('whose a certificate is', () => {
  // Holds rule 12.5.
  test('another enterprise’s is refused at upload, and so are keys that others log in with, without telling whose', async () => {
    const place = await activePlace(database)
    const theirs = { certificate: certificate(), key: draftedKey() }
    const { senderNumber } = await enrolled(database, {
      ...{ enterpriseNumber: enterpriseNumber(2), channels: ['sftp', 'web'] },
      ...{ certificates: [theirs.certificate], sshKeys: [theirs.key] },
    })
    const draft = await begun(database, place)
    const save = (proofs: Parameters<typeof saveProofs>[2]) =>
      database.transaction((tx) => saveProofs(tx, seenOf(draft), proofs, ACT))
    const foreign = ownCertificate({ ...place, enterpriseNumber: enterpriseNumber(2) })
    const taken = { ...theirs.certificate, usages: ['clientAuthentication'] as const, label: '' }
    const refusals = [
      await save({ certificates: [foreign] }),
      await save({ certificates: [taken] }),
      await save({ sshKeys: [theirs.key] }),
    ]
    expect(refusals.map((one) => (one.ok ? null : one.problem.told?.key))).toEqual([
      ...['certificateOfAnotherEnterprise', 'certificateKeyTaken', 'sshKeyTaken'],
    ])
    expect(JSON.stringify(refusals)).not.toContain(senderNumber)
    expect((await draftOf(database.queries, place))?.contents.certificates).toEqual([])
  })

  // Holds rule 12.4.
  test('an identity card’s is valid at once for a manager of the enterprise, and refused for anybody else', async () => {
    const place = await activePlace(database)
    const personHash = randomBytes(32)
    const accountId = await person(database, personHash)
    const card = draftedCertificate({ personHash })
    const draft = await begun(database, place)
    const save = () => database.transaction((tx) => saveProofs(tx, seenOf(draft), { certificates: [card] }, ACT))
    expect(await save()).toEqual({
      ok: false,
      problem: expect.objectContaining({ told: { key: 'certificateOfAnotherPerson' } }),
    })
    await appoint(accountId, place.enterpriseNumber)
    value(await save())
    expect((await setUp(database, place, card)).certificates).toMatchObject([{ state: 'valid' }])
  })

  test('a manager who has left before the confirmation vouches no longer', async () => {
    const place = await activePlace(database)
    const personHash = randomBytes(32)
    await appoint(await person(database, personHash), place.enterpriseNumber)
    const proofs = { type: 'ftp' as const, certificates: [draftedCertificate({ personHash })] }
    const draft = await filledIn(database, place, proofs)
    await sql`update appointment set state = 'ended', ended_at = now()`.execute(database.queries)
    expect(await database.transaction((tx) => confirmSetup(tx, seenOf(draft), OFFER, ACT))).toEqual(
      refusedWith('SLU-CERTIFICATE'),
    )
  })

  test('of a national number the draft keeps the hash alone', async () => {
    const place = await activePlace(database)
    const ssin = '85073000160'
    const personHash = randomBytes(32)
    await appoint(await person(database, personHash), place.enterpriseNumber)
    const inspected = { ...certificate(), ssin, selfSigned: false }
    const own = draftCertificate(inspected, { usages: ['signature'], label: '' }, { fingerprint: () => personHash })
    await filledIn(database, place, { type: 'ftp', certificates: [own] })
    const rows = await database.queries.selectFrom('setup_draft').select(sql<string>`body::text`.as('body')).execute()
    expect(JSON.stringify(rows)).toContain(personHash.toString('hex'))
    expect(JSON.stringify(rows)).not.toContain(ssin)
  })
})

/** So many hours pass. */
async function age(hours: number): Promise<void> {
  await sql`
    update setup_draft set updated_at = updated_at - make_interval(hours => ${hours}::int),
      expires_at = expires_at - make_interval(hours => ${hours}::int)`.execute(database.queries)
}

async function appoint(accountId: string, enterprise: string): Promise<void> {
  await sql`
    insert into appointment (appointment_id, enterprise_number, role, account_id, appointed_by, origin, state)
    values (gen_random_uuid(), ${enterprise}, 'mainAccessManager', ${accountId}, 'test', 'legalRepresentative', 'active')`.execute(
    database.queries,
  )
}
