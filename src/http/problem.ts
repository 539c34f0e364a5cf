/** Problem documents (RFC 9457) with the types of the Belgian government's REST guide (spec access §13.3). */

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly [member: string]: unknown
}

/**
 * `type` is the last word of a belgif type (`resourceNotFound`), or a whole URI. `detail` says cause and remedy to a stranger:
 * never a path, an address or a word of ours. `members` are further fields such as `limit`.
 */
export function problem(
  status: number,
  type: string,
  title: string,
  detail: string,
  members: Readonly<Record<string, unknown>> = {},
): Problem {
  const uri = type.includes(':') ? type : `urn:problem-type:belgif:${type}`
  return { ...members, type: uri, title, status, detail }
}

type Row = readonly [status: number, type: string, title: string, detail: string]

/** What goes wrong before a request reaches the code that serves it. */
// biome-ignore format: a table
const USUAL: readonly Row[] = [
  [400, 'badRequest',           'Bad request',            'The request is not well formed. Correct it before sending it again.'],
  [404, 'resourceNotFound',     'Not found',              'There is nothing at this address. Check the path.'],
  [405, 'methodNotAllowed',     'Method not allowed',     'This address does not take that method. See the Allow header.'],
  [408, 'requestTimeout',       'Request too slow',       'The request took too long to arrive. Send it again.'],
  [413, 'payloadTooLarge',      'Too large',              'The body is larger than allowed here. Send less.'],
  [414, 'uriTooLong',           'Address too long',       'The address is longer than allowed. Shorten it.'],
  [415, 'unsupportedMediaType', 'Media type not supported', 'This content type or encoding is not accepted here. Send another one.'],
  [417, 'expectationFailed',    'Expectation failed',     'No other expectation than 100-continue is met here. Leave it out.'],
  [421, 'misdirectedRequest',   'Misdirected',            'This is not reached under that name. Take the address that the operator gave.'],
  [431, 'headersTooLarge',      'Headers too large',      'The headers are larger than allowed. Send fewer or shorter ones.'],
  [500, 'internalServerError',  'Internal error',         'Something went wrong on our side. Try again later, or report the instance.'],
  [503, 'serviceUnavailable',   'Not available',          'Something that is needed for this is not there now. Try again later.'],
]

/** The problem that goes with a status when nothing better is known. */
export function usualProblem(status: number, members: Readonly<Record<string, unknown>> = {}): Problem {
  const row = USUAL.find(([known]) => known === status) ?? usualRow(status >= 500 ? 500 : 400)
  return problem(status, row[1], row[2], row[3], members)
}

function usualRow(status: number): Row {
  const row = USUAL.find(([known]) => known === status)
  if (!row) throw new TypeError(`no usual problem for ${status}`)
  return row
}
