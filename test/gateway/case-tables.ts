/** Sets as senders send them, right and wrong, and what must come of each. */
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import type { PlayedSet, Shape } from './played-set.ts'

export type Case = {
  readonly what: string
  /** The codes of each answer to the GO, in their order: `[[]]` is accepted and answered once, `[]` gets no answer. */
  readonly answers: readonly (readonly number[])[]
  readonly play: (set: PlayedSet) => Promise<unknown>
  readonly shape: Shape
  /** What is refused at the protocol on the way. */
  readonly refusals: readonly string[]
}

export const LIMITS = { partBytes: 64 * 1024, parts: 5, forms: 3 } as const

const ACCEPTED: readonly (readonly number[])[] = [[]]
const NONE: readonly (readonly number[])[] = []
const WHOLE = ['FI', 'FS', 'GO']
const S = { environment: 'S' } as const
const T = { environment: 'T' } as const
const TWO = { parts: 2 } as const

// biome-ignore format: a table
export const ASSEMBLY: readonly Case[] = [
  row('FI, FS and GO (case A1)',                           ACCEPTED,      (set) => set.put(...WHOLE)),
  row('GO that holds two bytes (case N15)',                ACCEPTED,      async (set) => { await set.put('FI', 'FS'); await set.putAs('GO', 'go') }),
  row('GO of more than a KiB (case N15)',                  ACCEPTED,      async (set) => { await set.put('FI', 'FS'); await set.putAs('GO', Buffer.alloc(1025)); await set.put('GO') }, {}, ['SLU-TRIGGER']),
  row('GO first (case A2)',                                ACCEPTED,      (set) => set.put('GO', 'FS', 'FI')),
  row('GO between (case A2)',                              ACCEPTED,      (set) => set.put('FI', 'GO', 'FS')),
  row('GO alone (case A6)',                                [[120, 122]],  (set) => set.put('GO')),
  row('no FS (case A3)',                                   [[122]],       (set) => set.put('FI', 'GO')),
  row('no FI',                                             [[120]],       (set) => set.put('FS', 'GO')),
  row('an empty FI (case N16)',                            [[134]],       async (set) => { await set.putAs('FI', ''); await set.put('FS', 'GO') }),
  row('an FI over the limit (case N17)',                   [[184]],       async (set) => { await set.putAs('FI', Buffer.alloc(LIMITS.partBytes + 1)); await set.put('FS', 'GO') }, {}, ['SLU-SIZE']),
  row('an FI over the limit, then a smaller one',          ACCEPTED,      async (set) => { await set.putAs('FI', Buffer.alloc(LIMITS.partBytes + 1)); await set.put(...WHOLE) }, {}, ['SLU-SIZE']),
  row('FI sent again before GO (case A8)',                 ACCEPTED,      async (set) => { await set.putAs('FI', 'not this one'); await set.put(...WHOLE) }),
  row('FS deleted before GO (case A18)',                   [[122]],       async (set) => { await set.put('FI', 'FS'); await set.remove('FS'); await set.put('GO') }),
  row('renamed from .filepart (case S18)',                 ACCEPTED,      async (set) => { for (const label of WHOLE) await set.putByRename(label, '.filepart') }),
  row('appended to (case S17)',                            ACCEPTED,      async (set) => { await set.putInTwo('FI', 'a'); await set.put('FS', 'GO') }),
  row('resumed in its middle (case S17)',                  ACCEPTED,      async (set) => { await set.putInTwo('FI', 'r+'); await set.putInTwo('FS', 'a'); await set.put('GO') }),
  row('resumed after it was sealed (case S17)',            ACCEPTED,      async (set) => { await set.put(...WHOLE); await set.append('FI', 'x') }, {}, ['SLU-SEALED']),
  row('two parts',                                         ACCEPTED,      (set) => set.put('FI2', 'FS1', 'FI1', 'FS2', 'GO'), TWO),
  row('a part is missing (case A14)',                      [[120]],       (set) => set.put('FI1', 'FS1', 'FS2', 'GO'), TWO),
  row("a part's signature is missing",                     [[122]],       (set) => set.put('FI1', 'FI2', 'FS1', 'GO'), TWO),
  row('parts beyond the number announced (case A14)',      [[123, 124]],  (set) => set.put('FI1', 'FI3', 'FS1', 'FS3', 'GO'), TWO),
  row('simulation without FS (case A4)',                   ACCEPTED,      (set) => set.put('FI', 'GO'), S),
  row('simulation with a bad FS',                          [[125]],       async (set) => { await set.put('FI'); await set.putAs('FS', 'x'); await set.put('GO') }, S),
  row('a circuit test with FS',                            ACCEPTED,      (set) => set.put(...WHOLE), T),
  row('a circuit test without FS',                         [[122]],       (set) => set.put('FI', 'GO'), T),
  row('R in INTEST',                                       [[118]],       (set) => set.put(...WHOLE), { folder: 'INTEST' }),
  row('R in INTEST-S',                                     [[118]],       (set) => set.put(...WHOLE), { folder: 'INTEST-S' }),
  row('T in IN',                                           [[119]],       (set) => set.put(...WHOLE), { ...T, folder: 'IN' }),
  row('T in INTEST-S',                                     [[119]],       (set) => set.put(...WHOLE), { ...T, folder: 'INTEST-S' }),
  row('S in IN',                                           [[257]],       (set) => set.put(...WHOLE), { ...S, folder: 'IN' }),
  row('S in INTEST',                                       [[257]],       (set) => set.put(...WHOLE), { ...S, folder: 'INTEST' }),
  row('TD before GO, then the set (case A12)',             ACCEPTED,      (set) => set.put('FI', 'FS', 'TD', ...WHOLE)),
  row('TD before GO, and nothing else (case A12)',         NONE,          (set) => set.put('FI', 'FS', 'TD')),
  row('TD after the answer (case A12)',                    ACCEPTED,      async (set) => { await set.put(...WHOLE); await set.answered(); await set.put('TD') }),
  row('TD for nothing (case A6)',                          NONE,          (set) => set.put('TD')),
  row('GO sent again alone (decision 7)',                  ACCEPTED,      async (set) => { await set.put(...WHOLE, 'GO'); await set.answered(); await set.put('GO') }),
  row('all sent again (case A9)',                          [[], [133]],   async (set) => { await set.put(...WHOLE); await set.answered(); await set.put(...WHOLE) }),
  row('corrected under the same name (decision 2)',        [[125], []],   async (set) => { await set.put('FI'); await set.putAs('FS', 'x'); await set.put('GO'); await set.answered(); await set.put(...WHOLE) }),
  row("a sender's own acknowledgement (decision 14)",      NONE,          (set) => set.put('FI', 'GO'), { purpose: 'ACRF' }),
  row('a service that the sender did not choose (N12)',    [[154]],       (set) => set.put(...WHOLE), { purpose: 'WECH' }),
]

