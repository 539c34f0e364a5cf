import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { uuidV7 } from '../../src/base/ids.ts'
import type { Language } from '../../src/batch/languages.ts'
import type { Database } from '../../src/database/database.ts'
import { createSecretBox } from '../../src/registry/secret-box.ts'

export const BOX = createSecretBox('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff')

/** Messages that wait, opened, in the order in which they were queued. */
export async function queued(database: Database) {
  const rows = await database.queries
    .selectFrom('outgoing_message')
    .select(['message_id', 'medium', 'template', 'body_sealed'])
    .where('state', '=', 'waiting')
    .orderBy('created_at')
    .orderBy('message_id')
    .execute()
  return rows.map(({ message_id, medium, template, body_sealed }) => {
    const { to, language, values } = JSON.parse(BOX.open(body_sealed ?? Buffer.of(), 'message', message_id))
    return { medium, template, to, language, values }
  })
}

/** Messages that wait and were written for the occasion, in the order in which they were queued. */
export async function written(database: Database) {
  const rows = await database.queries
    .selectFrom('outgoing_message')
    .select(['message_id', 'medium', 'body_sealed'])
    .where('state', '=', 'waiting')
    .orderBy('message_id')
    .execute()
  return rows.map(({ message_id, medium, body_sealed }) => {
    const body = JSON.parse(BOX.open(body_sealed ?? Buffer.of(), 'message', message_id))
    return { medium, to: String(body.to), subject: String(body.written.subject), text: String(body.written.text) }
  })
}

/** Notices of an enterprise, as the table has them, in the order of what they tell. */
export async function noticesIn(database: Database, enterpriseNumber: string) {
  return database.queries
    .selectFrom('notice')
    .select(['kind', 'quality_code', 'service', 'detail', 'source'])
    .where('enterprise_number', '=', enterpriseNumber)
    .orderBy('source')
    .execute()
}

/** Somebody with an account. */
export async function addAccount(database: Database, email: string | null, language: Language = 'nl'): Promise<string> {
  const [personId, accountId] = [uuidV7(), uuidV7()]
  await database.queries
    .insertInto('person')
    .values({
      ...{ person_id: personId, last_name: 'Janssens', first_name: 'An', language, email },
      created_by: 'operator:test',
    })
    .execute()
  await database.queries
    .insertInto('account')
    .values({ account_id: accountId, person_id: personId, state: 'active' })
    .execute()
  return accountId
}

/** A web server on this machine. */
export async function listening(handle: RequestListener): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
