/** A form that comes back: the summary on top, and the message at the field that it is about. */
import type { Refusal } from '../../base/refusal.ts'
import { Faults } from '../../http/components/faults.tsx'
import { statusOf } from '../../http/refusal-problem.ts'
import { type Say, toldRefusal } from '../texts.ts'
import { Refused } from './refused.tsx'

/** Which field a refusal is about, by its key; every other one is about the whole. */
// biome-ignore format: a table
const FIELDS: Readonly<Record<string, string>> = {
  lastName: 'lastName', firstName: 'firstName', email: 'email', mobilePhone: 'mobilePhone', language: 'language',
  nationalNumber: 'ssin', namesDoNotFit: 'ssin', reachNeeded: 'email', employmentUnconfirmed: 'employmentConfirmed',
  reasonTooLong: 'reason', nssoNumber: 'employerId',
  passwordTooShort: 'password', passwordTooLong: 'password', passwordMissingRequiredCharacters: 'password',
  passwordForbiddenCharacters: 'password', passwordContainsIdentity: 'password', passwordTooCommon: 'password',
  passwordReused: 'password', passwordConfirmationMismatch: 'confirmation',
}

/** What stands at the field of this name; undefined when the refusal is not about it. */
export function errorAt(t: Say, refused: Refusal | undefined, name: string): { readonly error?: string } {
  return refused && fieldOf(refused) === name ? { error: wholeText(t, refused) } : {}
}

/** `labels`: of the fields of the form. */
export function FormRefused({
  t,
  refused,
  labels,
}: {
  readonly t: Say
  readonly refused: Refusal | undefined
  readonly labels: Readonly<Record<string, string>>
}) {
  if (!refused) return null
  const name = fieldOf(refused)
  const label = name === undefined ? undefined : labels[name]
  if (name === undefined || label === undefined) return <Refused t={t} refusal={refused} />
  return <Faults title={t('form.faults', { count: 1 })} faults={[{ name, label, message: wholeText(t, refused) }]} />
}

/** Title and status of a page whose form came back. */
export function cameBack(t: Say, title: string, refused: Refusal | undefined): { title: string; status?: number } {
  return refused ? { title: t('form.failed', { title }), status: statusOf(refused) } : { title }
}

/** Refusals that are of the whole page and not of what was typed: nothing there, not allowed, or sign in again. */
export function isOfPage({ code }: Refusal): boolean {
  return ['SLU-MISSING', 'SLU-UNKNOWN', 'SLU-REAUTH', 'SLU-RIGHTS'].includes(code)
}

function fieldOf({ told }: Refusal): string | undefined {
  return told && Object.hasOwn(FIELDS, told.key) ? FIELDS[told.key] : undefined
}

function wholeText(t: Say, refused: Refusal): string {
  const { cause, remedy } = toldRefusal(t, refused)
  return `${cause} ${remedy}`
}
