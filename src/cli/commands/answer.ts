import { repeatAnswer } from '../../mailbox/messages/repeat-answer.ts'
import { type ActOptions, acted, withReason } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'

/** `sluice answer repeat NAME --reason TEXT`: what a sender took away, or lost, lies in its OUT folder once more. */
export const answerCommand: CommandDefinition = (program, terminal) => {
  const command = program
    .command('answer')
    .description('answers in OUT folders')
    .command('repeat')
    .description('put an answer back into its OUT folder, with its own name and bytes')
    .argument('<name>', 'of its FO, CO, FS or GO')
  withReason(command).action(async (name: string, { reason, json }: ActOptions) => {
    const repeated = await acted(command, terminal, reason, (tx, act) => repeatAnswer(tx, { name }, act))
    if (!repeated) throw new RefusedCommand(`No answer has the name "${name}". \`sluice find\` shows them.`, EXIT.no)
    if (json) terminal.json({ ok: true, ...repeated })
    else if (repeated.isRepeated) terminal.answer(`${repeated.name} is in the OUT folder of ${repeated.sender} again.`)
    else terminal.answer(`${repeated.name} is in the OUT folder of ${repeated.sender}, to be fetched.`)
  })
}
