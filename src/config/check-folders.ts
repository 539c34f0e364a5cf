/** Watched folders held against each other and against the gateway's own; pure. */

import { sep } from 'node:path'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'

type Place = { readonly setting: string; readonly path: string }

export function watchedFoldersAreApart({ watchedFolders, spool, certs }: Config): Fault[] {
  const own: readonly Place[] = [
    { setting: 'spool.dir', path: spool.dir },
    { setting: 'certs.dir', path: certs.dir },
  ]
  const places = watchedFolders.flatMap((watched, index): Place[] => [
    { setting: `watchedFolders.${index}.in`, path: watched.in },
    { setting: `watchedFolders.${index}.out`, path: watched.out },
  ])
  return [
    ...places.flatMap((place) =>
      own.filter(({ path }) => overlap(place.path, path)).map((other) => inside(place, other)),
    ),
    ...places.flatMap((place, index) => sharedWith(place, places.slice(0, index))),
    ...sendersTwice(watchedFolders.map(({ sender }) => sender)),
  ]
}

/** What lies in the spool or beside the keys would be ours and a stranger's at the same time. */
function inside({ setting, path }: Place, other: Place): Fault {
  const how = path === other.path ? 'this is' : isBelow(path, other.path) ? 'this lies in' : 'in this lies'
  return { setting, found: `${how} ${other.setting}.`, remedy: 'Name a folder apart from the gateway’s own.' }
}

function sharedWith({ setting, path }: Place, earlier: readonly Place[]): Fault[] {
  const other = earlier.find((place) => place.path === path)
  if (!other) return []
  return [{ setting, found: `this is ${other.setting} too.`, remedy: 'Give each a folder of its own.' }]
}

function sendersTwice(senders: readonly string[]): Fault[] {
  return senders.flatMap((sender, index) => {
    if (senders.indexOf(sender) === index) return []
    const remedy = 'Give each sender one watched folder.'
    return [{ setting: `watchedFolders.${index}.sender`, found: `${sender} is there twice.`, remedy }]
  })
}

function overlap(one: string, other: string): boolean {
  return one === other || isBelow(one, other) || isBelow(other, one)
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
}
