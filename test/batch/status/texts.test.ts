import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '../../../src/batch/languages.ts'
import { CATALOGUE } from '../../../src/batch/reasons/catalogue.ts'
import { certificatesText, type ShownCertificate } from '../../../src/batch/status/certificates-text.ts'
import { dayTable } from '../../../src/batch/status/day-table.ts'
import { notesText } from '../../../src/batch/status/notes-text.ts'
import { queuesText, type ServiceQueue } from '../../../src/batch/status/queues-text.ts'
import type { StatusSet } from '../../../src/batch/status/status-set.ts'
import { type RejectedSet, whyName, whyText } from '../../../src/batch/status/why-text.ts'

const AT = new Date('2026-11-23T12:00:00Z')

describe('the table of a day', () => {
  test('shows each state of a set, with times by the wall in Brussels', () => {
    expect(tableOf([open(), accepted(), rejected()], 10, 'en')).toEqual([
      'Set,Environment,Channel,State,Received,Sealed,Outcome,Codes,Reason,Ticket,Answer',
      'DMFA.123456.20261123.00003.R,R,ftp,open,2026-11-23T13:00:00+01:00,,,,,,',
      'DMFA.123456.20261123.00002.R,R,sftp,"dispatched, parked",2026-11-23T13:00:00+01:00,2026-11-23T13:00:00+01:00,accepted,,,SLU000000002,FO.ACRF.2',
      'DMFA.123456.20261123.00001.R,R,sftp,closed,2026-07-01T02:00:00+02:00,2026-11-23T13:00:00+01:00,rejected,ACRF-088 ACRF-125,Schema unknown,SLU000000001,FO.ACRF.1',
    ])
  })

  // biome-ignore format: a table
  test.each<[string, Partial<StatusSet>, string]>([
    ['waits for its authority',              { facts: { envelope: true } },                       'sealed, awaits revocation data'],
    ['waits, and a person looks at it',      { facts: { envelope: true }, isParked: true },       'sealed, parked'],
    ['was judged a moment ago',              { facts: accepted().facts },                         'dispatched'],
  ])('rule 28.3: a set that %s', (_, parts, state) => {
    const [, row] = tableOf([{ ...open(), awaitsRevocationSince: AT, ...parts }], 10, 'en')
    expect(row).toMatch(new RegExp(`,ftp,"?${state}"?,2026`))
  })

  test('is written in pieces that make one table', () => {
    const many = Array.from({ length: 600 }, accepted)
    expect(tableOf(many, 1000, 'en')).toEqual([
      tableOf([], 1, 'en')[0],
      ...many.map(() => tableOf([accepted()], 1, 'en')[1]),
    ])
    expect([...dayTable(many, 1000, 'en')]).toHaveLength(4)
  })

  test('begins with a byte order mark', () => {
    expect(Buffer.concat([...dayTable([], 1, 'fr')]).toString('utf8')).toMatch(/^\ufeffEnvoi,/)
  })

  test('tells reasons in the reader’s language', () => {
    expect(tableOf([rejected()], 10, 'fr').at(1)).toContain(',ACRF-088 ACRF-125,Schéma inconnu,')
  })

  test('says when there are more than it shows', () => {
    expect(tableOf([accepted(), rejected(), open()], 2, 'de').at(-1)).toBe(
      'Es gibt weitere Sendungen; hier stehen die 2 neuesten.,,,,,,,,,,'.replace(/^([^,]*)/, '"$1"'),
    )
    expect(tableOf([accepted(), rejected()], 2, 'de')).toHaveLength(3)
  })
})

