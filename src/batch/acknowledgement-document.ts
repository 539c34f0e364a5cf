import { XMLBuilder } from 'fast-xml-parser'
import { brusselsTime } from './dates.ts'
import type { Envelope, Verdict } from './facts.ts'
import { isMark, isTrigger } from './file-name.ts'

export type AcknowledgementSettings = {
  /** Named on the root, such as `ACRF_20231.xsd` (`acknowledgement.schema`). */
  readonly schema: string
}

const writer = new XMLBuilder({ format: true, indentBy: '  ', ignoreAttributes: false, attributeNamePrefix: '@' })

/**
 * The answer to a set (spec §10, rule 6.4). Its bytes follow from the two facts alone, so that a second making after a crash
 * gives the same: the time in it is the verdict's, on the wall in Brussels.
 */
export function acknowledgementDocument(
  envelope: Pick<Envelope, 'members' | 'ticket'>,
  verdict: Pick<Verdict, 'outcome' | 'reasons' | 'judgedAt'>,
  { schema }: AcknowledgementSettings,
): Buffer {
  const { date, hour } = brusselsTime(new Date(verdict.judgedAt))
  const text = writer.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    ACRF: {
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      '@xsi:noNamespaceSchemaLocation': schema,
      Form: {
        Identification: 'ACRF001',
        FormCreationDate: date,
        FormCreationHour: hour,
        AttestationStatus: '0',
        TypeForm: 'FA',
        FileReference: {
          FileName: acknowledgedName(envelope),
          ReferenceOrigin: '2',
          ReferenceNbr: envelope.ticket,
        },
        ReceptionResult: {
          ResultCode: verdict.outcome === 'accepted' ? '1' : '0',
          ErrorID: errorIds(verdict),
        },
      },
    },
  })
  return Buffer.from(text, 'utf8')
}

/**
 * The name an answer speaks of (rule 6.5): the GO's, or that of a TD that was misnamed and so counts as one; the GO name that
 * the key implies when none came; the file itself when its name tells no set (decision 4).
 */
export function acknowledgedName({ members }: Pick<Envelope, 'members'>): string {
  const names = members.map(({ name }) => name)
  const trigger = names.filter((name) => isTriggerName(name)).sort(shortestFirst)[0]
  if (trigger !== undefined) return trigger
  const [mark = '', ...elements] = (names[0] ?? '').split('.')
  if (!isMark(mark) || elements.length < 5) return names[0] ?? ''
  const count = elements.length === 7 ? elements.slice(5, 6) : []
  return ['GO', ...elements.slice(0, 5), ...count].join('.')
}

/** `ACRF-088`: the annex 30 code as an ErrorID (decision "Words"). */
export function errorId(code: number): string {
  return `ACRF-${String(code).padStart(3, '0')}`
}

function errorIds({ reasons }: Pick<Verdict, 'reasons'>): string[] {
  return [...new Set(reasons.map(({ code }) => errorId(code)))]
}

function isTriggerName(name: string): boolean {
  const [mark = '', ...elements] = name.split('.')
  return isMark(mark) && isTrigger(mark) && elements.length >= 5
}

/** Of several triggers, one that is misnamed by a superfluous element is the last to be named; GO comes before TD. */
function shortestFirst(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1)
}
