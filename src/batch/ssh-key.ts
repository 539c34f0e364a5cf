/** An SSH public key as a sender hands it over: accepted and normalised, or refused with advice (case R15). */

import { type Sha256, sha256 } from '../base/hashes.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import { ACCEPTED_ALGORITHMS, algorithmOf, faultOf, fingerprintOf, type SshKeyAlgorithm } from './ssh-key-blob.ts'
import { readSshKeyText } from './ssh-key-text.ts'

export type SshPublicKey = {
  readonly algorithm: SshKeyAlgorithm
  /** The key as the protocol carries it; two files with the same key have the same blob. */
  readonly blob: Buffer
  /** SHA-256 of the blob, for look-ups. */
  readonly sha256: Sha256
  /** As `ssh-keygen -l` prints it: `SHA256:…`. */
  readonly fingerprint: string
  readonly comment: string
  /** What was left out of the file and ought to be told, one sentence each. */
  readonly notices: readonly string[]
}

const MAKE_ONE = 'Make a new pair: ssh-keygen -t ed25519'

// biome-ignore format: a table
const UNWANTED: readonly (readonly [algorithm: RegExp, cause: string, remedy: string, key: string])[] = [
  [/-cert(?:-v\d\d)?@openssh\.com$/, 'This is an SSH certificate, not a public key.', 'Hand over the key that it certifies: the .pub file without "-cert" in its name.', 'sshKeyIsSigned'],
  [/^(?:sk-|webauthn-)/, 'This key lives in a hardware token, which asks for a touch at each log-in; a program that sends files cannot touch it.', MAKE_ONE, 'sshKeyHardware'],
  [/^ssh-dss$/, 'DSA keys are no longer secure.', MAKE_ONE, 'sshKeyDsa'],
]

/** Reads the OpenSSH line or the RFC 4716 block. Refuses with SLU-KEY; the text is never repeated, for it may be a private key. */
export function parseSshPublicKey(file: string): Result<SshPublicKey, Refusal> {
  const text = readSshKeyText(file)
  if (!text.ok) return text
  const { algorithm: announced, base64, comment, options } = text.value
  const blob = Buffer.from(base64, 'base64')
  const named = algorithmOf(blob)
  const unwanted = UNWANTED.find(([form]) => form.test(announced ?? '') || form.test(named ?? ''))
  if (unwanted) return refused(unwanted[1], unwanted[2], unwanted[3])
  if (blob.toString('base64') !== base64 || !named)
    return refused('The key is cut off or damaged.', COPY_AGAIN, 'sshKeyDamaged')
  if (announced !== null && announced !== named)
    return refused('The key is of another kind than its line says.', COPY_AGAIN, 'sshKeyDamaged')
  const algorithm = ACCEPTED_ALGORITHMS.find((accepted) => accepted === named)
  if (!algorithm)
    return refused(
      'Keys of this kind are not accepted.',
      `Accepted: ${ACCEPTED_ALGORITHMS.join(', ')}.`,
      'sshKeyAlgorithm',
    )
  const fault = faultOf(algorithm, blob)
  if (fault) return refused(`The key ${fault.fault}.`, MAKE_ONE, 'sshKeyWeak')
  const notices = options.length > 0 ? [`Options are not kept: ${options.join(', ')}.`] : []
  return ok({ algorithm, blob, sha256: sha256(blob), fingerprint: fingerprintOf(blob), comment, notices })
}

const COPY_AGAIN = 'Copy the whole line of the .pub file again, without line breaks.'

function refused(cause: string, remedy: string, key: string): Result<never, Refusal> {
  return no(refusal('SLU-KEY', cause, remedy, { key }))
}
