import type { Language } from '../batch/languages.ts'

/** What an operator may set of the mailbox; an object that a reload fills anew, so it is read at use and never kept. */
export type MailboxSettings = {
  readonly limits: {
    readonly partBytes: number
    readonly signatureBytes: number
    readonly transferParts: number
    readonly triggerBytes: number
    readonly goWaitHours: number
    readonly graceSeconds: number
    readonly ghostSeconds: number
    readonly repeatGoMinutes: number
    readonly nameFaultsPerHour: number
    readonly filesPerSet: number
    readonly openFilesPerSender: number
    readonly openBytesPerSender: number
    readonly diskReserveBytes: number
    readonly statusSeconds: number
    readonly statusRows: number
    readonly statusTexts: number
    readonly statusBytes: number
    readonly certificateNoticeDays: number
    readonly certificateWarningDays: number
    readonly outDays: number
  }
  readonly retention: { readonly outNoticeDays: readonly number[] }
  readonly services: readonly { readonly code: string; readonly labels: Readonly<Record<Language, string>> }[]
  readonly names: { readonly temporary: readonly string[] }
}
