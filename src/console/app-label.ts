import { DEFAULTS, otpauthUri } from '../identity/code-app/totp.ts'
import type { Visit } from './ask.ts'

/** What an app shows beside its codes, and for the picture that it reads. */
export function appOf({ t }: Pick<Visit, 't'>, name: string, secret: string): { uri: string; secret: string } {
  const uri = otpauthUri({ ...DEFAULTS, secret }, { issuer: t('shell.product'), label: name })
  return { uri, secret }
}
