import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../base/hashes.ts'
import { LANGUAGES, type Language } from '../../batch/languages.ts'
import { textOf } from '../../batch/reasons/catalogue.ts'
import type { RegisteredCertificate } from '../../batch/rights.ts'
import type { Config } from '../../config/schema.ts'
import { type Certificate, readCertificate } from '../../signing/certificate.ts'
import { loadIssuers } from '../../signing/issuers.ts'
import { readPem } from '../../signing/pem.ts'
import { readSignature } from '../../signing/signer.ts'
import { type Checkers, createCheckers } from '../../stages/checkers/checkers.ts'
import { type DrySet, drySets } from '../../stages/dry-sets.ts'
import { type Judgement, judge } from '../../stages/judge.ts'
import { judgeContents } from '../../stages/judge-contents.ts'
import type { CommandDefinition } from '../command.ts'
import { assumedRights, localFile } from '../dry-run.ts'
import { EXIT } from '../exit-codes.ts'
import { codeOf, readArgument } from '../input.ts'
import { productVersion } from '../product-version.ts'
import { RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import { commandLog } from '../with-database.ts'

type Options = {
  readonly certificate: readonly string[]
  readonly sender?: string
  readonly language: string
  readonly json?: boolean
}

/** `sluice check`: a dry run with the code of the gate. Works anywhere; what only the gateway knows (rights, repeats) is assumed to be in order. */
export const checkCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('check')
    .description('say what the gate would answer to sets, and why; nothing is stored')
    .argument('<path...>', 'files FI, FS and GO, or folders of them')
    .option('--certificate <file>', "the sender's registered certificate; may be given again", collect, [])
    .option('--sender <number>', 'sender number of the account; the one in the names when left out')
    .option('--language <code>', `language of the reasons: ${LANGUAGES.join(', ')}`, 'en')
    .option('--json', 'answer in JSON')
    .action(async (paths: string[], options: Options, command) => {
      const { config } = await loadSettings(command, terminal)
      const language = LANGUAGES.find((candidate) => candidate === options.language)
      if (!language) throw new RefusedCommand(`"${options.language}" is none of ${LANGUAGES.join(', ')}.`)
      const files = await Promise.all((await filesOf(paths)).map(localFile))
      const sets = drySets(files, {
        sender: options.sender,
        channel: 'sftp',
        partBytesMax: config.limits.partBytes,
        now: new Date(),
      })
      const judged = await judgeAll(sets, options, config)
      if (judged.some(({ judgement }) => judgement.outcome === 'rejected')) end(EXIT.no)
      if (options.json) terminal.json({ sets: judged.map(setDocument) })
      else for (const line of judged.flatMap((one) => linesOf(one, language))) terminal.answer(line)
    })
}

type Judged = { readonly set: DrySet; readonly judgement: Judgement }

async function judgeAll(sets: readonly DrySet[], options: Options, config: Config): Promise<Judged[]> {
  const given = await Promise.all(options.certificate.map(givenCertificate))
  const issuers = await loadIssuers(config.signature.acceptedIssuers)
  await using checkers = createCheckers({
    count: 1,
    schemasDir: config.schemas.dir,
    seconds: config.limits.checkerSeconds,
    memoryBytes: config.limits.checkerMemoryBytes,
    log: commandLog(),
  })
  const judged: Judged[] = []
  for (const set of sets) judged.push({ set, judgement: await judgeLocal(set, given, issuers, checkers, config) })
  return judged
}

/** Certificates that are not given are taken from the signatures themselves, and vouched for by themselves when no issuers are here. */
async function judgeLocal(
  set: DrySet,
  given: readonly Certificate[],
  issuers: readonly Certificate[],
  checkers: Checkers,
  config: Config,
): Promise<Judgement> {
  const { envelope, contents } = set
  const certificates = given.length > 0 ? given : await signersOf(set, config.limits.signatureBytes)
  const trusted = [...issuers, ...(issuers.length > 0 ? [] : certificates)]
  const rights = assumedRights(
    envelope.sender,
    config.services.map(({ code }) => code),
    certificates.map(registered),
  )
  const deps = judgeContents({
    contents,
    checkers,
    issuers: async () => trusted,
    allowSelfSigned: config.signature.allowSelfSigned || issuers.length === 0,
    revocation: { revocation: 'off', recheckHours: 0 },
    standingOf: async () => null,
    signatureBytesMax: config.limits.signatureBytes,
  })
  return await judge(
    { envelope, rights },
    {
      settings: config,
      productVersion: productVersion(),
      keyAcceptedBefore: async () => false,
      inspect: deps.inspect,
      async verify(...question) {
        const finding = await deps.verify(...question)
        const unvouched = finding.outcome === 'bad' && finding.detail === 'issuerNotAccepted' && issuers.length === 0
        return unvouched ? { ...finding, outcome: 'good', annex25: [0, 0] } : finding
      },
    },
  )
}

async function signersOf({ envelope, contents }: DrySet, bytesMax: number): Promise<Certificate[]> {
  const files = envelope.members.filter(({ name }) => name.startsWith('FS.'))
  const signatures = await Promise.all(
    files.map(async ({ sha256: hash }) => readSignature(await contents.read(hash, bytesMax))),
  )
  return signatures.flatMap((signature) => (signature.ok ? signature.value.certificates : []))
}

async function givenCertificate(path: string): Promise<Certificate> {
  const bytes = await readArgument(path, 'The certificate')
  const pem = readPem(bytes.toString('latin1'))?.blocks.find(({ label }) => label === 'CERTIFICATE')
  const certificate = readCertificate(pem?.octets ?? bytes)
  if (!certificate.ok)
    throw new RefusedCommand(`${path} is not a certificate (${certificate.problem}). Give PEM or DER.`)
  return certificate.value
}

function registered({ der }: Certificate): RegisteredCertificate {
  return { sha256: sha256(der), der: der.toString('base64'), usages: ['signature'], state: 'valid' }
}

async function filesOf(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(filesAt))
  if (found.flat().length === 0) throw new RefusedCommand('There are no files in there.')
  return found.flat()
}

async function filesAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(path, entry.name))
      .sort()
  } catch (error) {
    throw new RefusedCommand(`${path} cannot be read (${codeOf(error)}). Name files or folders that exist.`)
  }
}

function setDocument({ set, judgement }: Judged): object {
  const { outcome, reasons, setKey, service, evidence } = judgement
  return {
    setKey: setKey ?? set.envelope.rawKey,
    service: service ?? null,
    verdict: { outcome, reasons: reasons.map((reason) => ({ ...reason, text: textOf(reason) })) },
    files: set.envelope.members.map(({ name }) => name),
    evidence,
  }
}

function linesOf({ set, judgement }: Judged, language: Language): string[] {
  return [
    `${set.envelope.rawKey}: ${judgement.outcome}`,
    ...judgement.reasons.map(
      (reason) => `  ${reason.code}  ${reason.file ? `${reason.file}: ` : ''}${textOf(reason)[language]}`,
    ),
  ]
}

function collect(value: string, former: readonly string[]): readonly string[] {
  return [...former, value]
}
