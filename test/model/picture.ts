/** What can be seen of the state from outside, of the model and of the real core in the same words. */
import { type FileOf, KEYS, type Key, PARTS_OF } from './commands.ts'
import { type File, isGhost, type Model, membersOf, type Sub } from './model.ts'

export type SetPicture = {
  readonly key: Key
  readonly end: 'open' | 'sealed' | 'judged' | 'answered' | 'cancelled' | 'gone'
  readonly why: string | null
  /** Name and content. */
  readonly members: readonly string[]
  readonly codes: readonly number[] | null
  readonly answers: number
  readonly delivery: string | null
}

export type Picture = {
  readonly sets: readonly SetPicture[]
  /** Name and content of what has a temporary name. */
  readonly waiting: readonly string[]
  readonly listed: readonly string[]
  readonly books: Readonly<Record<string, number>>
  readonly events: { readonly repeated: number; readonly tooLate: number; readonly unknown: number }
  /** Contents of received files that are not on the disk. */
  readonly lost: readonly string[]
}

const FOLDER_OF = { A: 'IN', B: 'INTEST-S', C: 'IN', D: 'IN' } as const
const SEQUENCE_OF = { A: '00001.R', B: '00002.S', C: '00003.R', D: '00001.R' } as const
const SENDER_OF = { A: '123456', B: '123456', C: '123456', D: '654321' } as const

export const folderOf = (key: Key) => FOLDER_OF[key]
export const senderOf = (key: Key) => SENDER_OF[key]
export const rawKeyOf = (key: Key) => `${FOLDER_OF[key]}/${setKeyOf(key)}`
const setKeyOf = (key: Key) => `DMFA.123456.20261123.${SEQUENCE_OF[key]}`

export function nameOf({ key, mark }: FileOf): string {
  const set = `${setKeyOf(key)}.${PARTS_OF[key]}`
  if (mark === 'PART') return `FI.${set}.1.part`
  if (mark === 'GO' || mark === 'TD') return `${mark}.${set}`
  return `${mark.slice(0, 2)}.${set}.${mark[2] ?? 1}`
}

/** What a sender has under this raw key. */
export function keyOf(sender: string, rawKey: string): Key {
  return KEYS.find((key) => senderOf(key) === sender && rawKeyOf(key) === rawKey) ?? 'A'
}

export const ofSender = (sender: string, name: string) => `${sender} ${name}`

export function picture(model: Model): Picture {
  const sets = KEYS.flatMap((key) => model.subs.filter((sub) => sub.key === key).map((sub) => setPicture(model, sub)))
  const waiting = model.files.filter(({ owner, state }) => owner === null && state === 'received').map(filePicture)
  return {
    sets,
    waiting: waiting.sort(),
    listed: listed(model),
    books: books(model),
    events: { ...model.events },
    lost: [],
  }
}

function setPicture(model: Model, sub: Sub): SetPicture {
  const { key, sealed, codes, end, delivery } = sub
  return {
    key,
    end: end ?? (codes ? 'judged' : sealed ? 'sealed' : 'open'),
    why: sealed?.why ?? null,
    members: membersOf(model, sub).map(filePicture).sort(),
    codes,
    answers: end === 'answered' ? 3 : 0,
    delivery: delivery && (delivery.state === 'active' && delivery.until < model.now ? 'inDoubt' : delivery.state),
  }
}

function filePicture({ name, content, overLimit }: File): string {
  return `${shown(name)} ${overLimit ? 'large' : content}`
}

function shown(name: FileOf): string {
  return ofSender(senderOf(name.key), nameOf(name))
}

function listed(model: Model): string[] {
  const files = model.files.filter(
    (file) =>
      isGhost(model, file) || (file.state === 'received' && (!file.owner || (!file.owner.sealed && !file.owner.end))),
  )
  const echoes = model.echoes.filter(({ node, until }) => node === 'one' && until > model.now)
  return [...new Set([...files, ...echoes].map(({ name }) => shown(name)))].sort()
}

function books(model: Model): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { owner, state } of model.files) {
    const at = state !== 'received' ? state : owner ? placeOf(owner) : 'waiting'
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}

function placeOf({ end, sealed, codes, isParked }: Sub): string {
  if (end === 'cancelled') return 'cancelled'
  if (end === 'answered') return codes?.length === 0 ? 'accepted' : 'rejected'
  if (isParked && !end) return 'parked'
  return sealed ? 'pending' : 'open'
}
