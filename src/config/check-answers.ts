/** What services may answer, and where they put it; pure. */

import { OUTBOUND_PURPOSES } from '../batch/purposes.ts'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'

const OUTBOUND: ReadonlySet<string> = new Set(OUTBOUND_PURPOSES.map(({ code }) => code))

export function answersFit(config: Config): Fault[] {
  return [...purposesGoOut(config), ...foldersAreApart(config), ...simulatedAreKnown(config)]
}

function purposesGoOut({ services }: Config): Fault[] {
  return services.flatMap(({ answers }, index) =>
    (['purposes', 'final'] as const).flatMap((list) =>
      answers[list].flatMap((code, place): Fault[] => {
        if (OUTBOUND.has(code)) return []
        const setting = `services.${index}.answers.${list}.${place}`
        return [
          { setting, found: `${code} is no answer of an online service.`, remedy: 'Use a purpose that goes out.' },
        ]
      }),
    ),
  )
}

/** Whose answer a file is, is told by its folder. */
function foldersAreApart({ services }: Config): Fault[] {
  const targets = services.map(({ target }) => target.path)
  const folders = services.map(({ answers }) => answers.folder)
  return folders.flatMap((folder, index): Fault[] => {
    if (folder === '') return []
    const setting = `services.${index}.answers.folder`
    const remedy = 'Give each service a folder of its own, apart from those of the hand-over.'
    if (targets.includes(folder)) return [{ setting, found: 'declarations are handed over there.', remedy }]
    return folders.indexOf(folder) === index ? [] : [{ setting, found: 'another service has this folder.', remedy }]
  })
}

function simulatedAreKnown({ services, simulator }: Config): Fault[] {
  const codes = services.map(({ code }) => code)
  return simulator.services.flatMap((code, index): Fault[] => {
    if (codes.includes(code)) return []
    const setting = `simulator.services.${index}`
    return [{ setting, found: `${code} is not in services.`, remedy: 'Add it to services, or take it out here.' }]
  })
}
