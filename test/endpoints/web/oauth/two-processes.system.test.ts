import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSecretBox, makeSecretKey } from '../../../../src/registry/secret-box.ts'
import { currentTokenKeys, forgetOldTokenKeys } from '../../../../src/registry/token-keys.ts'
import { forgetUsedAssertions, useAssertion } from '../../../../src/registry/used-assertions.ts'
import { testDatabase } from '../../../support/test-database.ts'
import { openWebRig, type WebRig } from '../web-rig.ts'
import { whoAmI } from '../who-am-i.ts'

let rig: WebRig
let second: Awaited<ReturnType<WebRig['openSecond']>>
beforeAll(async () => {
  rig = await openWebRig({ routes: whoAmI })
  rig.settings.web.publicUrl = rig.url // both are known under one address
  rig.settings.limits.loginFailures.perAccount = 1000
  rig.settings.limits.loginFailures.perAddress = 100_000
  second = await rig.openSecond()
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(async () => {
  await rig.database.queries.deleteFrom('login_throttle').execute()
})

describe('rule 15.6 an assertion is taken once', () => {
  test('of fifty requests at two processes', async () => {
    const assertion = rig.assertion()
    const asked = Array.from({ length: 50 }, (_, n) =>
      rig.fetchToken({ assertion }, n % 2 === 0 ? rig.port : second.port),
    )
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    expect([
      statuses.filter((status) => status === 200).length,
      statuses.filter((status) => status === 401).length,
    ]).toEqual([1, 49])
  })

  test('by its id, whatever else is in it; another client may have the same', async () => {
    const other = await rig.enrol(2, 'ec')
    const claims = { jti: 'the same' }
    const again = { ...claims, exp: Math.floor(Date.now() / 1000) + 200 }
    const asked = [
      rig.assertion({ claims }),
      rig.assertion({ claims: again }),
      rig.assertion({ claims, sender: other }),
    ]
    const statuses: number[] = []
    for (const assertion of asked) statuses.push((await rig.fetchToken({ assertion }, second.port)).status)
    expect(statuses).toEqual([200, 401, 200])
  })

  test('until it has ended; then its row goes', async () => {
    const { queries } = rig.database
    const use = (now: string, endsAt: string) =>
      useAssertion(queries, { clientId: 'c', jti: 'j', now: new Date(now), endsAt: new Date(endsAt) })
    expect([
      await use('2026-01-01T00:00:00Z', '2026-01-01T00:10:00Z'),
      await use('2026-01-01T00:10:00Z', '2026-01-01T00:20:00Z'),
      await use('2026-01-01T00:10:01Z', '2026-01-01T00:20:00Z'),
      await use('2026-01-01T00:10:02Z', '2026-01-01T00:20:00Z'),
    ]).toEqual([true, false, true, false])
    const count = async () => (await queries.selectFrom('used_assertion').select('fingerprint').execute()).length
    const before = await count()
    await forgetUsedAssertions(queries)
    expect(before - (await count())).toBe(1)
  })

  test('also one whose id looks like two', async () => {
    const { queries } = rig.database
    const times = { now: new Date(), endsAt: new Date(Date.now() + 60_000) }
    expect([
      await useAssertion(queries, { clientId: 'a', jti: 'b","c', ...times }),
      await useAssertion(queries, { clientId: 'a","b', jti: 'c', ...times }),
      await useAssertion(queries, { clientId: 'a\0b', jti: '\ud800', ...times }),
    ]).toEqual([true, true, true])
  })
})

describe('rule 15.9 the keys of access tokens', () => {
  const kids = async (port = rig.port) => {
    const { json } = await rig.ask({ path: '/.well-known/jwks.json' }, port)
    return (json.keys as { kid: string }[]).map(({ kid }) => kid)
  }
  const kidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
  const isGood = async (token: string, port: number) =>
    (await rig.ask({ path: '/who-am-i', headers: { authorization: `Bearer ${token}` } }, port)).status === 200
  const age = (days: number) =>
    sql`update token_key set created_at = created_at - make_interval(days => ${days})`.execute(rig.database.queries)
  const later = () => {
    rig.clock.aheadMs += 31_000 // both ask the database again
  }

  test('are those of all processes, which know at once what another has made', async () => {
    const [one, other] = [await rig.token(), (await rig.fetchToken({}, second.port)).json.access_token as string]
    expect([await isGood(one, second.port), await isGood(other, rig.port)]).toEqual([true, true])
    expect([await kids(), await kids(second.port)]).toEqual([[kidOf(one)], [kidOf(one)]])
  })

  test('follow each other; the former is published until its last token has ended', async () => {
    const former = await rig.token()
    await age(91)
    later()
    const next = await rig.token()
    expect(kidOf(next)).not.toBe(kidOf(former))
    expect([await kids(), await isGood(former, rig.port), await isGood(next, second.port)]).toEqual([
      ...[[kidOf(next), kidOf(former)], true, true],
    ])
    const { rows } = await sql<{ seconds: number }>`
      select round(extract(epoch from published_until - now()))::int as seconds from token_key where published_until is not null`.execute(
      rig.database.queries,
    )
    expect(rows[0]?.seconds).toSatisfy((seconds: number) => seconds > 900 && seconds <= 1200)
    await sql`update token_key set published_until = now() where published_until is not null`.execute(
      rig.database.queries,
    )
    later()
    expect([await kids(), await isGood(former, rig.port), await isGood(next, rig.port)]).toEqual([
      [kidOf(next)],
      false,
      true,
    ])
    await forgetOldTokenKeys(rig.database.queries)
    expect(await rig.database.queries.selectFrom('token_key').select('kid').execute()).toEqual([{ kid: kidOf(next) }])
  })

  test('are sealed', async () => {
    const rows = await rig.database.queries.selectFrom('token_key').selectAll().execute()
    expect(rows.map(({ public_jwk }) => Object.keys(public_jwk as object).sort())).toEqual([['crv', 'kty', 'x', 'y']])
    expect(rows.filter(({ private_jwk }) => private_jwk.includes('"d"'))).toEqual([])
  })

  test('are known although another process made one since they were last asked for', async () => {
    const before = await kids(second.port)
    await age(91)
    const third = await rig.openSecond()
    const token = String((await rig.fetchToken({}, third.port)).json.access_token)
    expect(before).not.toContain(kidOf(token))
    rig.clock.aheadMs += 2000
    expect(await isGood(token, second.port)).toBe(true)
  })

  test('are one, whoever else makes one at the same time', async () => {
    await using database = await testDatabase(20)
    const box = createSecretBox(makeSecretKey())
    const rules = { days: 90, publishedSeconds: 900 }
    const all = await Promise.all(Array.from({ length: 20 }, () => currentTokenKeys(database, box, rules)))
    expect(new Set(all.map(({ signing }) => signing.kid)).size).toBe(1)
    expect(await database.queries.selectFrom('token_key').select('kid').execute()).toEqual([
      { kid: all[0]?.signing.kid },
    ])
  })
})
