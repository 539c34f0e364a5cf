import { nameDate } from '../../batch/dates.ts'
import { readSigningPair, type SigningPair } from '../../signing/sign.ts'
import type { CommandDefinition } from '../command.ts'
import { readArgument } from '../input.ts'
import { packSet } from '../pack-set.ts'
import { RefusedCommand, refused } from '../refused-command.ts'

type Options = {
  readonly service: string
  readonly sender: string
  readonly environment: string
  readonly key?: string
  readonly certificate?: string
  readonly out: string
  readonly sequence: string
  readonly date?: string
  readonly json?: boolean
}

/** `sluice pack`: a sender's tool that writes FI, FS and GO the way the gate wants them. */
export const packCommand: CommandDefinition = (program, terminal) => {
  program
    .command('pack')
    .description('sign declarations and write the FI, FS and GO of one set (several files are its parts)')
    .argument('<file...>', 'the parts of the declaration, in order')
    .requiredOption('--service <code>', 'purpose, such as DMFA')
    .requiredOption('--sender <number>', 'sender number, six digits')
    .requiredOption('--environment <letter>', 'R production, T circuit test, S simulation')
    .option('--key <file>', 'private key in PEM')
    .option('--certificate <file>', 'certificate in PEM')
    .requiredOption('--out <folder>', 'where the set is written')
    .option('--sequence <text>', 'five characters 0-9 A-Z', '00001')
    .option('--date <YYYYMMDD>', 'creation date; today in Brussels when left out')
    .option('--json', 'answer in JSON')
    .action(async (files: string[], options: Options) => {
      const now = new Date()
      const { service, sender, environment, sequence, out: folder, date = nameDate(now) } = options
      const pair = await signingPair(options)
      const names = await packSet({ files, service, sender, environment, date, sequence, pair, folder, now })
      if (options.json) terminal.json({ folder, files: names })
      else for (const name of names) terminal.answer(name)
    })
}

/** Without key and certificate the set is left unsigned, which only the simulation environment takes. */
async function signingPair({ key, certificate, environment }: Options): Promise<SigningPair | null> {
  if (!key && !certificate && environment === 'S') return null
  if (!key || !certificate) throw new RefusedCommand('A signature needs both --key and --certificate.')
  const pair = readSigningPair(
    (await readArgument(key, 'The key')).toString('latin1'),
    (await readArgument(certificate, 'The certificate')).toString('latin1'),
  )
  if (!pair.ok) throw refused(pair.problem)
  return pair.value
}
