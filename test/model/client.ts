/** What the model says of a client's commands: the reply, and the state after it. */
import type { Change, FileOf, NodeName } from './commands.ts'
import { isTriggerMark, leave, type Model, newFile, place, same, seen } from './model.ts'
import { folderOf, senderOf } from './picture.ts'

/** `ok`, or the code of the refusal. */
export type Reply = string
export const AWAY: Reply = 'unavailable'

/** What a commit that fails leaves: nothing, and where its answer alone is lost, all that was asked. */
export function failing(model: Model, asked: Change): Reply {
  if (asked.commit === 'replyLost') change(model, asked)
  return AWAY
}

export function change(model: Model, asked: Change): Reply {
  switch (asked.do) {
    case 'upload':
      return upload(model, asked)
    case 'remove':
      return remove(model, asked.node, asked)
    case 'rename':
      return rename(model, asked)
  }
}

/** Decision 9: what is too large is remembered as a member, under its final name. */
function upload(model: Model, { node, key, mark, content }: Extract<Change, { do: 'upload' }>): Reply {
  if (content !== 'large') {
    place(model, node, { key, mark }, newFile(model, content), false)
    return 'ok'
  }
  if (isTriggerMark(mark)) return 'SLU-TRIGGER'
  place(model, node, { key, mark: mark === 'PART' ? 'FI' : mark }, newFile(model, 'bad', true), false)
  return 'SLU-SIZE'
}

/** Decision 7: deleting a ghost hides it. */
function remove(model: Model, node: NodeName, name: FileOf): Reply {
  const found = seen(model, name)
  const echoes = model.echoes.filter((echo) => echo.node === node && same(echo.name, name) && echo.until > model.now)
  model.echoes = model.echoes.filter((echo) => !echoes.includes(echo))
  if (!found) return echoes.length > 0 ? 'ok' : 'SLU-MISSING'
  if (found.place === 'sealed') {
    for (const file of model.files) if (file.owner?.sealed && same(file.name, name)) file.isHidden = true
    return 'ok'
  }
  found.file.state = 'deleted'
  leave(model, found.file.owner)
  return 'ok'
}

function rename(model: Model, { node, key, mark, to, overwrite }: Extract<Change, { do: 'rename' }>): Reply {
  const from = { key, mark }
  if (folderOf(from.key) !== folderOf(to.key) || senderOf(from.key) !== senderOf(to.key)) return 'another folder'
  const found = seen(model, from)
  if (!found) return 'SLU-MISSING'
  if (found.place === 'sealed') return 'SLU-SEALED'
  if (isTriggerMark(to.mark) && found.file.overLimit) return 'SLU-TRIGGER'
  if (same(from, to)) return 'ok'
  const target = seen(model, to)
  if (target && target.place !== 'sealed' && !overwrite) return 'SLU-EXISTS'
  if (target?.place === 'waiting') target.file.state = 'superseded'
  const { owner } = found.file
  place(model, node, to, found.file, true)
  leave(model, owner)
  return 'ok'
}
