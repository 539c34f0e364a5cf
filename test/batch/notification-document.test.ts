import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { type Notification, type NotifiedForm, notificationDocuments } from '../../src/batch/notification-document.ts'
import { documentFault, referenceFault } from '../../src/services/answers/check-answer.ts'
import { DocumentReader } from '../../src/stages/checkers/document-reader.ts'

const FORM: NotifiedForm = {
  handled: {
    ...{ identification: 'DMFA', creationDate: '2026-01-05', creationHour: '09:58:00.000' },
    ...{ attestationStatus: '0', typeForm: 'SU' },
  },
  declarantReference: 'mine',
  ticket: 'SIM0000000012',
  resultCode: 0,
  diagnoses: [3],
  anomalies: [{ errorId: '00011-008', class: 'B', tagName: 'NOSSRegistrationNbr', label: 'Not active & <gone>.' }],
}
const NOTIFICATION: Notification = {
  createdAt: new Date('2026-07-05T22:30:00.123Z'),
  schema: 'NOTIFICATION_20223.xsd',
  fileName: 'GO.DMFA.123456.20260105.00001.R.1',
  ticket: 'SLU0000000018',
  sender: '123456',
  receivedAt: new Date('2026-01-05T10:00:00.000Z'),
  channel: 'web',
  forms: [FORM],
}

test('rule 20.11: a notification names the file, the form, and what became of it', () => {
  expect(notificationDocuments(NOTIFICATION, false).map(String)).toEqual([
    `<?xml version="1.0" encoding="UTF-8"?>
<NOTIFICATION xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="NOTIFICATION_20223.xsd">
  <Form>
    <Identification>NOTI001</Identification>
    <FormCreationDate>2026-07-06</FormCreationDate>
    <FormCreationHour>00:30:00.123</FormCreationHour>
    <AttestationStatus>0</AttestationStatus>
    <TypeForm>FA</TypeForm>
    <FileReference>
      <FileName>GO.DMFA.123456.20260105.00001.R.1</FileName>
      <ReferenceOrigin>2</ReferenceOrigin>
      <ReferenceNbr>SLU0000000018</ReferenceNbr>
    </FileReference>
    <FileReceptionInformation>
      <ReceptionDate>2026-01-05</ReceptionDate>
      <ReceptionHour>11:00:00.000</ReceptionHour>
      <Channel>13</Channel>
    </FileReceptionInformation>
    <HandledOriginalFile>
      <SenderId>123456</SenderId>
    </HandledOriginalFile>
    <HandledOriginalForm>
      <Identification>DMFA</Identification>
      <FormCreationDate>2026-01-05</FormCreationDate>
      <FormCreationHour>09:58:00.000</FormCreationHour>
      <AttestationStatus>0</AttestationStatus>
      <TypeForm>SU</TypeForm>
    </HandledOriginalForm>
    <Reference>
      <ReferenceType>1</ReferenceType>
      <ReferenceOrigin>1</ReferenceOrigin>
      <ReferenceNbr>mine</ReferenceNbr>
    </Reference>
    <HandledReference>
      <ReferenceType>1</ReferenceType>
      <ReferenceOrigin>2</ReferenceOrigin>
      <ReferenceNbr>SIM0000000012</ReferenceNbr>
    </HandledReference>
    <HandlingResult>
      <ResultCode>0</ResultCode>
      <Diagnosis>3</Diagnosis>
      <AnomalyReport>
        <ErrorID>00011-008</ErrorID>
        <TagName>NOSSRegistrationNbr</TagName>
        <AnomalyClass>B</AnomalyClass>
        <AnomalyLabel>Not active &amp; &lt;gone&gt;.</AnomalyLabel>
      </AnomalyReport>
    </HandlingResult>
  </Form>
</NOTIFICATION>
`,
  ])
})

describe('whatever a declaration or a service says', () => {
  const text = fc.string({ unit: 'binary', maxLength: 600 })
  const zone = fc.option(fc.oneof(text, fc.constantFrom('DMFA', '2026-02-30', '24:00:00.000', '9', 'SU')), {
    nil: undefined,
  })
  const forms: fc.Arbitrary<NotifiedForm> = fc.record({
    handled: fc.record({
      identification: zone,
      creationDate: zone,
      creationHour: zone,
      attestationStatus: zone,
      typeForm: zone,
    }),
    declarantReference: zone,
    ticket: fc.constant('SIM0000000012'),
    resultCode: fc.constantFrom(0, 1, 2),
    anomalies: fc.array(fc.record({ errorId: fc.constant('00000-901'), label: text, tagName: text }), { maxLength: 3 }),
  })

  test('the document is one that our own door takes, with every form in it', () => {
    fc.assert(
      fc.property(fc.array(forms, { minLength: 1, maxLength: 4 }), fc.boolean(), (all, perForm) => {
        const documents = notificationDocuments({ ...NOTIFICATION, forms: all }, perForm)
        expect(documents).toHaveLength(perForm ? all.length : 1)
        const found = documents.map((bytes) => read(bytes))
        for (const one of found)
          expect([documentFault('NOTI', one), referenceFault('NOTI', one, TO)]).toEqual([null, null])
        expect(found.reduce((sum, { forms: count }) => sum + count, 0)).toBe(all.length)
      }),
      { numRuns: 200 },
    )
  })

  test('a label is told as far as the schema allows, with no character cut in two', () => {
    const label = '\u{1F600}'.repeat(600)
    const [document = Buffer.alloc(0)] = notificationDocuments(
      { ...NOTIFICATION, forms: [{ ...FORM, anomalies: [{ errorId: '1', label }] }] },
      false,
    )
    expect(XMLValidator.validate(document.toString())).toBe(true)
    const { NOTIFICATION: root } = new XMLParser().parse(document)
    expect([...root.Form.HandlingResult.AnomalyReport.AnomalyLabel]).toEqual(Array(500).fill('\u{1F600}'))
  })
})

const TO = { ticket: 'SLU0000000018', setKey: 'DMFA.123456.20260105.00001.R' }

function read(bytes: Buffer) {
  const reader = new DocumentReader(true)
  reader.write(bytes)
  return { ...reader.end(), parts: ['x'], bytes: bytes.length, schema: { outcome: 'none' as const, errors: [] } }
}
