/** The keys that sign access tokens: made when there is none, renewed in time, published as long as a token of theirs lives (rule 15.9). */
import { generateKeyPair, type JsonWebKey } from 'node:crypto'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { canonicalJson, sha256 } from '../base/hashes.ts'
import type { Database, Queries, Transaction } from '../database/database.ts'
import { writeAudit } from './audit.ts'
import { lockTokenKeys } from './locks.ts'
import type { SecretBox } from './secret-box.ts'

export type TokenKeyRules = {
  /** After which the next key is made. */
  readonly days: number
  /** For which a key is published after its successor was made. */
  readonly publishedSeconds: number
}

/** ES256 each. */
export type TokenKeys = {
  readonly signing: { readonly kid: string; readonly privateJwk: JsonWebKey }
  /** With the one that signs; members `kty`, `crv`, `x`, `y`. */
  readonly published: readonly { readonly kid: string; readonly publicJwk: JsonWebKey }[]
}

const makeKeyPair = promisify(generateKeyPair)

/** Throws `Corrupt` when the key of the registry is another than the one that sealed. */
export async function currentTokenKeys(
  { queries, transaction }: Pick<Database, 'queries' | 'transaction'>,
  box: SecretBox,
  rules: TokenKeyRules,
): Promise<TokenKeys> {
  const rows = await publishedKeys(queries, rules)
  if (rows.some(({ signs }) => signs)) return opened(rows, box)
  await transaction((tx) => makeNext(tx, box, rules))
  return opened(await publishedKeys(queries, rules), box)
}

export async function forgetOldTokenKeys(queries: Queries): Promise<void> {
  await queries.deleteFrom('token_key').where('published_until', '<', sql<Date>`now()`).execute()
}

type KeyRow = Awaited<ReturnType<typeof publishedKeys>>[number]

async function publishedKeys(queries: Queries, { days }: TokenKeyRules) {
  return await queries
    .selectFrom('token_key')
    .select(['kid', 'public_jwk', 'private_jwk'])
    .select(
      sql<boolean>`published_until is null and created_at > now() - make_interval(secs => ${days * 86_400})`.as(
        'signs',
      ),
    )
    .where((eb) => eb.or([eb('published_until', 'is', null), eb('published_until', '>', sql<Date>`now()`)]))
    .orderBy('created_at', 'desc')
    .execute()
}

function opened(rows: readonly KeyRow[], box: SecretBox): TokenKeys {
  const row = rows.find(({ signs }) => signs)
  if (!row) throw new TypeError('no key of access tokens was made')
  const privateJwk = JSON.parse(box.open(row.private_jwk, 'tokenKey', row.kid)) as JsonWebKey
  const published = rows.map(({ kid, public_jwk }) => ({ kid, publicJwk: public_jwk as JsonWebKey }))
  return { signing: { kid: row.kid, privateJwk }, published }
}

/** Whoever waited for another process to make it makes none. */
async function makeNext(tx: Transaction, box: SecretBox, rules: TokenKeyRules): Promise<void> {
  await lockTokenKeys(tx)
  if ((await publishedKeys(tx, rules)).some(({ signs }) => signs)) return
  const { privateKey } = await makeKeyPair('ec', { namedCurve: 'P-256' })
  const { d, ...publicJwk } = privateKey.export({ format: 'jwk' })
  const kid = thumbprint(publicJwk)
  await tx
    .updateTable('token_key')
    .set({ published_until: sql`now() + make_interval(secs => ${rules.publishedSeconds})` })
    .where('published_until', 'is', null)
    .execute()
  const private_jwk = box.seal(JSON.stringify({ ...publicJwk, d }), 'tokenKey', kid)
  await tx
    .insertInto('token_key')
    .values({ kid, public_jwk: JSON.stringify(publicJwk), private_jwk })
    .execute()
  await writeAudit(tx, { actor: 'system', action: 'tokenKey.made', subject: `tokenKey:${kid}` })
}

/** RFC 7638: of the members that make the key, in order. */
function thumbprint(publicJwk: JsonWebKey): string {
  return Buffer.from(sha256(canonicalJson(publicJwk)), 'hex').toString('base64url')
}
