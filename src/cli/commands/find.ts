import { textOf } from '../../batch/reasons/catalogue.ts'
import { type FoundSubmission, findSubmissions } from '../../ledger/find.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { foundDocument } from '../found-document.ts'
import { loadSettings } from '../settings.ts'
import { withDatabase } from '../with-database.ts'

/** `sluice find`: what became of a set, told by any name that somebody may have in hand. */
export const findCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('find')
    .description('find submissions by set key, file name, answer name, ticket or SHA-256')
    .argument('<name>', 'such as DMFA.123456.20260105.00001.R')
    .option('--json', 'answer in JSON')
    .action(async (name: string, { json }: { json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      const found = await withDatabase(config, ({ queries }) => findSubmissions(queries, name))
      if (found.length === 0) end(EXIT.no)
      if (json) return terminal.json({ submissions: found.map(foundDocument) })
      if (found.length === 0) return terminal.answer(`Nothing is known of ${name}.`)
      for (const line of found.flatMap(linesOf)) terminal.answer(line)
    })
}

function linesOf({
  rawKey,
  sender,
  files,
  facts,
  deliveries,
  parkedReason,
  contentsRemovedAt,
  awaitsRevocation: wait,
}: FoundSubmission): string[] {
  const { envelope, verdict, acknowledgement } = facts
  return [
    `${rawKey} of sender ${sender}`,
    ...files.map(({ name, receivedAt, state }) => `  ${receivedAt.toISOString()}  ${name} (${state})`),
    ...(envelope ? [`  ${envelope.sealedAt}  sealed, ticket ${envelope.ticket}`] : []),
    ...(wait
      ? [`  waits for revocation data of the certificate ${wait.certificate}, since ${wait.since?.toISOString()}`]
      : []),
    ...(verdict ? [`  ${verdict.judgedAt}  ${verdict.outcome}`] : []),
    ...(verdict?.reasons ?? []).map((reason) => `      ${reason.code}: ${textOf(reason).en}`),
    ...(acknowledgement ? [`  ${acknowledgement.publishedAt}  answered: ${acknowledgement.name}`] : []),
    ...deliveries.map(
      ({ service, state, lastError }) => `  hand-over to ${service}: ${state}${lastError ? ` (${lastError})` : ''}`,
    ),
    ...(contentsRemovedAt
      ? [`  contents removed on ${contentsRemovedAt.toISOString()}, after their archive time`]
      : []),
    ...(parkedReason ? [`  parked: ${parkedReason}`] : []),
  ]
}
