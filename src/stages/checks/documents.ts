import { ROOT_NAMESPACES } from '../../batch/purposes.ts'
import type { Reason } from '../../batch/reason.ts'
import type { DocumentFindings } from '../checkers/findings.ts'
import type { JudgeFacts, ServiceRules } from './facts.ts'

/** What the checks of documents share. */

/** A document that was read to its end, and the rules of the service it is for. */
export type ReadDocument = {
  readonly document: DocumentFindings
  readonly root: string
  readonly namespace: string | null
  readonly service: ServiceRules
}

/** Only what was read whole is judged further: of anything else the later parts are unknown. */
export function readDocuments({ documents, service }: JudgeFacts): readonly ReadDocument[] {
  return documents.flatMap((document) =>
    service && document.wellFormed && document.root
      ? [{ document, service, root: document.root.name, namespace: document.root.namespace }]
      : [],
  )
}

/** The reasons that `judge` finds in each document, with the file they are about; the parts of one document share theirs. */
export function aboutEach(
  facts: JudgeFacts,
  judge: (read: ReadDocument) => readonly Omit<Reason, 'file'>[],
): readonly Reason[] {
  return readDocuments(facts).flatMap((read) => judge(read).map((reason) => ({ ...reason, ...fileOf(read.document) })))
}

/** Nothing for a document made of several files: then the reason is about the set. */
export function fileOf({ parts }: DocumentFindings): Pick<Reason, 'file'> {
  return parts.length === 1 && parts[0] !== undefined ? { file: parts[0] } : {}
}

/** Whether any service at all has documents of this root. */
export function rootIsOffered({ settings }: JudgeFacts, root: string): boolean {
  return settings.services.some(({ roots }) => roots.includes(root))
}

/** Whether this service takes documents of this root; a service that names none leaves it open, but for those of others. */
export function rootIsTaken(facts: JudgeFacts, { service, root }: Pick<ReadDocument, 'service' | 'root'>): boolean {
  return service.roots.length === 0 ? !rootIsOffered(facts, root) : service.roots.includes(root)
}

/** The namespace in which a root stands; null for the classic messages, which stand in none. */
export function namespaceOf(root: string): string | null {
  return Object.hasOwn(ROOT_NAMESPACES, root) ? (ROOT_NAMESPACES[root] ?? null) : null
}
