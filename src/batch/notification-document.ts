import { XMLBuilder } from 'fast-xml-parser'
import type { ChannelType } from './channel.ts'
import { brusselsTime } from './dates.ts'

/** The five zones with which a form begins (spec §9.1), as far as it has them; what does not fit the zones is left out. */
export type HandledForm = {
  readonly identification?: string | undefined
  readonly creationDate?: string | undefined
  readonly creationHour?: string | undefined
  readonly attestationStatus?: string | undefined
  readonly typeForm?: string | undefined
}

export type Anomaly = {
  /** `nnnnn-nnn`. */
  readonly errorId: string
  /** B blocking, P percentage, NP not, W warning … (spec §11). */
  readonly class?: string
  /** At most 500 characters of it are told. */
  readonly label?: string
  readonly tagName?: string
}

export type NotifiedForm = {
  readonly handled: HandledForm
  /** The declarant's own reference. */
  readonly declarantReference?: string | undefined
  /** The ticket of the form. */
  readonly ticket: string
  /** 0 refused, 1 accepted, 2 a proposal to validate. */
  readonly resultCode: 0 | 1 | 2
  readonly diagnoses?: readonly number[]
  readonly anomalies: readonly Anomaly[]
}

export type Notification = {
  readonly createdAt: Date
  /** Named on the root, such as `NOTIFICATION_20223.xsd` (`answers.schema`). */
  readonly schema: string
  /** The name by which the acknowledgement spoke of the set: its GO's. */
  readonly fileName: string
  readonly ticket: string
  readonly sender: string
  readonly receivedAt: Date
  readonly channel: ChannelType
  readonly forms: readonly NotifiedForm[]
}

/** Zone 00737. */
const CHANNEL_CODES: Readonly<Record<ChannelType, number>> = { ftp: 0, web: 13, sftp: 14 }
const LABEL_CHARACTERS = 500
/** Characters that XML 1.0 has not, however they are written. */
const NOT_XML = /[\p{Cs}\uFFFE\uFFFF]|(?![\t\n\r])\p{Cc}/gu

const writer = new XMLBuilder({ format: true, indentBy: '  ', ignoreAttributes: false, attributeNamePrefix: '@' })

/**
 * rule 20.11: a notification (spec §11): one file for all forms of a set, or one for each. Each form names the file that it came in, so
 * that programs need no other way to tell. The bytes follow from what is given alone.
 */
export function notificationDocuments(notification: Notification, perForm: boolean): readonly Buffer[] {
  const { forms } = notification
  const groups = perForm ? forms.map((form) => [form]) : [forms]
  return groups.map((group) => documentOf(notification, group))
}

function documentOf(notification: Notification, forms: readonly NotifiedForm[]): Buffer {
  const text = writer.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    NOTIFICATION: {
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      '@xsi:noNamespaceSchemaLocation': notification.schema,
      Form: forms.map((form) => blockOf(notification, form)),
    },
  })
  return Buffer.from(text, 'utf8')
}

function blockOf(notification: Notification, { handled, declarantReference, ticket, ...form }: NotifiedForm): object {
  const { createdAt, receivedAt, sender, channel } = notification
  const [created, received] = [brusselsTime(createdAt), brusselsTime(receivedAt)]
  const original = originalOf(handled)
  const reference = declarantReference && textOf(declarantReference, 64)
  return {
    Identification: 'NOTI001',
    FormCreationDate: created.date,
    FormCreationHour: created.hour,
    AttestationStatus: '0',
    TypeForm: 'FA',
    FileReference: {
      FileName: textOf(notification.fileName, 64),
      ReferenceOrigin: '2',
      ReferenceNbr: notification.ticket,
    },
    FileReceptionInformation: {
      ReceptionDate: received.date,
      ReceptionHour: received.hour,
      Channel: CHANNEL_CODES[channel],
    },
    HandledOriginalFile: { SenderId: sender },
    ...(Object.keys(original).length > 0 && { HandledOriginalForm: original }),
    ...(reference && { Reference: { ReferenceType: '1', ReferenceOrigin: '1', ReferenceNbr: reference } }),
    HandledReference: { ReferenceType: '1', ReferenceOrigin: '2', ReferenceNbr: ticket },
    HandlingResult: resultOf(form),
  }
}

function resultOf({
  resultCode,
  diagnoses = [],
  anomalies,
}: Pick<NotifiedForm, 'resultCode' | 'diagnoses' | 'anomalies'>) {
  return {
    ResultCode: resultCode,
    Diagnosis: [...diagnoses],
    AnomalyReport: anomalies.map(({ errorId, tagName, label, ...anomaly }) => ({
      ErrorID: errorId,
      ...(tagName && { TagName: textOf(tagName, 64) }),
      ...(anomaly.class && { AnomalyClass: anomaly.class }),
      ...(label && { AnomalyLabel: textOf(label, LABEL_CHARACTERS) }),
    })),
  }
}

// biome-ignore format: a table of the specification
const ZONES: readonly (readonly [keyof HandledForm, string, RegExp])[] = [
  ['identification',    'Identification',    /^[^\p{Cc}\p{Cs}]{1,7}$/u],
  ['creationDate',      'FormCreationDate',  /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])$|^[0-9]{4}-(?:0[13-9]|1[0-2])-(?:29|30)$|^[0-9]{4}-(?:0[13578]|1[02])-31$/],
  ['creationHour',      'FormCreationHour',  /^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}$/],
  ['attestationStatus', 'AttestationStatus', /^[0-8]$/],
  ['typeForm',          'TypeForm',          /^(?:RE|PA|FA|LA|SU)$/],
]

function originalOf(handled: HandledForm): Record<string, string> {
  return Object.fromEntries(
    ZONES.flatMap(([key, zone, pattern]) => {
      const value = handled[key]
      return value !== undefined && pattern.test(value) ? [[zone, value]] : []
    }),
  )
}

/** So many characters that XML can carry, none cut in two. */
function textOf(text: string, charactersMax: number): string {
  return [...text.replaceAll(NOT_XML, '\uFFFD')].slice(0, charactersMax).join('')
}
