import { withOwnService } from '../batch/own-service.ts'
import type { Database } from '../database/database.ts'
import type { OpenMailbox } from '../mailbox/mailbox.ts'
import type { Lanes } from '../pipeline/lanes.ts'
import { startPipeline } from '../pipeline/pipeline.ts'
import { pipelineSteps, type StepDeps } from '../pipeline/steps.ts'
import { rightsReader } from '../registry/rights.ts'
import type { Sign } from '../signing/answer-signer.ts'
import type { Spool } from '../spool/spool.ts'
import { type Checkers, createCheckers } from '../stages/checkers/checkers.ts'
import { judgeContents } from '../stages/judge-contents.ts'
import { answerPoints, checkerPoints, stepPoints } from './failpoints/step-points.ts'
import { watchFlow } from './flow-metrics.ts'
import type { Ground } from './ground.ts'
import { freshIssuers } from './issuers.ts'
import { knownStanding } from './known-standing.ts'
import { derivedView } from './live-view.ts'
import { sealDeps } from './seal-deps.ts'
import { ownAuthority } from './self-test/own-authority.ts'
import type { SharedTime } from './shared-time.ts'

/** Submissions judged and answered at the same time by one process; more of them wait for the checkers and the database anyway. */
const LANES = 8

type PipelineGround = Ground & {
  readonly database: Database
  readonly spool: Spool
  readonly mailbox: Pick<OpenMailbox, 'uploadsOf'>
  readonly time: Pick<SharedTime, 'mayEndAt'>
  readonly sign: Sign
}

export async function openPipeline(ground: PipelineGround): Promise<Lanes & { readonly lanes: number }> {
  const { live, node, database, log, ending, failpoints } = ground
  const { limits, schemas } = live.current()
  const ofProcess = createCheckers({
    count: limits.checkers,
    seconds: limits.checkerSeconds,
    memoryBytes: limits.checkerMemoryBytes,
    schemasDir: schemas.dir,
    log,
  })
  const checkers = checkerPoints(ofProcess, failpoints)
  const pipeline = await startPipeline({
    database,
    steps: stepPoints(pipelineSteps(stepDeps(ground, checkers)), failpoints),
    limits: () => live.current().limits,
    lanes: LANES,
    owner: node,
    log,
    onBug: (error) => ending.fail(error),
    patienceSeconds: () => ending.patienceSeconds(),
  })
  return {
    ...pipeline,
    lanes: LANES,
    async [Symbol.asyncDispose]() {
      await pipeline[Symbol.asyncDispose]()
      await checkers[Symbol.asyncDispose]()
    },
  }
}

function stepDeps(ground: PipelineGround, checkers: Checkers): StepDeps {
  const { live, version, database, spool, log, now, sign } = ground
  const settings = derivedView(() => live.current(), withOwnService)
  const own = ownAuthority(database, () => settings.selfTest.enabled)
  const issuers = freshIssuers(() => settings.signature.acceptedIssuers, now, log)
  const answering = answerPoints({ sign, store: (bytes) => spool.store(bytes) }, ground.failpoints)
  const seal = sealDeps(live, ground.node, ground.time)
  const snapshots = rightsReader()
  return {
    database,
    sealDeps: () => seal,
    uploadsOf: ground.mailbox.uploadsOf,
    readRights: (queries, { rights }) => snapshots(queries, rights),
    judgeDeps: () => ({
      settings,
      productVersion: version,
      ...judgeContents({
        contents: spool,
        checkers,
        issuers: async () => [...(await issuers()), ...(await own())],
        allowSelfSigned: settings.signature.allowSelfSigned,
        revocation: settings.signature,
        standingOf: knownStanding(database.queries),
        signatureBytesMax: settings.limits.signatureBytes,
      }),
    }),
    acknowledgeDeps: () => ({
      settings: { ...settings.acknowledgement, gatewayNumber: settings.names.gatewayNumber },
      ...answering,
    }),
    reuse: () => settings.names.reuse,
    ...watchFlow(ground),
  }
}
