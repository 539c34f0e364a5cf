/** Who comes in. Every attempt takes the same way, so that answer and time do not tell whether an account exists (R24). */
import ssh2, {
  type AuthContext,
  type AuthenticationType,
  type PasswordAuthContext,
  type PublicKeyAuthContext,
} from 'ssh2'
import { isUserKeyAlgorithm } from './algorithms.ts'
import { fingerprintOf } from './host-keys.ts'
import type { LoginAnswer, LoginAttempt, SftpLogin, UserKeyAlgorithm } from './options.ts'

export type LoginDesk<Login extends SftpLogin> = {
  readonly session: string
  readonly address: string
  readonly methods: readonly ('publickey' | 'password')[]
  login(attempt: LoginAttempt): Promise<LoginAnswer<Login>>
}

/** What an attempt came to. Only `failed` counts against the connection. */
export type LoginStep<Login extends SftpLogin> =
  | { readonly step: 'welcome'; readonly login: Login; readonly about: object }
  /** The client may go on and sign with this key. */
  | { readonly step: 'sign'; readonly algorithm: UserKeyAlgorithm }
  /** A question that was answered with no: which methods there are, whether a key would do. */
  | { readonly step: 'continue' }
  | { readonly step: 'failed'; readonly reason: string; readonly about: object }

/** Longer names belong to nobody, and are not carried to the database or the log. */
const USER_CHARACTERS_MAX = 128

export async function attemptLogin<Login extends SftpLogin>(
  desk: LoginDesk<Login>,
  context: AuthContext,
): Promise<LoginStep<Login>> {
  if (!desk.methods.some((method) => method === context.method)) return { step: 'continue' }
  if (context.username.length > USER_CHARACTERS_MAX) return { step: 'failed', reason: 'name too long', about: {} }
  if (context.method === 'publickey') return withKey(desk, context)
  return context.method === 'password' ? withPassword(desk, context) : { step: 'continue' }
}

export function methodsOf(desk: { readonly methods: readonly string[] }): AuthenticationType[] {
  return [...desk.methods] as AuthenticationType[]
}

async function withPassword<Login extends SftpLogin>(
  { login, session, address }: LoginDesk<Login>,
  { username: user, password }: PasswordAuthContext,
): Promise<LoginStep<Login>> {
  const about = { user, method: 'password' }
  const answer = await login({ method: 'password', user, password, address, session })
  if (!answer.allowed) return { step: 'failed', reason: answer.reason, about }
  return { step: 'welcome', login: answer.login, about }
}

async function withKey<Login extends SftpLogin>(
  { login, session, address }: LoginDesk<Login>,
  context: PublicKeyAuthContext,
): Promise<LoginStep<Login>> {
  const algorithm = algorithmOf(context)
  if (!algorithm) return { step: 'continue' }
  const { username: user, key } = context
  const [signed, verified] = [context.signature !== undefined, isSignedByKey(context)]
  const about = { user, method: 'publickey', algorithm, key: fingerprintOf(key.data) }
  const attempt = {
    method: 'publickey',
    user,
    keyBlob: key.data,
    algorithm,
    address,
    session,
    signed,
    verified,
  } as const
  const answer = await login(attempt)
  const isAllowed = answer.allowed && (algorithm !== 'ssh-rsa' || answer.login.legacySshRsa)
  if (!signed) return isAllowed ? { step: 'sign', algorithm } : { step: 'continue' }
  if (isAllowed && verified) return { step: 'welcome', login: answer.login, about }
  return { step: 'failed', reason: reasonOf(answer, verified), about }
}

function reasonOf(answer: LoginAnswer, verified: boolean): string {
  if (!answer.allowed) return answer.reason
  return verified ? 'ssh-rsa signatures (SHA-1) are not allowed for this sender' : 'the signature does not verify'
}

/** ssh2 keeps the hash of an RSA signature apart from the key's type. */
function algorithmOf({ key, hashAlgo }: PublicKeyAuthContext): UserKeyAlgorithm | undefined {
  const name = key.algo === 'ssh-rsa' && hashAlgo ? `rsa-sha2-${hashAlgo.slice('sha'.length)}` : key.algo
  return isUserKeyAlgorithm(name) ? name : undefined
}

function isSignedByKey({ key, signature, blob, hashAlgo }: PublicKeyAuthContext): boolean {
  const parsed = ssh2.utils.parseKey(key.data)
  if (parsed instanceof Error || parsed.type !== key.algo || !signature || !blob) return false
  return parsed.verify(blob, signature, hashAlgo) === true
}
