/** The portal as the daemon fills it, on a real database, asked without a network. */
import { randomBytes } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import { silentLog } from '../../src/base/log.ts'
import { loadConfig } from '../../src/config/load.ts'
import { portalGround } from '../../src/daemon/portal-ground.ts'
import { beginCodeApp, confirmCodeApp } from '../../src/identity/code-app/set-up.ts'
import { choosePassword } from '../../src/identity/passwords/choose-password.ts'
import { setOwnPassword } from '../../src/identity/passwords/set-password.ts'
import { createPortal } from '../../src/portal/portal.ts'
import { activateEnterpriseBy } from '../../src/registry/people/activate-enterprise.ts'
import { importRegistry } from '../../src/registry/people/import.ts'
import { parseRegistryDocument } from '../../src/registry/people/import-document.ts'
import { createSecretBox } from '../../src/registry/secret-box.ts'
import { folderWith } from '../config/folder.ts'
import { testDatabase } from '../support/test-database.ts'
import { type Browser, browserOver } from './browser.ts'
import { appCode, importDocument, PASSWORD } from './people.ts'

export const ORIGIN = 'https://portal.example'
const OPERATOR = { actor: 'operator:test' }

export type RealPortal = Awaited<ReturnType<typeof realPortal>>

/** With an enterprise whose main access manager has a password; `sets` as `--set` has them. */
export async function realPortal(sets: readonly string[] = []) {
  const database = await testDatabase()
  const box = createSecretBox(randomBytes(32).toString('hex'))
  using folder = folderWith({})
  const { config } = await loadConfig({ cwd: folder.path, sets, keys: false })
  const live = { current: () => config, reload: async () => null, onReload() {} }
  const elsewhere = { provider: () => null, publicKeys: async () => null, eid: null }
  const under = {
    ...{ live, database, box, log: silentLog, now: () => new Date() },
    ...{ dryRun: async () => ({ ok: true, value: [] }) as const, ports: { sftp: undefined, ftp: undefined } },
    pair: () => ({ keyPem: '', certificatePem: '' }),
  }
  const ground = portalGround(under, () => ORIGIN, elsewhere)
  const listener = createPortal({
    ...{ host: '127.0.0.1', port: 0, limits: config.limits, log: silentLog },
    ...{ ground, health: async () => 'up' as const },
  })
  const manager = await database.transaction(async (tx) => {
    const document = sound(parseRegistryDocument(JSON.stringify(importDocument()), new Date()))
    const input = { document, offered: config.qualities }
    const { activations } = sound(await importRegistry(tx, box, input, OPERATOR))
    return activations[0]?.accountId ?? ''
  })
  const portal = {
    ...{ database, box, ground, listener, manager },
    visitor: () => browserOver(ORIGIN, carry),
    signedIn: async (username: string, password = PASSWORD) => signedIn(portal.visitor(), username, password),
    [Symbol.asyncDispose]: async () => {
      await listener[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
  async function carry({ method, path, body, headers }: Parameters<Parameters<typeof browserOver>[1]>[0]) {
    const asked = { method, url: path, headers, ...(body && { payload: body }) } as InjectOptions
    const { statusCode, payload, headers: told } = await listener.app.inject(asked)
    return { status: statusCode, at: path, html: payload, headers: told as Record<string, string | string[]> }
  }
  return portal
}

/** A password of one's own, and the enterprise is active; resolves with the user name. */
export async function givePassword({ database, ground, manager }: RealPortal, accountId = manager): Promise<string> {
  const { signIn, passwordRules } = ground.identity
  const chosen = { accountId, password: PASSWORD, confirmation: PASSWORD }
  const judged = sound(await choosePassword({ ...signIn, queries: database.queries }, chosen, passwordRules()))
  await database.transaction(async (tx) => {
    sound(await setOwnPassword(tx, judged, { ...passwordRules(), reaches: null }, OPERATOR))
    const { enterpriseNumber } = enterpriseOf()
    const offered = (await loadConfig({ cwd: '/', sets: [], keys: false })).config.qualities
    sound(await activateEnterpriseBy(tx, { enterpriseNumber, accountId, method: 'totp', offered }, OPERATOR))
    await tx.updateTable('account').set({ state: 'active' }).where('account_id', '=', accountId).execute()
  })
  const row = await database.queries
    .selectFrom('account')
    .select('username')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return row.username ?? ''
}

/** Resolves with its secret; the code of the step before is used up by it. */
export async function giveApp({ database, box, manager }: RealPortal, accountId = manager): Promise<string> {
  const label = { issuer: 'test', label: 'test' }
  const { secret, token } = await beginCodeApp(database.queries, box, { accountId, label, seconds: 60 })
  const asked = { accountId, token, code: appCode(secret), reaches: null }
  await database.transaction(async (tx) => sound(await confirmCodeApp(tx, box, asked, OPERATOR)))
  return secret
}

async function signedIn(visitor: Browser, username: string, password: string): Promise<Browser> {
  await visitor.send(await visitor.look('/sign-in'), '/sign-in', { username, password })
  return visitor
}

function enterpriseOf() {
  const document = sound(parseRegistryDocument(JSON.stringify(importDocument()), new Date()))
  const [enterprise] = document.enterprises
  if (!enterprise) throw new TypeError('the document names no enterprise')
  return enterprise
}

function sound<Value>(result: { ok: true; value: Value } | { ok: false; problem: { cause: string } }): Value {
  if (!result.ok) throw new Error(result.problem.cause)
  return result.value
}
