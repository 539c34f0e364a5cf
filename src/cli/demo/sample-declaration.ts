import { brusselsTime } from '../../batch/dates.ts'

/** A small declaration of an invented employer with invented numbers, in the shape of an original DmfA (spec §9.6), with CRLF as real clients send it. */
export function sampleDeclaration(created: Date, reference: string): Buffer {
  const { date, hour } = brusselsTime(created)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<DmfAOriginal xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="DmfAOriginal_20264.xsd">',
    '  <Form>',
    '    <Identification>DMFA</Identification>',
    `    <FormCreationDate>${date}</FormCreationDate>`,
    `    <FormCreationHour>${hour}</FormCreationHour>`,
    '    <AttestationStatus>0</AttestationStatus>',
    '    <TypeForm>SU</TypeForm>',
    '    <Reference>',
    '      <ReferenceType>1</ReferenceType>',
    '      <ReferenceOrigin>1</ReferenceOrigin>',
    `      <ReferenceNbr>${reference}</ReferenceNbr>`,
    '    </Reference>',
    '    <EmployerDeclaration>',
    '      <Quarter>20263</Quarter>',
    '      <NOSSRegistrationNbr>199999934</NOSSRegistrationNbr>',
    '      <Trusteeship>0</Trusteeship>',
    '      <CompanyID>0</CompanyID>',
    '      <NetOwedAmount>000000000123456</NetOwedAmount>',
    '    </EmployerDeclaration>',
    '  </Form>',
    '</DmfAOriginal>',
    '',
  ]
  return Buffer.from(lines.join('\r\n'), 'utf8')
}
