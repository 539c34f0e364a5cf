import { type Check, once } from './check.ts'

/** rule 1.4: the sender in the name is the sender whose folder it is (108). Says nothing of the other number (case N3). */
export const senderOwnsFolder: Check = ({ files, envelope }) =>
  once(
    files
      .filter(({ readable }) => readable.sender !== undefined && readable.sender !== envelope.sender)
      .map(({ member, readable }) => ({
        code: 108,
        file: member.name,
        seen: `${readable.sender}`,
        expected: envelope.sender,
      })),
  )
