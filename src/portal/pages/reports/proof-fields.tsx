/** A certificate and an SSH key as parts of a form (spec access.md §11). */
import { Check, ChoicesField } from '../../../http/components/choice-field.tsx'
import { FileField } from '../../../http/components/file-field.tsx'
import { LinesField, TextField } from '../../../http/components/text-field.tsx'
import type { Children } from '../../../http/elements.ts'
import type { FormFile } from '../../../http/form.ts'
import type { CertificateUsage } from '../../../registry/certificates.ts'
import type { BroughtProofs } from '../../operations/reports-setup.ts'
import { CERTIFICATE_BYTES_MAX } from '../../proof-limits.ts'
import type { Say } from '../../texts.ts'
import type { Wrong } from './wrong.tsx'

export const CERTIFICATE_FORM = { file: 'file', label: 'text', use: 'list' } as const
export const SSH_FORM = { ssh: 'lines', sshLabel: 'text' } as const

/** By the code of a refusal. */
export const PROOF_FAULTS = { 'SLU-CERTIFICATE': 'file', 'SLU-KEY': 'ssh', labelMalformed: 'label' }

const USAGES: readonly CertificateUsage[] = ['signature', 'clientAuthentication']

export function certificateIn({
  file,
  label,
  use,
}: {
  readonly file: FormFile | null
  readonly label: string
  readonly use: readonly string[]
}): BroughtProofs {
  if (!file) return {}
  const usages = USAGES.filter((usage) => use.includes(usage))
  return { certificate: { file: file.bytes, label, usages } }
}

export function sshKeyIn({ ssh, sshLabel }: { readonly ssh: string; readonly sshLabel: string }): BroughtProofs {
  return ssh === '' ? {} : { sshKey: { text: ssh, label: sshLabel } }
}

export function proofLabels(t: Say): Readonly<Record<string, string>> {
  return {
    ...{ file: t('reports.file'), label: t('reports.label'), use: t('reports.usage'), ssh: t('reports.sshPublic') },
    sshLabel: t('reports.label'),
  }
}

type Props = { readonly t: Say; readonly wrong: Wrong }

export function CertificateFields({
  t,
  wrong: { errors },
  label,
  usages,
}: Props & { readonly label: string; readonly usages: readonly string[] }) {
  return (
    <>
      <FileField
        {...{ name: 'file', label: t('reports.file'), hint: t('reports.fileHint'), error: errors.file }}
        accept=".cer,.crt,.pem,.der"
        most={{ fileBytes: CERTIFICATE_BYTES_MAX, message: t('reports.fileTooLarge') }}
      />
      <TextField
        {...{
          name: 'label',
          label: t('reports.label'),
          hint: t('reports.labelHint'),
          error: errors.label,
          value: label,
        }}
        lengthMax={100}
      />
      <ChoicesField
        {...{ name: 'use', legend: t('reports.usage'), error: errors.use, take: 'many', chosen: usages }}
        choices={[
          { value: 'signature', label: t('reports.usage.signature'), hint: t('reports.usageHint.signature') },
          { value: 'clientAuthentication', label: t('reports.usage.login'), hint: t('reports.usageHint.login') },
        ]}
      />
    </>
  )
}

/** What was typed is shown again only when it was taken for a public key: what else was pasted may be a secret. */
export function SshKeyFields({
  t,
  wrong: { errors },
  text,
  label,
}: Props & { readonly text: string; readonly label: string }) {
  return (
    <>
      <LinesField
        {...{ name: 'ssh', label: t('reports.sshPublic'), hint: t('reports.sshHint'), error: errors.ssh }}
        value={errors.ssh ? '' : text}
      />
      <TextField
        {...{
          name: 'sshLabel',
          label: t('reports.sshLabel'),
          hint: t('reports.sshLabelHint'),
          value: label,
          error: errors.sshLabel,
        }}
        lengthMax={100}
      />
    </>
  )
}

/** Boxes to take out again what was handed over earlier. */
export function ProofsHere({
  t,
  legend,
  proofs,
}: {
  readonly t: Say
  readonly legend: string
  readonly proofs: readonly { readonly sha256: string; readonly name: string; readonly more: Children }[]
}) {
  if (proofs.length === 0) return null
  return (
    <fieldset class="field">
      <legend>{legend}</legend>
      {proofs.map(({ sha256, name, more }) => (
        <Check
          key={sha256}
          {...{ name: 'without', id: `without-${sha256}`, value: sha256 }}
          label={t('reports.takeOut', { name })}
          hint={more}
        />
      ))}
    </fieldset>
  )
}
