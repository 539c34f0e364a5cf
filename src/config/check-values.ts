/** Faults that show only when settings are held against each other; pure. */

import { sep } from 'node:path'
import { OWN_SERVICE } from '../batch/own-service.ts'
import { answersFit } from './check-answers.ts'
import { watchedFoldersAreApart } from './check-folders.ts'
import { targetsFit } from './check-targets.ts'
import type { PortRange } from './kinds.ts'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'

export type Values = {
  readonly config: Config
  readonly configFolder: string
  /** Nobody wrote this setting. */
  readonly isDefault: (setting: string) => boolean
}

export function checkValues(values: Values): Fault[] {
  const checks = [portsDiffer, spoolIsApart, addressesHoldNoPassword, codesAreUnique, codesAreKnown]
  const all = [...checks, waitsAreInOrder, tokenRequestsFit, targetsFit].flatMap((check) => check(values))
  return [...all, ...watchedFoldersAreApart(values.config), ...answersFit(values.config)]
}

type Listener = {
  readonly setting: string
  readonly host: string
  readonly ports: PortRange
  /** Opened one by one for data connections: networks may share theirs, or have them in common with the rest. */
  readonly isPool?: true
}

/** Case G3: one port cannot serve two listeners; port 0 is any free one. */
function portsDiffer({ config, isDefault }: Values): Fault[] {
  const defaultsFirst = (one: Listener, other: Listener) =>
    Number(isDefault(other.setting)) - Number(isDefault(one.setting))
  const all = listeners(config).sort(defaultsFirst)
  return all.flatMap((one, index) => {
    const other = all.slice(0, index).find((earlier) => collide(earlier, one))
    if (!other) return []
    const found = `port ${rangeText(one.ports)} is taken by ${other.setting} (${rangeText(other.ports)}).`
    return [{ setting: one.setting, found, remedy: 'Give each listener a port of its own.' }]
  })
}

function listeners({ sftp, ftp, web, portal, console, onlineServices, networks }: Config): Listener[] {
  const single = (setting: string, { host, port }: { host: string; port: number }): Listener => ({
    ...{ setting, host },
    ports: { first: port, last: port },
  })
  return [
    single('sftp.port', sftp),
    single('ftp.port', ftp),
    single('ftp.implicitPort', { host: ftp.host, port: ftp.implicitPort ?? 0 }),
    single('web.port', web),
    single('portal.port', portal),
    single('portal.eid.port', portal.eid),
    single('console.port', console),
    single('onlineServices.port', { host: onlineServices.host, port: onlineServices.port ?? 0 }),
    { setting: 'ftp.passivePorts', host: ftp.host, ports: ftp.passivePorts, isPool: true },
    ...networks.flatMap(({ passivePorts: ports }, index): Listener[] =>
      ports ? [{ setting: `networks.${index}.passivePorts`, host: ftp.host, ports, isPool: true }] : [],
    ),
  ]
}

function collide(one: Listener, other: Listener): boolean {
  if (one.ports.first === 0 || other.ports.first === 0 || (one.isPool && other.isPool)) return false
  const everywhere = (host: string) => host === '0.0.0.0' || host === '::'
  const sameHost = one.host === other.host || everywhere(one.host) || everywhere(other.host)
  return sameHost && one.ports.first <= other.ports.last && other.ports.first <= one.ports.last
}

