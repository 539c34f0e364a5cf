/** rule 19.2: the fields that messages between transfer points carry (specification §13, RFH2), one header each under their own names. */
import type { Environment } from '../../../batch/environment.ts'
import type { Parcel } from '../../target.ts'

/** What the specification does not tell of these values is a choice of ours. */
const DIRECTORY: Readonly<Record<Environment, string>> = { R: '0', T: '1', S: '3' }
const COMPLETE = '0'
const AS_SENT = '0'

/** The same for every attempt. `gatewayNumber`: six digits, ours. */
export function messageHeaders(parcel: Parcel, gatewayNumber: string): Readonly<Record<string, string>> {
  const { service, environment, ticket, sender, sealedAt, isFromWeb, files } = parcel
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  // A set from the web service came through no folder; 0 is not among the values that go with it.
  const directory = isFromWeb && environment === 'R' ? {} : { 'Sluice-DirectoryEnvironment': DIRECTORY[environment] }
  return {
    'Idempotency-Key': parcel.idempotencyKey,
    'Sluice-SubmissionId': parcel.submissionId,
    'Sluice-Identification': service,
    'Sluice-Environment': environment,
    'Sluice-FileReferenceNbr': ticket,
    'Sluice-UserId': sender,
    'Sluice-WebChannel': isFromWeb ? '1' : '0',
    ...directory,
    'Sluice-ContentsStatus': COMPLETE,
    'Sluice-SectorPointId': gatewayNumber,
    'Sluice-DataFormat': AS_SENT,
    'Sluice-MessageCreationDate': sealedAt.slice(0, 10),
    'Sluice-MessageCreationHour': sealedAt.slice(11, 23),
    'Sluice-Compressed': '0',
    'Sluice-LengthNonCompressed': String(bytes),
  }
}