// biome-ignore format: a table
export const DOCUMENTS: readonly Case[] = [
  document('as its schema wants it',                    [],    dmfa()),
  document('in ISO-8859-1',                             [],    Buffer.from(dmfa().toString().replace('UTF-8', 'ISO-8859-1').replace('TypeForm>SU', 'TypeForm>\xe9'), 'latin1')),
  document('with a byte order mark',                    [],    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), dmfa()])),
  document('of a version nobody knows',                 [88],  dmfa('_20264.xsd', '_19990.xsd')),
  document('with a root that nobody knows',             [89],  dmfa(/DmfAOriginal/g, 'Foo')),
  document('with a DOCTYPE (case X1)',                  [102], dmfa('?>', '?><!DOCTYPE DmfAOriginal SYSTEM "http://127.0.0.1:1/x">')),
  document('that ends too early (case X8)',             [102], dmfa().subarray(0, 500)),
  document('that is a ZIP (case X16)',                  [102], Buffer.from('504b0304140000000800', 'hex')),
  document('that is not in the encoding it says (X5)',  [102], Buffer.from(dmfa('SU<', 'S\xe9<').toString('utf8'), 'latin1')),
  document('with a form of another root',               [135], dimona('<Form><Identification>DMFA</Identification></Form>'), { purpose: 'DIMN' }),
  document('without schema',                            [136], dmfa(/ xsi:noNamespaceSchemaLocation="[^"]*"/, '')),
  document('in an encoding that is not supported',      [138], dmfa('UTF-8', 'windows-1252')),
  document('in a namespace',                            [139], dimona('<Form><Identification>DIMONA</Identification></Form>', ' xmlns="urn:x"'), { purpose: 'DIMN' }),
  document('without a form',                            [157], dimona(''), { purpose: 'DIMN' }),
  document('of another service',                        [158], dmfa(), { purpose: 'DIMN' }),
  document('with something else than forms',            [205], dimona('<Form><Identification>DIMONA</Identification></Form><Note/>'), { purpose: 'DIMN' }),
  document('of more forms than allowed',                [275], dimona('<Form><Identification>DIMONA</Identification></Form>'.repeat(LIMITS.forms + 1)), { purpose: 'DIMN' }),
  document('that its schema does not allow (case X9)',  [312], dmfa('<AttestationStatus>0<', '<AttestationStatus>new<')),
]

function row(
  what: string,
  answers: Case['answers'],
  play: Case['play'],
  shape: Shape = {},
  refusals: readonly string[] = [],
): Case {
  return { what, answers, play, shape, refusals }
}

function document(what: string, codes: readonly number[], content: Buffer, shape: Shape = {}): Case {
  return row(`a document ${what}`, [codes], (set) => set.put(...WHOLE), { ...shape, document: content })
}

function dmfa(part?: string | RegExp, instead = ''): Buffer {
  const text = sampleDeclaration(new Date(), 'case').toString()
  return Buffer.from(part === undefined ? text : text.replace(part, instead))
}

/** There is no schema of this root, so what is asked before the schema shows. */
function dimona(content: string, attributes = ''): Buffer {
  const schema =
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="Dimona_20231.xsd"'
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><Dimona ${schema}${attributes}>${content}</Dimona>`)
}
