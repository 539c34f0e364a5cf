import { z } from 'zod'
import { amount, choice, count, flag, secretFile } from './kinds.ts'

const passwords = z.strictObject({
  lengthMax: count({ min: 20, max: 1024 }).default(128).describe('Most characters of a person’s password.'),
  remembered: count({ min: 0, max: 50 })
    .default(5)
    .describe('Former passwords of a person that may not be used again.'),
  restrictAlphabet: flag
    .default(false)
    .describe('Refuse characters that are neither letters nor in the official list, instead of not counting them.'),
  temporaryHours: amount({ min: 0.01, max: 8_784 })
    .default(72)
    .describe('Hours for which a password set by a manager can be used for the first time.'),
  provisionalDays: amount({ min: 0.01, max: 366 })
    .default(30)
    .describe('Days for which the provisional password of an activation can be used.'),
})

/** Access management: what the specification proposes and an institution may want otherwise. */
export const access = z.strictObject({
  keyFile: secretFile
    .default('')
    .describe(
      'File with the key that encrypts national numbers and secrets of people; empty: `registry.key` in `certs.dir`.',
    ),
  coMainAccessManagers: count({ min: 0, max: 1000 })
    .nullable()
    .default(null)
    .describe('Most co-main access managers of an enterprise; left out: any number.'),
  coAccessManagers: count({ min: 0, max: 1000 }).default(1).describe('Most co-access managers of a quality.'),
  usersManageChannels: flag
    .default(false)
    .describe('Whether ordinary users may manage channels, certificates and services of their quality.'),
  usersPerQuality: count({ min: 1, max: 1_000_000 }).default(10_000).describe('Most users of a quality.'),
  refusalsPerHour: count({ min: 1, max: 1000 })
    .default(60)
    .describe('Most entries of the audit in an hour that tell what one person was refused.'),
  draftHours: amount({ min: 0.01, max: 8_784 }).default(24).describe('Hours for which an unfinished set-up is kept.'),
  activationHours: amount({ min: 0.01, max: 8_784 })
    .default(72)
    .describe('Hours for which the link and the code of an activation can be used.'),
  certificateDaysMin: amount({ min: 0, max: 3650 })
    .default(7)
    .describe('Days for which a certificate must still be valid when it is registered in the portal.'),
  certificateYearsMax: amount({ min: 0.1, max: 100 })
    .default(5)
    .describe('Longest validity of a certificate that is registered in the portal, in years.'),
  suspendWithoutCertificate: flag
    .default(false)
    .describe(
      'Suspend the channels of a sender when its last certificate has ended. Its log-in is then refused; otherwise its sets are answered with 125.',
    ),
  passwords: passwords.prefault({}).describe('Passwords of people.'),
  clientIds: choice(['expeditor', 'chaman'])
    .default('expeditor')
    .describe('How client ids of the web service are made: `self_service_expeditor_<sender>`, or the newer form.'),
})
