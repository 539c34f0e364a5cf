/** rule 19.10: whether an online service can be reached as its settings say, and safely; pure. */
import type { Values } from './check-values.ts'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'

type Service = Config['services'][number]
type Target = Service['target']

const KIND_OF: Readonly<Record<Exclude<keyof Target, 'type'>, Target['type']>> = {
  path: 'directory',
  ...{ url: 'http', askUrl: 'http', plainHttp: 'http', caFile: 'http', certificateFile: 'http', keyFile: 'http' },
  ...{ tokenFile: 'http', connectSeconds: 'http', silenceSeconds: 'http', totalSeconds: 'http', answerBytes: 'http' },
  ...{ retryAfterSecondsMax: 'http', queue: 'worker' },
}

export function targetsFit(values: Values): Fault[] {
  return values.config.services.flatMap((service, index) => {
    const at = `services.${index}`
    return [...foreign(service.target, at, values), ...kindFaults(service, `${at}.target`, values.config)]
  })
}

/** A setting of another kind of target would be passed over in silence. */
function foreign({ type }: Target, at: string, { isDefault }: Values): Fault[] {
  return Object.entries(KIND_OF)
    .filter(([key, kind]) => kind !== type && !isDefault(`${at}.target.${key}`))
    .map(([key, kind]) => ({
      setting: `${at}.target.${key}`,
      found: `this belongs to targets of type ${kind}, and this one is ${type}.`,
      remedy: `Take it out, or set ${at}.target.type to ${kind}.`,
    }))
}

function kindFaults(service: Service, at: string, config: Config): Fault[] {
  switch (service.target.type) {
    case 'directory':
      return []
    case 'http':
      return httpFaults(service.target, at)
    case 'worker':
      return workerFaults(service, at, config)
  }
}

function httpFaults(target: Target, at: string): Fault[] {
  const { url, askUrl, certificateFile, keyFile } = target
  if (url === '') {
    const remedy = 'Set the address to which declarations are posted.'
    return [{ setting: `${at}.url`, found: 'a target of type http has no address.', remedy }]
  }
  const faults = [...addressFaults(url, `${at}.url`, target), ...addressFaults(askUrl, `${at}.askUrl`, target)]
  if (askUrl !== '' && !askUrl.includes('{key}')) {
    const remedy = 'Write {key} where the idempotency key belongs.'
    faults.push({ setting: `${at}.askUrl`, found: 'it does not say which declaration is asked after.', remedy })
  }
  if (askUrl !== '' && originOf(askUrl) !== originOf(url)) {
    const remedy = 'Use the same host and port: certificate and token go to one server alone.'
    faults.push({ setting: `${at}.askUrl`, found: 'it is on another server than url.', remedy })
  }
  if ((certificateFile === '') !== (keyFile === '')) {
    const setting = certificateFile === '' ? 'certificateFile' : 'keyFile'
    faults.push({ setting: `${at}.${setting}`, found: 'half of a pair is missing.', remedy: 'Set both, or none.' })
  }
  return faults
}

function addressFaults(template: string, setting: string, { plainHttp }: Target): Fault[] {
  if (template === '') return []
  const text = template.replaceAll('{environment}', 'R').replaceAll('{key}', 'k')
  if (!URL.canParse(text)) {
    return [{ setting, found: 'this is not an address.', remedy: 'Write it like https://dmfa.example/{environment}.' }]
  }
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') {
    const remedy = 'Move it into a file and name it in tokenFile.'
    return [{ setting, found: 'the address holds a user or a password.', remedy }]
  }
  if (protocol === 'https:' || plainHttp || isLoopback(hostname)) return []
  const remedy = 'Use https, or set plainHttp for a network that nobody else can read.'
  return [{ setting, found: 'declarations would go over the network in the clear.', remedy }]
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

function originOf(template: string): string {
  const text = template.replaceAll('{environment}', 'R').replaceAll('{key}', 'k')
  return URL.canParse(text) ? new URL(text).origin : ''
}

function workerFaults({ tokenFile, clientCertificateFile }: Service, at: string, { onlineServices }: Config): Fault[] {
  const setting = `${at}.type`
  const faults: Fault[] = []
  if (onlineServices.port === null) {
    const remedy = 'Set onlineServices.port.'
    faults.push({ setting, found: 'the API by which workers fetch and report is off.', remedy })
  }
  if (tokenFile === '' && clientCertificateFile === '') {
    const remedy = 'Set tokenFile or clientCertificateFile of the service.'
    faults.push({ setting, found: 'its workers have nothing to sign in with.', remedy })
  }
  return faults
}
