import { z } from 'zod'
import { address, addressRange, choice, flag, portRange, text } from './kinds.ts'
import { qualityCode } from './qualities.ts'

const network = z.strictObject({
  name: text('a name of lower-case letters, digits and hyphens', /^[a-z][a-z0-9-]{0,31}$/).describe(
    'The name a channel is registered with; `internet` stands for every address in no other network.',
  ),
  cidrs: z
    .array(addressRange)
    .max(1000)
    .default([])
    .describe('Address ranges from which its clients come; a proxy before the portal is a network too.'),
  passiveAddress: address
    .default('')
    .describe('Address told to FTP clients of this network for passive connections; empty: the one they reached.'),
  passivePorts: portRange
    .nullable()
    .default(null)
    .describe('Ports for passive FTP connections of this network; left out: `ftp.passivePorts`.'),
  plainFtp: flag.default(false).describe('FTP without TLS is allowed from this network, whatever `ftp.tls` says.'),
  channels: z
    .array(choice(['sftp', 'ftp', 'web']))
    .default(['sftp', 'ftp', 'web'])
    .describe('Channels this network may use.'),
  qualities: z.array(qualityCode).default([]).describe('Qualities to which this network is offered; empty: all.'),
})

/** The fixed links of provincial and municipal administrations, and who may choose them (decision 31). */
const FIXED_LINKS = ['cipal', 'irisnet', 'publilink', 'schaubroeck', 'infrax', 'publiwin'].map(
  (name): z.input<typeof network> => ({
    name,
    channels: ['ftp'],
    qualities: ['QUAL_EMP_NOSSPLA', 'QUAL_MUN_ADM', 'QUAL_SOC_ACTION', 'QUAL_FSC'],
  }),
)

export const networks = z
  .array(network)
  .max(100)
  .prefault(FIXED_LINKS)
  .describe('Networks of known senders; a list given here replaces the default, the six fixed links without addresses.')
