import { z } from 'zod'
import { FINAL_PURPOSES } from '../batch/purposes.ts'
import { amount, bytes, choice, flag, folder, KINDS, text } from './kinds.ts'

const MiB = 1024 * 1024
const DAY_SECONDS = 86_400

const purposes = (expected: string) =>
  z
    .array(text('a purpose code such as NOTI', /^[A-Z][A-Z0-9]{3}$/))
    .max(50)
    .register(KINDS, { expected })

/** Of one online service. */
export const serviceAnswers = z.strictObject({
  purposes: purposes('a list of purpose codes that go out')
    .default([])
    .describe('Purposes of which its answers may be; empty: any that goes out.'),
  final: purposes('a list of purpose codes that go out')
    .default([...FINAL_PURPOSES])
    .describe('Purposes with which a declaration counts as answered.'),
  folder: folder
    .default('')
    .describe(
      'Folder where the service may put answers as `<environment>/<ticket>.<PURPOSE>.xml`; empty: none. Files come by rename.',
    ),
})

export const answers = z.strictObject({
  bytes: bytes({ min: 1024, max: 256 * MiB })
    .default(10 * MiB)
    .describe('Largest answer of an online service.'),
  compressed: flag
    .default(false)
    .describe('Senders get answers of online services as CO, a ZIP with one entry, unless a sender has it otherwise.'),
  perForm: flag
    .default(false)
    .describe('Notifications of the gateway itself come in one file for each form instead of one for all of a set.'),
  schema: text('a file name that ends in .xsd', /^[A-Za-z0-9_.-]{1,123}\.xsd$/)
    .default('NOTIFICATION_20223.xsd')
    .describe('Schema named in notifications of the gateway itself.'),
  scanSeconds: amount({ min: 0.05, max: 3600 })
    .default(5)
    .describe('Seconds between two looks into the folders of `services[].answers.folder`.'),
  quietSeconds: amount({ min: 0, max: 3600 })
    .default(2)
    .describe('Seconds for which a file there must be the same before it is taken.'),
  retrySecondsMax: amount({ min: 0.1, max: DAY_SECONDS })
    .default(300)
    .describe(
      'Longest pause in seconds before an answer that could not be published, or a file there that could not be taken, is tried again.',
    ),
})

export const simulator = z.strictObject({
  environments: z
    .array(choice(['T', 'S']))
    .max(2)
    .default(['S'])
    .register(KINDS, { expected: 'a list of T and S' })
    .describe(
      'Environments in which the gateway answers in the place of the online services; empty: none. Never production.',
    ),
  services: z
    .array(text('a purpose code such as DMFA', /^[A-Z][A-Z0-9]{3}$/))
    .max(500)
    .default([])
    .describe('Online services in whose place it answers; empty: all.'),
  delaySeconds: amount({ min: 0, max: DAY_SECONDS }).default(1).describe('Seconds from the hand-over to its answer.'),
  lateSeconds: amount({ min: 0, max: DAY_SECONDS * 30 })
    .default(300)
    .describe('The same for what it plays to be late (sequence 90001).'),
  closedSeconds: amount({ min: 0, max: DAY_SECONDS * 30 })
    .default(60)
    .describe('Seconds for which a service that it plays to be closed takes nothing (sequence 90005).'),
})
