/** Answers of a sender go to its out folder: FO or CO, and FS, then, when these are on the medium, GO. They stay in the mailbox for the other channels. */
import { Corrupt } from '../../base/errors.ts'
import { folderRow } from '../../batch/environment.ts'
import type { HeldFolder } from './held-folder.ts'
import type { FolderAnswer } from './options.ts'
import type { Ground } from './scene.ts'
import { type Written, writeFile } from './write-file.ts'

const PAGE = 100
/** An answer has FO or CO. */
const MARKS = ['FO', 'CO', 'FS', 'GO'] as const

/** How many answers a person must look at: another file has a name of theirs, or their bytes are damaged. */
export async function writeAnswers(out: HeldFolder, ground: Ground): Promise<{ readonly parked: number }> {
  const { ledger } = ground.deps
  let parked = 0
  for (let after = ''; ; ) {
    const answers = await ledger.answersForFolder(ground.settings.sender, after, PAGE)
    for (const answer of answers) {
      if (!(await ground.goesOn())) return { parked }
      if (!(await writeAnswer(out, answer, ground))) parked++
    }
    const last = answers.at(-1)
    if (answers.length < PAGE || !last) return { parked }
    after = last.trigger
  }
}

/** A crash before the note writes the same bytes again, or finds them; they depend on nothing but the answer. */
async function writeAnswer(out: HeldFolder, answer: FolderAnswer, ground: Ground): Promise<boolean> {
  const { deps, settings, memory, metrics } = ground
  const { sender } = settings
  const { trigger } = answer
  const fault = await faultOf(out, answer, ground)
  if (fault) {
    if (memory.tidings.isNews(`answer ${trigger}`, fault.why)) {
      const remedy = 'Look at the file in the out folder and move it away; the answer follows by itself.'
      deps.log.error('folder.answerParked', { sender, answer: trigger, ...fault, remedy })
    }
    return false
  }
  memory.tidings.isOver(`answer ${trigger}`)
  await deps.ledger.noteInFolder(trigger)
  metrics.answer()
  deps.log.info('folder.answered', { sender, answer: trigger })
  return true
}

async function faultOf(
  out: HeldFolder,
  { environment, trigger }: FolderAnswer,
  ground: Ground,
): Promise<{ readonly name: string; readonly why: string } | null> {
  for (const mark of MARKS) {
    const name = trigger.replace(/^GO/, mark)
    if (mark === 'GO') await out.sync()
    const written = await writeOne(out, folderRow(environment).out, name, ground)
    if (written === 'different') return { name, why: 'another file has this name' }
    if (written === 'damaged') return { name, why: 'its bytes are damaged' }
  }
  await out.sync()
  return null
}

/** What its receiver took and deleted over another channel is not brought once more, nor what the answer has not. */
async function writeOne(
  out: HeldFolder,
  from: ReturnType<typeof folderRow>['out'],
  name: string,
  { deps, visitor }: Ground,
): Promise<Written | 'damaged'> {
  try {
    const download = await deps.mailbox.download({ ...visitor, session: 'folder' }, from, name)
    if (!download.ok) return 'there'
    await using content = download.value
    return await writeFile(out, name, content)
  } catch (error) {
    if (error instanceof Corrupt) return 'damaged'
    throw error
  }
}
