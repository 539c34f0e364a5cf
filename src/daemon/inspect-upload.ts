import type { InspectUpload } from '../portal/reports-ground.ts'
import { inspectCertificate } from '../signing/inspect-certificate.ts'
import type { Ground } from './ground.ts'
import { freshIssuers } from './issuers.ts'

/** Certificates that people upload, held against spec access.md §11 with the issuers and bounds in force. */
export function inspectUploadWith({ live, now, log }: Pick<Ground, 'live' | 'now' | 'log'>): InspectUpload {
  const issuersOf = freshIssuers(() => live.current().signature.acceptedIssuers, now, log)
  return async (file, usages) => {
    const { signature, access } = live.current()
    return inspectCertificate(file, {
      issuers: await issuersOf(),
      ...{ allowSelfSigned: signature.allowSelfSigned, now: now(), usages },
      ...{ daysMin: access.certificateDaysMin, yearsMax: access.certificateYearsMax },
    })
  }
}
