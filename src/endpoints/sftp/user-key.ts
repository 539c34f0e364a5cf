import { type KeyPair, makeKeyPair } from './key-pair.ts'

export type UserKey = KeyPair

/** An Ed25519 key pair as `ssh-keygen` makes it: for the demonstration and tests. */
export function makeUserKey(comment: string): Promise<UserKey> {
  return makeKeyPair('ed25519', comment)
}
