/** OPEN and OPENDIR: a place among the open handles is taken before the store is asked (case S13). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { BytePath, Outcome } from '../files/client-files.ts'
import { normalised } from '../files/paths.ts'
import { answer, handlePacket, type Reply } from './answers.ts'
import { CONNECTION_GONE, DRAINING, TOO_MANY_HANDLES } from './refusals.ts'
import type { OpenOperation } from './requests.ts'
import type { Workplace } from './workplace.ts'

export async function open(place: Workplace, id: number, operation: OpenOperation): Promise<Reply> {
  const { path, flags, attributes } = operation
  const opened = await withReservation(place, () =>
    place.order.about([normalised(path)], async () => {
      const file = await place.files.open(path, flags, attributes)
      if (!file.ok || !place.isGone()) return file
      await file.value[Symbol.asyncDispose]()
      return no(CONNECTION_GONE)
    }),
  )
  return answer(opened, (file) => handlePacket(id, place.handles.addFile(path, file, flags)))
}

export async function openListing(place: Workplace, id: number, path: BytePath): Promise<Reply> {
  const opened = await withReservation(place, () => place.order.alone(() => place.files.list(path)))
  return answer(opened, (pages) => handlePacket(id, place.handles.addListing(path, pages[Symbol.asyncIterator]())))
}

async function withReservation<Value>(place: Workplace, work: () => Outcome<Value>): Promise<Result<Value, Refusal>> {
  if (place.isDraining()) return no(DRAINING)
  if (!place.handles.reserve()) return no(TOO_MANY_HANDLES)
  let opened: Result<Value, Refusal> | undefined
  try {
    opened = await work()
    return opened.ok ? ok(opened.value) : no(opened.problem)
  } finally {
    if (!opened?.ok) place.handles.abandon()
  }
}
