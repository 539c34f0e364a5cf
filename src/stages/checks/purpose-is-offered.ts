import { type Check, once } from './check.ts'

/** rule 1.3: the purpose is one of the gateway's online services (129). */
export const purposeIsOffered: Check = ({ files, service, kind }) =>
  service || kind === 'acknowledgement'
    ? []
    : once(
        files
          .filter(({ readable }) => readable.purpose !== undefined)
          .map(({ member, readable }) => ({
            code: 129,
            detail: 'purpose',
            file: member.name,
            seen: `${readable.purpose}`,
          })),
      )
