/**
 * What went wrong, from what each side knows: the client's log, the effects at the online service, all looks at OUT, and the books. Pure, so that
 * whoever breaks the gateway (crashes, power cuts, two nodes, a long run) judges by the same measure. Collected when
 * everything came to rest, as `steady-client.ts` does.
 */

/** `acknowledged`: the positive reply came. A file may be sent again, with the same bytes, as long as none came. */
export type SentFile = { readonly name: string; readonly sha256: string; readonly acknowledged: boolean }

export type SentSet = {
  /** Name of the GO. */
  readonly trigger: string
  /** FI and FS in their order, the GO last. */
  readonly files: readonly SentFile[]
  /** `either`: a TD came at the same time, so that it may have been cancelled, accepted, or rejected because the GO came alone. */
  readonly expected: 'accepted' | 'rejected' | 'either'
}

/** Something that an online service took for new. */
export type Effect = {
  readonly key: string
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
}

/** One FO of OUT with what lay beside it. */
export type SeenAnswer = {
  readonly name: string
  /** Of FO and FS; null when one is not there. */
  readonly document: string | null
  readonly signature: string | null
  readonly hasTrigger: boolean
  /** The FS is the gateway's signature over the FO. */
  readonly isSigned: boolean
  /** The GO that it answers, and the reasons; none is an acceptance. */
  readonly about: string
  readonly codes: readonly number[]
}

export type Evidence = {
  readonly sent: readonly SentSet[]
  readonly effects: readonly Effect[]
  /** Each look at OUT, the oldest first; the last one at the end. Nobody removes an answer. */
  readonly looks: readonly (readonly SeenAnswer[])[]
  /** Of the books: files that are nowhere. */
  readonly imbalance: number
  /** Keys of hand-overs that are not over, although nobody stands in their way any more. */
  readonly openHandOvers: readonly string[]
}

export type Violation = {
  readonly kind: /** A set whose end was acknowledged has no answer. */
    | 'silence'
    /** An acknowledged set was answered with something else than it deserves, as happens when a file of it was lost. */
    | 'wrongVerdict'
    | 'acceptedTwice'
    | 'notHandedOver'
    | 'doubleEffect'
    | 'effectWithoutAcceptance'
    | 'handOverWithoutEnd'
    /** What the service has is not what was sent. */
    | 'altered'
    | 'answerChanged'
    | 'answerGone'
    | 'torn'
    | 'unsigned'
    | 'answerToNothing'
    | 'books'
  readonly about: string
}

/** The code of a set whose name was accepted before: it may follow an acceptance when the client sent the set again. */
const NAME_USED = 133

export function violations({ sent, effects, looks, imbalance, openHandOvers }: Evidence): readonly Violation[] {
  const answers = looks.at(-1) ?? []
  return [
    ...sent.flatMap((set) => ofSet(set, answersTo(set, answers), effectsOf(set, effects))),
    ...repeated(effects.map(({ key }) => key)).map((about) => ({ kind: 'doubleEffect', about }) as const),
    ...openHandOvers.map((about) => ({ kind: 'handOverWithoutEnd', about }) as const),
    ...answers.flatMap((answer) => ofAnswer(answer, sent)),
    ...ofLooks(looks),
    ...(imbalance === 0 ? [] : [{ kind: 'books', about: String(imbalance) } as const]),
  ]
}

function ofSet(
  { trigger: about, files, expected }: SentSet,
  answers: readonly SeenAnswer[],
  effects: readonly Effect[],
) {
  const found: Violation['kind'][] = []
  const accepted = answers.filter(({ codes }) => codes.length === 0).length
  const isTaken = files.at(-1)?.acknowledged === true
  if (isTaken && answers.length === 0 && expected !== 'either') found.push('silence')
  if (answers.length > 0 && !isDeserved(expected, answers)) found.push('wrongVerdict')
  if (accepted > 1) found.push('acceptedTwice')
  if (accepted > 0 && effects.length === 0) found.push('notHandedOver')
  if (accepted === 0 && effects.length > 0) found.push('effectWithoutAcceptance')
  if (effects.length > 1) found.push('doubleEffect')
  if (effects.some((effect) => !isAsSent(effect, files))) found.push('altered')
  return found.map((kind) => ({ kind, about }))
}

function isDeserved(expected: SentSet['expected'], answers: readonly SeenAnswer[]): boolean {
  if (expected === 'either') return true
  const others = answers.filter(({ codes }) => codes.length > 0)
  if (expected === 'rejected') return others.length === answers.length
  return others.length < answers.length && others.every(({ codes }) => codes.join() === String(NAME_USED))
}

function isAsSent({ files }: Effect, sent: readonly SentFile[]): boolean {
  const handedOver = sent.filter(({ name }) => !name.startsWith('GO'))
  const digests = new Map(files.map(({ name, sha256 }) => [name, sha256]))
  return files.length === handedOver.length && handedOver.every(({ name, sha256 }) => digests.get(name) === sha256)
}

function ofAnswer({ name, about, document, signature, hasTrigger, isSigned }: SeenAnswer, sent: readonly SentSet[]) {
  const found: Violation['kind'][] = []
  if (document === null || signature === null || !hasTrigger) found.push('torn')
  else if (!isSigned) found.push('unsigned')
  if (!sent.some(({ trigger }) => trigger === about)) found.push('answerToNothing')
  return found.map((kind) => ({ kind, about: name }))
}

function ofLooks(looks: Evidence['looks']): readonly Violation[] {
  const last = new Map((looks.at(-1) ?? []).map((answer) => [answer.name, answer]))
  const earlier = looks.flat()
  const gone = earlier.filter(({ name }) => !last.has(name)).map(({ name }) => name)
  const changed = earlier.filter((answer) => isOther(answer, last.get(answer.name))).map(({ name }) => name)
  return [
    ...[...new Set(gone)].map((about) => ({ kind: 'answerGone', about }) as const),
    ...[...new Set(changed)].map((about) => ({ kind: 'answerChanged', about }) as const),
  ]
}

/** A reading that was refused, as by a disk that has failed, is no other content; the last look needs all of them. */
function isOther(seen: SeenAnswer, last: SeenAnswer | undefined): boolean {
  const differs = (one: string | null, other: string | null) => one !== null && one !== other
  return last !== undefined && (differs(seen.document, last.document) || differs(seen.signature, last.signature))
}

function answersTo({ trigger }: SentSet, answers: readonly SeenAnswer[]): readonly SeenAnswer[] {
  return answers.filter(({ about }) => about === trigger)
}

function effectsOf({ files }: SentSet, effects: readonly Effect[]): readonly Effect[] {
  const first = files[0]?.name
  return effects.filter((effect) => effect.files.some(({ name }) => name === first))
}

function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
