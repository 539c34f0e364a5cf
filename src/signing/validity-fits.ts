import type { Refusal } from '../base/refusal.ts'
import type { Certificate } from './certificate.ts'
import { refused, type UploadPolicy } from './upload-policy.ts'

const DAY = 86_400_000
const DAYS_MIN = 7
const YEARS_MAX = 5
/** The longest that so many years can be: five have up to two leap days. */
const DAYS_OF_YEAR = 365.25

/** access.md §11: within its validity, not about to end, and not valid for longer than people and algorithms last. */
export function validityFits({ notBefore, notAfter }: Certificate, policy: UploadPolicy): Refusal | null {
  const { now, daysMin = DAYS_MIN, yearsMax = YEARS_MAX } = policy
  const renew = 'Renew the certificate and upload the new one.'
  if (notAfter < now)
    return refused(`The certificate expired on ${day(notAfter)}.`, renew, 'certificateExpired', { day: day(notAfter) })
  if (now < notBefore) {
    const from = day(notBefore)
    return refused(`The certificate is valid only from ${from}.`, 'Upload it then.', 'certificateNotYet', { day: from })
  }
  if (notAfter.getTime() - now.getTime() < daysMin * DAY) {
    const cause = `The certificate expires on ${day(notAfter)}, in less than ${daysMin} days.`
    return refused(cause, renew, 'certificateEndsSoon', { day: day(notAfter), days: daysMin })
  }
  if (notAfter.getTime() - notBefore.getTime() <= Math.ceil(yearsMax * DAYS_OF_YEAR) * DAY) return null
  return refused(
    `The certificate is valid for more than ${yearsMax} years.`,
    `Use a certificate that is valid for ${yearsMax} years at most.`,
    'certificateTooLong',
    { years: yearsMax },
  )
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}
