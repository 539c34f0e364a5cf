import { createHash } from 'node:crypto'
import type { Envelope } from '../../batch/facts.ts'
import { type Anomaly, type NotifiedForm, notificationDocuments } from '../../batch/notification-document.ts'
import { ticketOf } from '../../batch/ticket.ts'
import type { FormValues } from '../../stages/checkers/findings.ts'
import { repeatedOf } from '../answers/handled-forms.ts'
import { notifiedFile } from '../answers/negative.ts'
import { keyDocument } from './key-document.ts'
import type { ScriptedAnswer } from './script.ts'

export type SimulatedDocument = {
  readonly envelope: Envelope
  readonly forms: readonly FormValues[]
  readonly what: ScriptedAnswer['what']
  /** When it was due: done again after a crash, the bytes are the same. */
  readonly createdAt: Date
  readonly schema: string
  readonly perForm: boolean
}

/** What the answer says, one document or more; `NOTI`, or `DMPI` for keys. */
export function simulatedDocuments(wanted: SimulatedDocument): readonly Buffer[] {
  const { envelope, forms, what, createdAt, schema, perForm } = wanted
  const ticket = (index: number) => formTicket(envelope.ticket, index)
  if (what === 'keys')
    return [
      keyDocument(
        createdAt,
        forms.map((form, index) => ({ form, ticket: ticket(index) })),
      ),
    ]
  const notified = forms.map((form, index): NotifiedForm => {
    return { ...repeatedOf(form), ticket: ticket(index), ...OUTCOMES[what] }
  })
  return notificationDocuments({ ...notifiedFile(envelope), createdAt, schema, forms: notified }, perForm)
}

type Outcome = Pick<NotifiedForm, 'resultCode' | 'diagnoses' | 'anomalies'>

const MANY = 100

const OUTCOMES: Readonly<Record<Exclude<ScriptedAnswer['what'], 'keys'>, Outcome>> = {
  accepted: { resultCode: 1, anomalies: [] },
  proposal: { resultCode: 2, anomalies: [] },
  warned: {
    resultCode: 1,
    anomalies: [anomaly('00024-216', 'W', 'INSS', 'The worker could not be identified for certain.')],
  },
  refused: {
    ...{ resultCode: 0, diagnoses: [3] },
    anomalies: [anomaly('00011-008', 'B', 'NOSSRegistrationNbr', 'The employer is not active in this quarter.')],
  },
  manyAnomalies: {
    ...{ resultCode: 0, diagnoses: [4] },
    anomalies: Array.from({ length: MANY }, (_, index) =>
      anomaly('00037-009', 'P', 'WorkerCode', `The worker code does not fit the employer class (worker ${index + 1}).`),
    ),
  },
}

function anomaly(errorId: string, kind: string, tagName: string, label: string): Anomaly {
  return { errorId, class: kind, tagName, label }
}

/** The simulator allots its own (decision 15), the same for the same form. */
function formTicket(ticket: string, index: number): string {
  const digest = createHash('sha256').update(`${ticket}/${index}`).digest()
  return ticketOf('SIM', digest.readUIntBE(0, 5))
}
