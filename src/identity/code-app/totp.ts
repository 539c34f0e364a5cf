/** Codes that change with time (RFC 6238), pure: what an app shows at an instant, and whether a code is one that it showed just now. */
import { timingSafeEqual } from 'node:crypto'
import { generateSecret, generateSync, generateURI } from 'otplib'

export type CodeSettings = {
  /** Base32 without padding. */
  readonly secret: string
  readonly digits: 6 | 8
  readonly periodSeconds: number
  readonly algorithm: 'sha1' | 'sha256' | 'sha512'
}

const SECRET_BYTES = 20
/** Steps before and after the present one: clocks of telephones differ, and typing takes time. */
const TOLERANCE = [0, -1, 1] as const

/** What every app knows how to do. */
export const DEFAULTS = { digits: 6, periodSeconds: 30, algorithm: 'sha1' } as const

/** Another secret each time: 160 random bits. */
export function makeCodeSettings(): CodeSettings {
  return { ...DEFAULTS, secret: generateSecret({ length: SECRET_BYTES }) }
}

/** What an app reads from the QR code. */
export function otpauthUri(
  settings: CodeSettings,
  { issuer, label }: { readonly issuer: string; readonly label: string },
) {
  const { secret, digits, periodSeconds, algorithm } = settings
  return generateURI({ issuer, label, secret, digits, period: periodSeconds, algorithm })
}

/** What the app shows in a time step. */
export function codeInStep({ secret, digits, periodSeconds, algorithm }: CodeSettings, step: number): string {
  return generateSync({ secret, digits, algorithm, period: periodSeconds, epoch: step * periodSeconds })
}

/** The time step whose code this is, of the present one and its neighbours; null for any other text. All three are compared. */
export function stepOfCode(settings: CodeSettings, typed: string, now: Date): number | null {
  const code = typed.replace(/[\s-]/g, '')
  if (code.length !== settings.digits || !/^[0-9]+$/.test(code)) return null
  const present = Math.floor(now.getTime() / 1000 / settings.periodSeconds)
  const matching = TOLERANCE.map((offset) => present + offset)
    .filter((step) => step >= 0)
    .filter((step) => timingSafeEqual(Buffer.from(codeInStep(settings, step)), Buffer.from(code)))
  return matching[0] ?? null
}
