/** What we speak: nothing that ssh-audit 2.5 marks as failing; NIST curves only where the operator wants them (contract). */
import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2'
import type { UserKeyAlgorithm } from './options.ts'

/** Larger groups cost a stranger nothing and us tens of milliseconds each, so they are left out. */
const KEX: readonly KexAlgorithm[] = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group14-sha256',
]

const NIST_KEX: readonly KexAlgorithm[] = ['ecdh-sha2-nistp256', 'ecdh-sha2-nistp384', 'ecdh-sha2-nistp521']

const HOST_KEYS: readonly ServerHostKeyAlgorithm[] = ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256']

const NIST_HOST_KEYS: readonly ServerHostKeyAlgorithm[] = [
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
]

const CIPHERS: readonly CipherAlgorithm[] = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
]

const MACS: readonly MacAlgorithm[] = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
]

/** In the order we prefer; `ssh-rsa` comes last and is believed only for senders who are allowed it. */
export const USER_KEY_ALGORITHMS: readonly UserKeyAlgorithm[] = [
  'ssh-ed25519',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
]

/** No compression: it costs memory and time, and hides message types from the check of phases (case S1). */
export function serverAlgorithms({ ecdsa }: { ecdsa: boolean }): Algorithms {
  return {
    kex: ecdsa ? [...KEX, ...NIST_KEX] : [...KEX],
    serverHostKey: ecdsa ? [...HOST_KEYS, ...NIST_HOST_KEYS] : [...HOST_KEYS],
    cipher: [...CIPHERS],
    hmac: [...MACS],
    compress: ['none'],
  }
}

export function isUserKeyAlgorithm(text: string): text is UserKeyAlgorithm {
  return USER_KEY_ALGORITHMS.some((algorithm) => algorithm === text)
}