describe('the text of a rejection', () => {
  const set: RejectedSet = {
    setKey: 'DMFA.123456.20261123.00001.R',
    ticket: 'SLU0000000011',
    answer: 'FO.ACRF.999999.20261123.00001.R',
    receivedAt: AT,
    sealedAt: AT,
    files: ['FI.DMFA.123456.20261123.00001.R.1.1', 'GO.DMFA.123456.20261123.00001.R.1'],
    reasons: [
      { code: 108, file: 'FI.DMFA.123456.20261123.00001.R.1.1', seen: '654321', expected: '123456' },
      { code: 130 },
    ],
  }

  test('says what is wrong, what was expected and what to do, for each reason', () => {
    expect(linesOf(whyText(set, 'en'))).toEqual([
      'The set DMFA.123456.20261123.00001.R was rejected.',
      '',
      'Ticket    SLU0000000011',
      'Answer    FO.ACRF.999999.20261123.00001.R',
      'Received  2026-11-23T13:00:00+01:00',
      'Sealed    2026-11-23T13:00:00+01:00',
      '',
      '1. Number of another sender (ACRF-108)',
      '   File           FI.DMFA.123456.20261123.00001.R.1.1',
      '   What is wrong  The file name FI.DMFA.123456.20261123.00001.R.1.1 names',
      '                  sender 654321; this folder belongs to sender 123456.',
      '   Seen           654321',
      '   Expected       123456',
      '   What to do     Use your own sender number, or log in through the channel',
      '                  of the sender that is named.',
      '',
      '2. GO file did not come (ACRF-130)',
      '   What is wrong  No GO file came for these files within the waiting time;',
      '                  they were not processed.',
      '   What to do     Send the files again and end each set with its GO file.',
      '',
      'Files of the set:',
      '  FI.DMFA.123456.20261123.00001.R.1.1',
      '  GO.DMFA.123456.20261123.00001.R.1',
      '',
      'The answer in the OUT folder is what counts; this text explains it. Name the',
      'ticket when you ask about it.',
    ])
  })

  test('is as narrow as an editor’s window for every reason there is, in every language', () => {
    const reasons = Object.keys(CATALOGUE).map((key) => {
      const [code, detail] = key.split('.')
      return {
        code: Number(code),
        ...(detail && { detail }),
        file: 'FI.A',
        seen: 'x '.repeat(60),
        expected: '1',
        line: 1,
      }
    })
    for (const language of LANGUAGES)
      for (const line of linesOf(whyText({ ...set, reasons }, language)))
        expect([...line].length, line).toBeLessThan(77)
  })

  test('shows what a stranger wrote without obeying it (case N4)', () => {
    const text = whyText({ ...set, reasons: [{ code: 108, seen: 'a\r\nb\u202e', expected: 'c' }] }, 'de').toString()
    expect(text).toContain('a\\u{d}\\u{a}b\\u{202e}')
    expect(text.replaceAll('\r\n', '').slice(1)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  test('has a name of its own for each submission of a key, that every system can store', () => {
    expect(whyName(set, 'nl')).toBe('WHY-DMFA.123456.20261123.00001.R-SLU0000000011.nl.txt')
    expect(whyName({ ...set, setKey: 'XX:?.&=+@;x' }, 'nl')).toBe('WHY-XX__._____x-SLU0000000011.nl.txt')
  })
})

describe('the text of certificates', () => {
  const certificate: ShownCertificate = {
    subject: 'CN=Gemeente Ham\nO=Ham',
    serial: '01AB',
    sha256: 'a'.repeat(64),
    state: 'valid',
    notAfter: new Date('2026-12-31T23:59:59Z'),
  }
  const adviceOf = (parts: Partial<ShownCertificate>, language: Language = 'en') =>
    linesOf(certificatesText([{ ...certificate, ...parts }], { notice: 60, warning: 30 }, AT, language))
  const inDays = (days: number) => new Date(AT.getTime() + days * 86_400_000)

  test('tells what identifies each, its state and how long it lasts', () => {
    expect(adviceOf({}, 'nl')).toEqual([
      'Uw geregistreerde certificaten',
      'Toestand op 2026-11-23',
      '',
      'Houder            CN=Gemeente Ham, O=Ham',
      'Serienummer       01AB',
      'SHA-256',
      `  ${'a'.repeat(64)}`,
      'Toestand          geldig',
      'Geldig tot        2027-01-01T00:59:59+01:00',
      'Resterende dagen  39',
      'Opmerking: het vervalt over 39 dagen. Registreer tijdig het volgende; beide',
      'mogen tegelijk geldig zijn.',
    ])
  })

  // biome-ignore format: a table
  test.each<[string, Partial<ShownCertificate>, string]>([
    ['nothing, as long as it lasts', { notAfter: inDays(60) },                     'Days left      60'],
    ['a note',                       { notAfter: inDays(59) },                     'Note: it ends in 59 days. Register the next one in time; both may be valid'],
    ['a note to the last',           { notAfter: inDays(30) },                     'Note: it ends in 30 days. Register the next one in time; both may be valid'],
    ['a warning',                    { notAfter: inDays(29) },                     'WARNING: it ends in only 29 days. Register the next one now, and sign with'],
    ['that it is over',              { notAfter: inDays(0) },                      'WARNING: it has expired. What is signed with it is rejected.'],
    ['that it was revoked',          { notAfter: inDays(900), state: 'revoked' },  'WARNING: it is revoked. What is signed with it is rejected.'],
  ])('says %s', (_, parts, line) => {
    const lines = adviceOf(parts)
    expect(lines).toContain(line)
    expect(lines.filter((one) => /^(Note|WARNING)/.test(one))).toHaveLength(line.startsWith('Days') ? 0 : 1)
  })

  test('counts an ended one as ended, whatever the row says', () => {
    expect(adviceOf({ notAfter: inDays(-1) }).slice(7, 10)).toEqual([
      'State          expired',
      'Valid until    2026-11-22T13:00:00+01:00',
      'Days left      0',
    ])
  })

  test('says that there is none', () => {
    expect(linesOf(certificatesText([], { notice: 60, warning: 30 }, AT, 'fr'))).toEqual([
      'Vos certificats enregistrés',
      'Situation au 2026-11-23',
      '',
      'Aucun certificat n’est enregistré. Sans certificat, aucune signature n’est',
      'acceptée.',
    ])
  })
})

describe('the text of queues', () => {
  const queue: ServiceQueue = {
    ...{ service: 'DMFA', label: 'DmfA', pausedAt: null, oldestSince: null },
    ...{ waiting: 0, retrying: 0, inDoubt: 0, parked: 0, line: null },
  }

  test('tells each service, open or paused, and what waits for it', () => {
    const paused = {
      ...queue,
      service: 'DIMN',
      label: 'Dimona',
      pausedAt: AT,
      waiting: 3,
      retrying: 2,
      oldestSince: AT,
      line: { places: [12, 57], placesMax: 10_000, expected: [AT, new Date('2026-11-23T12:09:00Z')] } as const,
    }
    expect(linesOf(queuesText([queue, { ...paused, inDoubt: 1, parked: 4 }], 'en'))).toEqual([
      'Your online services, and your sets on their way there',
      '',
      'Only your accepted sets that the service does not have yet are counted.',
      'There is nothing for you to do.',
      '',
      'DMFA  DmfA',
      '  Service              open',
      '  Waiting              0',
      '  To be tried again    0',
      '  Hand-over uncertain  0',
      '  With the operator    0',
      '  Oldest since         –',
      '  Place in the line    –',
      '  Handed over about    –',
      '',
      'DIMN  Dimona',
      '  Service              paused since 2026-11-23T13:00:00+01:00',
      '  Waiting              3',
      '  To be tried again    2',
      '  Hand-over uncertain  1',
      '  With the operator    4',
      '  Oldest since         2026-11-23T13:00:00+01:00',
      '  Place in the line    12 – 57',
      '  Handed over about    2026-11-23T13:00:00+01:00 – 2026-11-23T13:09:00+01:00',
    ])
  })

  test.each<[number, number, string]>([
    [3, 3, '3'],
    [9999, 10_001, '9999 – > 10000'],
    [10_001, 10_001, '> 10000'],
  ])('rule 25.4: places from %i to %i, of which nobody knows when, are told as %s', (first, last, shown) => {
    const line = { places: [first, last], placesMax: 10_000, expected: null } as const
    expect(linesOf(queuesText([{ ...queue, line }], 'en')).slice(-2)).toEqual([
      `  Place in the line    ${shown}`,
      '  Handed over about    time unknown',
    ])
  })

  test('says that none is chosen', () => {
    expect(linesOf(queuesText([], 'de')).at(-1)).toBe('Kein Online-Dienst ist gewählt.')
  })
})

describe('notes', () => {
  test('are not there when there is nothing to say', () => {
    expect(
      notesText(
        {
          leftovers: [],
          leaving: [],
          awaiting: [],
          throttled: [],
          throttledOrigins: [],
          banned: [],
          explainedOnly: null,
        },
        'en',
      ),
    ).toBeNull()
  })

  test('advise on temporary names, log-ins that wait, and rejections that are not explained', () => {
    const notes = {
      leftovers: [{ path: 'IN/FI.x.filepart', receivedAt: AT, discardedAt: new Date('2026-11-24T12:00:00Z') }],
      throttled: [{ account: 'f123456', origin: '192.0.2.7', until: AT }],
      leaving: [{ path: 'OUT/FO.ACRF.999999.20260928.00001.R', leavesAt: new Date('2026-11-27T09:00:00Z') }],
      awaiting: [{ setKey: 'DMFA.123456.20261123.00004.R', since: AT }],
      throttledOrigins: [{ origin: '192.0.2.0', until: AT }],
      banned: [{ range: '192.0.2.0/24', until: AT }],
      explainedOnly: 500,
    }
    expect(linesOf(notesText(notes, 'en') ?? Buffer.alloc(0))).toEqual([
      'What the gateway advises',
      '',
      'The authority of the certificate that signed it has not said yet whether it',
      'still holds. The set is not rejected: it is checked as soon as the answer is',
      'there. There is nothing to do.',
      '  DMFA.123456.20261123.00004.R  (waits since 2026-11-23T13:00:00+01:00)',
      '',
      'These files still have the temporary name under which your program sends',
      'them, and so belong to no set. Let the program rename them after the',
      'transfer, or switch temporary names off:',
      '  IN/FI.x.filepart  (received 2026-11-23T13:00:00+01:00, discarded after',
      '  2026-11-24T13:00:00+01:00)',
      '',
      'Nobody has read these answers yet. Fetch them before they leave their',
      'folder:',
      '  OUT/FO.ACRF.999999.20260928.00001.R  (leaves the folder on',
      '  2026-11-27T10:00:00+01:00)',
      '',
      'Log-ins of f123456 from 192.0.2.7 have to wait until',
      '2026-11-23T13:00:00+01:00 after several failures. Check the key or the',
      'password of the program that logs in there.',
      '',
      'Log-ins of all accounts from 192.0.2.0 have to wait until',
      '2026-11-23T13:00:00+01:00 after many failures. See which program logs in',
      'there with wrong data.',
      '',
      'The operators of the gateway let no connections in from 192.0.2.0/24 until',
      '2026-11-23T13:00:00+01:00, and your programs have come from there. Ask them',
      'if you do not know why.',
      '',
      'There are more rejected sets than WHY files; the 500 newest are explained.',
      'All of them stand in the tables and in the answers.',
    ])
  })
})

function open(): StatusSet {
  return {
    ...{ submissionId: '3', setKey: 'DMFA.123456.20261123.00003.R', environment: 'R', channel: 'ftp' },
    ...{
      receivedAt: AT,
      sealedAt: null,
      isParked: false,
      awaitsRevocationSince: null,
      facts: {},
      deliveriesDone: false,
    },
    ...{ ticket: null, answer: null, serviceAnswers: [], changedAt: AT },
  }
}

function accepted(): StatusSet {
  const verdict = {
    outcome: 'accepted',
    answer: { date: '20261123', sequence: '00002' },
    codes: [],
    firstReason: null,
  } as const
  return {
    ...open(),
    ...{ submissionId: '2', setKey: 'DMFA.123456.20261123.00002.R', channel: 'sftp', sealedAt: AT, isParked: true },
    facts: { envelope: true, verdict, acknowledgement: true, dispatch: true },
    ...{ ticket: 'SLU000000002', answer: 'FO.ACRF.2' },
  }
}

function rejected(): StatusSet {
  const answer = { date: '20261123', sequence: '00001' }
  return {
    ...accepted(),
    ...{ submissionId: '1', setKey: 'DMFA.123456.20261123.00001.R', isParked: false },
    receivedAt: new Date('2026-07-01T00:00:00Z'),
    facts: {
      envelope: true,
      verdict: { outcome: 'rejected', answer, codes: [88, 125], firstReason: { code: 88, file: 'FI.A' } },
      acknowledgement: true,
    },
    ...{ ticket: 'SLU000000001', answer: 'FO.ACRF.1' },
  }
}

function tableOf(...words: Parameters<typeof dayTable>): string[] {
  return linesOf(Buffer.concat([...dayTable(...words)]))
}

function linesOf(text: Buffer): string[] {
  return text.toString('utf8').slice(1).split('\r\n').slice(0, -1)
}