function rangeText({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`
}

/** Case G6: the spool is emptied, filled and backed up on its own. */
function spoolIsApart({ config, configFolder }: Values): Fault[] {
  const { dir } = config.spool
  const remedy = 'Give the spool a folder of its own.'
  if (dir === sep) return [{ setting: 'spool.dir', found: 'this is the root folder.', remedy }]
  const others = { 'certs.dir': config.certs.dir, 'schemas.dir': config.schemas.dir, config: configFolder }
  return Object.entries(others)
    .filter(([, folder]) => dir === folder || dir.startsWith(`${folder}${sep}`))
    .map(([name]) => ({
      setting: 'spool.dir',
      found: `this lies in ${name === 'config' ? 'the folder of the configuration' : name}.`,
      remedy,
    }))
}

/** Case G2: secrets are files, never values. */
function addressesHoldNoPassword({ config }: Values): Fault[] {
  return (['database', 'queues'] as const)
    .filter((group) => holdsPassword(config[group].url))
    .map((group) => ({
      setting: `${group}.url`,
      found: 'the address holds a password.',
      remedy: `Move the password into a file and name it in ${group}.passwordFile.`,
    }))
}

function holdsPassword(url: string): boolean {
  if (url === '') return false
  const { password, searchParams } = new URL(url)
  return password !== '' || searchParams.has('password')
}

function codesAreUnique({ config: { services, qualities, networks } }: Values): Fault[] {
  const names = networks.map(({ name }) => name)
  return [
    ...repeated('services', 'code', [OWN_SERVICE.code, ...codesOf(services)], 1),
    ...repeated('qualities', 'code', codesOf(qualities)),
    ...repeated('networks', 'name', ['internet', ...names], 1),
  ]
}

function codesOf(list: readonly { code: string }[]): string[] {
  return list.map(({ code }) => code)
}

/** The first `ours` codes are taken by the gateway itself. */
function repeated(list: string, key: string, codes: readonly string[], ours = 0): Fault[] {
  return codes.flatMap((code, index) => {
    if (codes.indexOf(code) === index) return []
    const setting = `${list}.${index - ours}.${key}`
    if (codes.indexOf(code) < ours) return [{ setting, found: `${code} is reserved.`, remedy: 'Choose another.' }]
    return [{ setting, found: `${code} is there twice.`, remedy: 'Use each only once.' }]
  })
}

function codesAreKnown({ config, isDefault }: Values): Fault[] {
  const [qualities, services] = [codesOf(config.qualities), codesOf(config.services)]
  const networks = isDefault('networks') ? [] : config.networks // the default names qualities that may have been taken out
  return [
    ...networks.flatMap((network, index) => missing(network.qualities, qualities, `networks.${index}.qualities`)),
    ...config.qualities.flatMap((quality, index) => missing(quality.services, services, `qualities.${index}.services`)),
  ]
}

function missing(wanted: readonly string[], known: readonly string[], setting: string): Fault[] {
  const list = setting.endsWith('services') ? 'services' : 'qualities'
  return wanted
    .map((code, index) => ({ code, setting: `${setting}.${index}` }))
    .filter(({ code }) => !known.includes(code))
    .map((entry) => ({
      setting: entry.setting,
      found: `${entry.code} is not in ${list}.`,
      remedy: `Add it to ${list}, or take it out here.`,
    }))
}

/** A first wait above the longest one is a slip; a longest one below the usual first simply caps it. */
function waitsAreInOrder({ config: { limits, services }, isDefault }: Values): Fault[] {
  const { graceSeconds, graceMaxSeconds } = limits
  const pairs: readonly (readonly [
    at: string,
    first: string,
    firstSeconds: number,
    last: string,
    lastSeconds: number,
  ])[] = [
    ['limits', 'graceSeconds', graceSeconds, 'graceMaxSeconds', graceMaxSeconds],
    ...(['loginFailures', 'serviceFailures'] as const).map((group) => {
      const { lockSeconds, lockSecondsMax } = limits[group]
      return [`limits.${group}`, 'lockSeconds', lockSeconds, 'lockSecondsMax', lockSecondsMax] as const
    }),
    ...services.flatMap((service, index) =>
      (['retry', 'breaker'] as const).map((group) => {
        const { firstSeconds, lastSeconds } = service[group]
        return [`services.${index}.${group}`, 'firstSeconds', firstSeconds, 'lastSeconds', lastSeconds] as const
      }),
    ),
  ]
  return pairs
    .filter(([at, first, firstSeconds, , lastSeconds]) => firstSeconds > lastSeconds && !isDefault(`${at}.${first}`))
    .map(([at, first, firstSeconds, last, lastSeconds]) => ({
      setting: `${at}.${first}`,
      found: `${firstSeconds} is more than ${at}.${last} (${lastSeconds}).`,
      remedy: 'Lower this one, or raise the other.',
    }))
}

/** What stands in a form beside the assertion: names, and the scopes. */
const FORM_BYTES = 1024

/** Nobody could get a token by the longest assertion. */
function tokenRequestsFit({ config: { limits, web } }: Values): Fault[] {
  const bytesMin = web.assertionBytes + FORM_BYTES
  if (limits.tokenRequestBytes >= bytesMin) return []
  const found = `${limits.tokenRequestBytes} bytes do not hold an assertion of web.assertionBytes (${web.assertionBytes}).`
  const remedy = `Give it ${bytesMin} or more, or lower web.assertionBytes.`
  return [{ setting: 'limits.tokenRequestBytes', found, remedy }]
}
