import { readAcknowledgement } from '../../batch/read-acknowledgement.ts'
import type { Certificate } from '../../signing/certificate.ts'
import { stampFaultText } from '../../signing/timestamp/stamp-fault.ts'
import { stampIssuers } from '../../signing/timestamp/stamp-issuers.ts'
import { type AnswerFinding, type StampFinding, verifyAnswer } from '../../signing/verify-answer.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { readArgument } from '../input.ts'
import { RefusedCommand } from '../refused-command.ts'

type Options = { readonly certificate: string; readonly timestampIssuers?: string; readonly json?: boolean }

/**
 * `sluice verify FO FS --certificate CERT [--timestamp-issuers FILE]`: did this gateway sign these bytes, and when? Works offline, for any
 * age of answer (rule 29.5).
 */
export const verifyCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('verify')
    .description('check an answer of the gateway offline')
    .argument('<FO>', 'the answer')
    .argument('<FS>', 'its signature')
    .requiredOption('--certificate <file>', "the gateway's certificate (certs/acknowledgement.crt)")
    .option('--timestamp-issuers <file>', 'the root of the time-stamping authority; then a time-stamp must be there')
    .option('--json', 'answer in JSON')
    .action(async (document: string, signature: string, { certificate, timestampIssuers, json }: Options) => {
      const bytes = await readArgument(document, 'The answer')
      const finding = await verifyAnswer(
        bytes,
        await readArgument(signature, 'The signature'),
        (await readArgument(certificate, 'The certificate')).toString('latin1'),
        await issuersIn(timestampIssuers),
      )
      const content = readAcknowledgement(bytes)
      const says = content.ok ? content.value : null
      const { good, text } = conclusion(finding, timestampIssuers !== undefined)
      if (!good) end(EXIT.no)
      if (json) terminal.json({ good, finding, acknowledgement: says })
      else terminal.answer(text)
    })
}

async function issuersIn(path: string | undefined): Promise<readonly Certificate[] | null> {
  if (path === undefined) return null
  const issuers = stampIssuers((await readArgument(path, 'The file of authorities')).toString('latin1'))
  if (issuers.ok) return issuers.value
  throw new RefusedCommand(
    `The file of authorities ${issuers.problem}.\n  Give the root of the time-stamping authority, as PEM.`,
  )
}

/** Who names authorities wants a time-stamp of theirs. */
export function conclusion(
  finding: AnswerFinding,
  wantsStamp: boolean,
): { readonly good: boolean; readonly text: string } {
  if (finding.outcome === 'bad') {
    return { good: false, text: `Bad: the signature does not fit this answer (${finding.detail}).` }
  }
  const { timeStamp = { outcome: 'none' } } = finding
  const good = timeStamp.outcome !== 'bad' && (timeStamp.outcome !== 'none' || !wantsStamp)
  return {
    good,
    text: `${good ? 'Good' : 'Bad'}: the gateway signed exactly this answer${stampText(timeStamp, wantsStamp)}`,
  }
}

function stampText(finding: StampFinding, wantsStamp: boolean): string {
  if (finding.outcome === 'bad') return `, but its time-stamp does not hold: ${stampFaultText(finding.fault)}.`
  if (finding.outcome === 'none') return wantsStamp ? ', but it has no time-stamp.' : '.'
  const { at, by } = finding.stamp
  const doubt = finding.outcome === 'unchecked' ? ' (who that is was not checked: name --timestamp-issuers)' : ''
  return `.\nTime-stamped ${at.toISOString()} by ${by.subject}${doubt}.`
}
