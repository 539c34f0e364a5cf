import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { books, closeRig, openRig, put, sealedSets } from '../rig.ts'
import { addPart, answerOf, GO, KEY, PROGRAM, type Sent, transfer } from './send.ts'

afterAll(closeRig)

const NAMES = [1, 2, 3].flatMap((part) => [`FI.${KEY}.3.${part}`, `FS.${KEY}.3.${part}`])
const GO_OF_THREE = GO.replace(/1$/, '3')
const WHOLE = [{ why: 'complete', members: [...NAMES, GO_OF_THREE].sort() }]

/** How each file comes: by which request or over SFTP; some come more than once. */
const way = fc.constantFrom('first', 'second', 'sftp', 'twice')
const ways = fc.tuple(...NAMES.map((name) => way.map((by) => ({ name, by }))))
const order = fc.shuffledSubarray(NAMES, { minLength: NAMES.length })

test('whatever order files, requests and the GO come in, side by side or not, the same set results, once', async () => {
  await fc.assert(
    fc.asyncProperty(
      ways,
      order,
      fc.constantFrom('first', 'second', 'sftp'),
      fc.boolean(),
      async (by, names, goBy, atOnce) => {
        await using rig = await openRig()
        const of = (request: string): Sent[] =>
          names
            .filter((name) => by.some((file) => file.name === name && [request, 'twice'].includes(file.by)))
            .map((name) => [name])
        for (const { name } of by.filter((file) => file.by === 'sftp')) await put(rig, 'IN', name)
        // a request that has nothing to bring is none
        const open = [of('first'), of('second')].filter((sent) => sent.length > 0)
        const words = { setName: `${KEY}.3`, go: false }
        const acts = open.map((sent) => () => transfer(rig, sent, words))
        const answers = atOnce ? await Promise.all(acts.map((act) => act())) : [await acts[0]?.(), await acts[1]?.()]
        expect(answers.every((answer) => answer === undefined || answer.ok)).toBe(true)
        if (goBy === 'sftp') await put(rig, 'IN', GO_OF_THREE)
        else
          expect(answerOf(await transfer(rig, goBy === 'first' ? of('first') : [], { ...words, go: true }))).toBe(
            'received',
          )
        expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 7 }])
        expect(
          answerOf(
            await transfer(
              rig,
              names.map((name): Sent => [name]),
              { ...words, go: true },
            ),
          ),
        ).toBe('replayed')
      },
    ),
    { numRuns: 25 },
  )
})

test('in whatever pieces a file comes, beside others, its bytes are the same', async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(pieces, pieces, async (declaration, signature) => {
      await using rig = await openRig()
      await using request = rig.mailbox.transfers.begin(PROGRAM)
      const begun = [await request.part('declaration', `FI.${KEY}`), await request.part('signature', `FS.${KEY}`)]
      const [fi, fs] = begun.map((part) => (part.ok ? part.value : null))
      await Promise.all([
        ...declaration.map((piece) => fi?.write(piece)),
        ...signature.map((piece) => fs?.write(piece)),
      ])
      await addPart(request, [`FI.${KEY}.2.2`])
      const taken = await request.finish({ setName: KEY, go: false, digests: new Map() })
      const stored = []
      for (const { fileName, sha256 } of taken.ok ? taken.value.view.files : []) {
        stored.push([fileName, (await rig.spool.read(sha256 as never, 1000)).toString('hex')])
      }
      expect(stored).toEqual([
        [`FI.${KEY}`, Buffer.concat(declaration).toString('hex')],
        [`FI.${KEY}.2.2`, Buffer.from(`FI.${KEY}.2.2`).toString('hex')],
        [`FS.${KEY}`, Buffer.concat(signature).toString('hex')],
      ])
    }),
    { numRuns: 20 },
  )
})
