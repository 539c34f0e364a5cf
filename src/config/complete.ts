/** Turns what an operator wrote into what the program needs: absolute paths, and texts where a gap means "as usual". */

import { isAbsolute, join, resolve } from 'node:path'
import type { Labels } from './labels.ts'
import type { Config } from './schema.ts'

/** The folder that a relative path in a setting starts from. */
export type BaseOf = (setting: readonly PropertyKey[]) => string

export function complete(config: Config, baseOf: BaseOf): Config {
  const at = (path: string, ...setting: PropertyKey[]) =>
    isAbsolute(path) ? resolve(path) : resolve(baseOf(setting), path)
  const orEmpty = (path: string, ...setting: PropertyKey[]) => (path === '' ? '' : at(path, ...setting))
  const spoolDir = at(config.spool.dir, 'spool', 'dir')
  const certsDir = at(config.certs.dir, 'certs', 'dir')
  const { database, queues, signature } = config
  return {
    ...config,
    spool: { dir: spoolDir },
    certs: { ...config.certs, dir: certsDir },
    database: { ...database, passwordFile: orEmpty(database.passwordFile, 'database', 'passwordFile') },
    queues: { ...queues, passwordFile: orEmpty(queues.passwordFile, 'queues', 'passwordFile') },
    signature: {
      ...signature,
      acceptedIssuers: orEmpty(signature.acceptedIssuers, 'signature', 'acceptedIssuers') || join(certsDir, 'issuers'),
    },
    schemas: { dir: at(config.schemas.dir, 'schemas', 'dir') },
    qualities: config.qualities.map((quality) => ({ ...quality, labels: filled(quality.labels, quality.code) })),
    watchedFolders: config.watchedFolders.map((watched, index) => ({
      ...watched,
      in: at(watched.in, 'watchedFolders', index, 'in'),
      out: at(watched.out, 'watchedFolders', index, 'out'),
    })),
    services: config.services.map(({ target, ...service }, index) => ({
      ...service,
      labels: filled(service.labels, service.code),
      target: {
        ...target,
        path: orEmpty(target.path, 'services', index, 'target', 'path') || join(spoolDir, 'services', service.code),
      },
    })),
  }
}

function filled({ de, fr, nl, en }: Labels, code: string): Labels {
  const usual = en || code
  return { de: de || usual, fr: fr || usual, nl: nl || usual, en: usual }
}
