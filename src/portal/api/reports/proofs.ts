/** Certificates and SSH keys of the configuration (spec access.md §5 row 17, §13.5). They are named by their SHA-256. */
import { z } from 'zod'
import type { Sha256 } from '../../../base/hashes.ts'
import { ok } from '../../../base/result.ts'
import { apiRoute } from '../../api-route.ts'
import type { ReportsAsk } from '../../operations/reports.ts'
import {
  addReportsProofs,
  endReportsProof,
  nameReportsProof,
  type ProofKind,
} from '../../operations/reports-changes.ts'
import { qualityPath } from '../../places.ts'
import { see } from './configuration.ts'
import { sha256Of } from './digest.ts'
import { certificateOf } from './setups.ts'
import { certificateBody, configurationAnswer, QUALITY, reasoned, sshKeyBody } from './shapes.ts'

const labelBody = z.strictObject({ label: z.string().trim().max(100) })

export const PROOF_ROUTES = [
  apiRoute({
    ...{ method: 'POST', path: `${QUALITY}/certificates`, row: 'changeProofs', status: 201 },
    ...{ body: certificateBody, answer: configurationAnswer },
    summary: 'Registers a certificate beside those that are there.',
    async handle(ask) {
      const added = await addReportsProofs(ask, null, { certificate: certificateOf(ask.body) })
      return added.ok ? made(ask, 'certificates', added.value) : added
    },
  }),
  apiRoute({
    ...{ method: 'POST', path: `${QUALITY}/sshKeys`, row: 'changeProofs', status: 201 },
    ...{ body: sshKeyBody, answer: configurationAnswer, summary: 'Registers an SSH key beside those that are there.' },
    async handle(ask) {
      const { publicKey, label } = ask.body
      const added = await addReportsProofs(ask, null, { sshKey: { text: publicKey, label } })
      return added.ok ? made(ask, 'sshKeys', added.value) : added
    },
  }),
  ...proofRoutes('certificate', `${QUALITY}/certificates/:digest`),
  ...proofRoutes('sshKey', `${QUALITY}/sshKeys/:digest`),
]

async function made(ask: ReportsAsk, collection: 'certificates' | 'sshKeys', [digest]: readonly Sha256[]) {
  const seen = await see(ask)
  return seen.ok ? ok({ ...seen.value, location: qualityPath(ask.params, `${collection}/${digest}`) }) : seen
}

function proofRoutes(kind: ProofKind, path: `${typeof QUALITY}/${'certificates' | 'sshKeys'}/:digest`) {
  const thing = kind === 'certificate' ? 'certificate' : 'SSH key'
  return [
    apiRoute({
      ...{ method: 'PATCH', path, row: 'changeProofs', status: 200, ifMatch: 'required' },
      ...{ body: labelBody, answer: configurationAnswer, summary: `Renames a ${thing}.` },
      async handle(ask) {
        const named = { kind, sha256: sha256Of(ask.params.digest), label: ask.body.label }
        const done = await nameReportsProof(ask, ask.expectedVersion, named)
        return done.ok ? see(ask) : done
      },
    }),
    apiRoute({
      ...{ method: 'DELETE', path, row: 'changeProofs', status: 204, ifMatch: 'required', body: reasoned },
      summary: `Removes a ${thing}.`,
      async handle(ask) {
        const why = { version: ask.expectedVersion, reason: ask.body.reason }
        const done = await endReportsProof(ask, why, { kind, sha256: sha256Of(ask.params.digest) })
        return done.ok ? ok({}) : done
      },
    }),
  ]
}
