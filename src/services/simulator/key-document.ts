/** DmfAPID, as the online service of DmfA sends it after an original declaration (spec §11): technical keys of the simulator's own. */
import { createHash } from 'node:crypto'
import { brusselsTime } from '../../batch/dates.ts'
import type { FormValues } from '../../stages/checkers/findings.ts'

type Keyed = { readonly form: FormValues; readonly ticket: string }

/** The bytes follow from what is given alone. */
export function keyDocument(createdAt: Date, forms: readonly Keyed[]): Buffer {
  const { date, hour } = brusselsTime(createdAt)
  const blocks = forms.map(({ form, ticket }) => block(form.values, ticket, [date, hour]))
  return Buffer.from(['<?xml version="1.0" encoding="UTF-8"?>', '<DmfAPID>', ...blocks, '</DmfAPID>', ''].join('\n'))
}

function block(values: FormValues['values'], ticket: string, [date, hour]: readonly [string, string]): string {
  const lines = [
    '  <Form>',
    '    <Identification>DMFAPID</Identification>',
    `    <FormCreationDate>${date}</FormCreationDate>`,
    `    <FormCreationHour>${hour}</FormCreationHour>`,
    '    <AttestationStatus>0</AttestationStatus>',
    '    <TypeForm>SU</TypeForm>',
    reference(1, 2, ticket),
    reference(3, 2, ticket),
    '    <IDEmployerDeclaration>',
    `      <Quarter>${digits(values['EmployerDeclaration/Quarter'], /^20[0-9]{2}[1-4]$/, '20261')}</Quarter>`,
    `      <NOSSRegistrationNbr>${digits(values['EmployerDeclaration/NOSSRegistrationNbr'], /^[0-9]{1,9}$/, '100006')}</NOSSRegistrationNbr>`,
    `      <CompanyID>${digits(values['EmployerDeclaration/CompanyID'], /^(?:0|[0-9]{9,10})$/, '0')}</CompanyID>`,
    `      <EmployerDeclarationPID>${technicalKey(ticket)}</EmployerDeclarationPID>`,
    '    </IDEmployerDeclaration>',
    '  </Form>',
  ]
  return lines.join('\n')
}

function reference(type: number, origin: number, number: string): string {
  return [
    '    <Reference>',
    `      <ReferenceType>${type}</ReferenceType>`,
    `      <ReferenceOrigin>${origin}</ReferenceOrigin>`,
    `      <ReferenceNbr>${number}</ReferenceNbr>`,
    '    </Reference>',
  ].join('\n')
}

/** What a declaration says, where it is what it should be; strangers wrote it. */
function digits(value: string | undefined, pattern: RegExp, otherwise: string): string {
  return value !== undefined && pattern.test(value) ? value : otherwise
}

/** Eleven digits at most, the same for the same ticket. */
function technicalKey(ticket: string): number {
  return (createHash('sha256').update(ticket).digest().readUIntBE(0, 6) % 99_999_999_999) + 1
}
