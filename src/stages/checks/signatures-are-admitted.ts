import type { Check } from './check.ts'
import { filesOf } from './facts.ts'

/** rule 2.6: no FS comes over a channel that carries a signature of its own (121). */
export const signaturesAreAdmitted: Check = (facts) =>
  filesOf(facts, 'FS')
    .filter(({ member }) => facts.settings.signature.forbiddenOn?.includes(member.channel))
    .map(({ member }) => ({ code: 121, file: member.name, seen: member.channel }))
