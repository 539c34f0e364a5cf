/** Making SSH keys. */
import ssh2 from 'ssh2'

export type KeyPair = {
  /** OpenSSH text without a passphrase. */
  readonly privateKey: string
  /** One line, as it is registered or put beside the private key. */
  readonly publicKey: string
}

export type KeyType = 'ed25519' | 'rsa'

const RSA_BITS = 3072
const ATTEMPTS_MAX = 10

/**
 * A key pair as `ssh-keygen` makes it. One in some 200 Ed25519 keys that ssh2 makes cannot be read, for it drops leading
 * zeros of the public key: such a one is made again.
 */
export async function makeKeyPair(type: KeyType, comment: string): Promise<KeyPair> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const pair = await generated(type, comment)
    if (isReadable(pair.privateKey) && isReadable(pair.publicKey)) return pair
  }
  throw new Error(`ssh2 made no ${type} key that can be read`)
}

function generated(type: KeyType, comment: string): Promise<KeyPair> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, pair: { private: string; public: string }): void =>
      error ? reject(error) : resolve({ privateKey: pair.private, publicKey: pair.public })
    if (type === 'rsa') ssh2.utils.generateKeyPair(type, { bits: RSA_BITS, comment }, done)
    else ssh2.utils.generateKeyPair(type, { comment }, done)
  })
}

function isReadable(key: string): boolean {
  return !(ssh2.utils.parseKey(key) instanceof Error)
}
