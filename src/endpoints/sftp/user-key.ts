import ssh2 from 'ssh2'

export type UserKey = {
  /** OpenSSH text without a passphrase. */
  readonly privateKey: string
  /** One line, as it is registered. */
  readonly publicKey: string
}

/** An Ed25519 key pair as `ssh-keygen` makes it: for the demonstration and tests. */
export function makeUserKey(comment: string): Promise<UserKey> {
  return new Promise((resolve, reject) => {
    ssh2.utils.generateKeyPair('ed25519', { comment }, (error, pair) => {
      if (error) reject(error)
      else resolve({ privateKey: pair.private, publicKey: pair.public })
    })
  })
}
