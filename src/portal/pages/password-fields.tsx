/** The fields of a new password, as the portal's rules have them. */
import type { Refusal } from '../../base/refusal.ts'
import { PasswordFields as Fields, PasswordFaults as Wrong } from '../../http/password-fields.tsx'
import type { Visit } from '../ask.ts'
import { Refused } from './refused.tsx'

type Asked = { readonly visit: Visit; readonly refused: Refusal | undefined }

export function PasswordFaults({ visit: { t, ground }, refused }: Asked) {
  const { lengthMax } = ground.identity.passwordRules()
  return <Wrong {...{ t, lengthMax, refused }} others={(other) => <Refused t={t} refusal={other} />} />
}

export function PasswordFields({ visit: { t, ground }, refused }: Asked) {
  const { lengthMax } = ground.identity.passwordRules()
  return <Fields {...{ t, lengthMax, refused }} />
}
