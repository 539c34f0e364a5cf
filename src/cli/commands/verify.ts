import { readAcknowledgement } from '../../batch/read-acknowledgement.ts'
import { verifyAnswer } from '../../signing/verify-answer.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { readArgument } from '../input.ts'

type Options = { readonly certificate: string; readonly json?: boolean }

/** `sluice verify FO FS --certificate CERT`: did this gateway sign these bytes? Works offline, for any age of answer. */
export const verifyCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('verify')
    .description('check an answer of the gateway offline')
    .argument('<FO>', 'the answer')
    .argument('<FS>', 'its signature')
    .requiredOption('--certificate <file>', "the gateway's certificate (certs/acknowledgement.crt)")
    .option('--json', 'answer in JSON')
    .action(async (document: string, signature: string, { certificate, json }: Options) => {
      const bytes = await readArgument(document, 'The answer')
      const finding = await verifyAnswer(
        bytes,
        await readArgument(signature, 'The signature'),
        (await readArgument(certificate, 'The certificate')).toString('latin1'),
      )
      const content = readAcknowledgement(bytes)
      const says = content.ok ? content.value : null
      if (finding.outcome === 'bad') end(EXIT.no)
      if (json) terminal.json({ good: finding.outcome === 'good', finding, acknowledgement: says })
      else terminal.answer(sentence(finding.outcome === 'good', finding.outcome === 'bad' ? finding.detail : undefined))
    })
}

function sentence(good: boolean, detail: string | undefined): string {
  return good
    ? 'Good: the gateway signed exactly this answer.'
    : `Bad: the signature does not fit this answer (${detail}).`
}
