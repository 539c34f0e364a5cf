/**
 * Encrypts what the registry keeps and must be able to read again: national numbers, secrets of code apps, messages on their way out, keys of
 * access tokens (spec access.md §16.3, rule 9.3). The key lies outside of the database, so that a copy of the database alone tells nothing.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { Corrupt, Misconfigured } from '../base/errors.ts'

/** What a value is for: one that was sealed as one thing does not open as another, nor its fingerprint fit. */
export type SealedAs = 'ssin' | 'codeApp' | 'message' | 'attempt' | 'code' | 'tokenKey' | 'selfTest'

export type SecretBox = {
  /** AES-256-GCM; the same text gives other bytes each time. `owner` (an id) binds it to its row. */
  seal(text: string, as: SealedAs, owner: string): Buffer
  /** Throws `Corrupt` when the bytes are not what was sealed for this owner with this key. */
  open(sealed: Buffer, as: SealedAs, owner: string): string
  /** 32 bytes (HMAC-SHA-256) by which a text is found again without keeping it. */
  fingerprint(text: string, as: SealedAs): Buffer
}

const KEY = /^[0-9a-f]{64}$/
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** `keyText`: 64 hexadecimal digits. Throws `Misconfigured`, naming the setting, when it is something else. */
export function createSecretBox(keyText: string): SecretBox {
  const key = keyText.trim().toLowerCase()
  if (!KEY.test(key)) {
    throw new Misconfigured('access.keyFile', 'holds no key.', 'It must be 64 hexadecimal digits: openssl rand -hex 32')
  }
  const derived = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(key, 'hex'), '', `sluice ${purpose}`, 32))
  const sealing = derived('seal')
  const finding = derived('find')
  return {
    seal: (text, as, owner) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(`${as}\0${owner}`))
      return Buffer.concat([
        Buffer.of(VERSION),
        nonce,
        cipher.update(text, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ])
    },
    open: (sealed, as, owner) => {
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
      const body = sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)
      if (sealed[0] !== VERSION || sealed.length < 1 + NONCE_BYTES + TAG_BYTES) throw new Corrupt(UNREADABLE)
      const decipher = createDecipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(`${as}\0${owner}`))
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new Corrupt(UNREADABLE, { cause })
      }
    },
    fingerprint: (text, as) => createHmac('sha256', finding).update(`${as}\0${text}`).digest(),
  }
}

/** What `createSecretBox` takes. */
export function makeSecretKey(): string {
  return randomBytes(32).toString('hex')
}

const UNREADABLE = 'a sealed value of the registry does not open with the key in access.keyFile'
