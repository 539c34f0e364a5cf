/** The types of requests and answers. */
import { BINARY, BOOLEAN, COUNT, complex, MOMENT, many, one, optional, type SimpleType, TEXT } from '../schema/types.ts'

const NAME_MAX = 128

const ENVIRONMENT: SimpleType = { kind: 'simple', name: 'Environment', base: 'string', values: ['R', 'T', 'S'] }
const FILE_NAME: SimpleType = {
  kind: 'simple',
  name: 'FileName',
  base: 'string',
  pattern: '[!-~]+',
  lengthMax: NAME_MAX,
}
/** Of a ticket, a transfer or a message. */
const KEY: SimpleType = { kind: 'simple', name: 'Key', base: 'string', pattern: '[!-~]+', lengthMax: NAME_MAX }
const SENDER_NUMBER: SimpleType = { kind: 'simple', name: 'SenderNumber', base: 'string', pattern: '[0-9]{6}' }
const ALGORITHM: SimpleType = { kind: 'simple', name: 'DigestAlgorithm', base: 'string', values: ['SHA-256'] }
const PAGE: SimpleType = { kind: 'simple', name: 'PageNumber', base: 'positiveInteger', max: 1_000_000 }
const PAGE_SIZE: SimpleType = { kind: 'simple', name: 'PageSize', base: 'positiveInteger', max: 100 }

const DIGEST = complex('Digest', [one('Algorithm', ALGORITHM), one('Value', BINARY)])
/** Says for whom the request is meant; it must be the one whose certificate signs. */
const FOR = optional('SenderNumber', SENDER_NUMBER)

const REASON = complex('Reason', [
  one('Code', TEXT),
  optional('FileName', TEXT),
  one('Language', TEXT),
  one('Message', TEXT),
])
const VERDICT = complex('Verdict', [one('Outcome', TEXT), many('Reason', REASON)])
const FILE = complex('File', [
  one('FileName', TEXT),
  one('Size', COUNT),
  one('Digest', DIGEST),
  one('ReceivedAt', MOMENT),
])
const MESSAGE_FIELDS = [
  ...[one('MessageId', TEXT), one('FileName', TEXT), optional('TransferId', TEXT), one('Environment', ENVIRONMENT)],
  ...[one('CreatedAt', MOMENT), one('Size', COUNT), one('Digest', DIGEST), one('Retrieved', BOOLEAN)],
]
const MESSAGE = complex('Message', MESSAGE_FIELDS)

export const NOTHING = complex('EmptyRequest', [])

export const SEND = complex('SendDeclarationRequest', [
  ...[one('FileName', FILE_NAME), one('Environment', ENVIRONMENT), one('Digest', DIGEST), one('Declaration', BINARY)],
  ...[optional('Signature', BINARY), optional('Go', BOOLEAN), FOR],
])
export const SENT = complex('SendDeclarationResponse', [
  ...[one('TransferId', TEXT), optional('Ticket', TEXT), one('Status', TEXT), one('ReceivedAt', MOMENT)],
  one('Replayed', BOOLEAN),
])
export const STATUS_OF = complex('GetTransferStatusRequest', [one('Ticket', KEY), FOR])
const WAIT = complex('Wait', [one('What', TEXT), one('Since', MOMENT), one('Language', TEXT), one('Message', TEXT)])
export const STATUS = complex('GetTransferStatusResponse', [
  ...[one('TransferId', TEXT), optional('Ticket', TEXT), optional('SetName', TEXT), one('Environment', ENVIRONMENT)],
  ...[optional('DeclarationType', TEXT), one('Status', TEXT), one('OpenedAt', MOMENT), optional('SealedAt', MOMENT)],
  ...[many('File', FILE), optional('WaitsFor', WAIT), optional('Verdict', VERDICT), many('MessageId', TEXT)],
])
export const LIST = complex('ListMessagesRequest', [
  ...[optional('Retrieved', BOOLEAN), optional('Environment', ENVIRONMENT), optional('Page', PAGE)],
  ...[optional('PageSize', PAGE_SIZE), FOR],
])
export const LISTED = complex('ListMessagesResponse', [many('Message', MESSAGE), one('More', BOOLEAN)])
export const MESSAGE_OF = complex('MessageRequest', [one('MessageId', KEY), FOR])
export const GOT = complex('GetMessageResponse', [
  ...MESSAGE_FIELDS,
  one('Content', BINARY),
  optional('Signature', BINARY),
])
export const CONFIRMED = complex('ConfirmMessageResponse', [one('MessageId', TEXT)])
export const CHECKED = complex('CheckConnectionResponse', [one('Time', MOMENT)])
export const FOR_WHOM = complex('CheckAccessControlRequest', [FOR])
export const WHO = complex('CheckAccessControlResponse', [
  ...[one('SenderNumber', SENDER_NUMBER), one('EnterpriseNumber', TEXT), one('Quality', TEXT), one('ClientId', TEXT)],
])
export const HEALTH = complex('HealthCheckResponse', [one('Status', TEXT)])
