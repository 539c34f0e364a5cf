/** The short form of `failpoints.proof.test.ts`: errors at many points in one gateway, and a death at some of them. */
import { expect, test } from 'vitest'
import { openStage, playAt } from './failpoint-run.ts'

// of each kind one, at different sets, so that no set waits long for its next try
const FAILURES =
  'P2=error@2;P4=error@4;P5=error@1;P6=error@3;P9=error@1;P12=error@1;P15=error@3;P16=error@1;P19=error@2'

test('rule 30.3: whatever fails or dies at a point, nothing that was acknowledged is lost and nothing is answered twice', async () => {
  await using stage = await openStage()
  expect(await playAt(stage, `${FAILURES};P7=drop@1;P18=drop@1`)).toEqual({
    violations: [],
    died: false,
  })
  for (const point of ['P5', 'P18'])
    expect([point, await playAt(stage, `${point}=kill`)]).toEqual([point, { violations: [], died: true }])
  const production = stage.site.startUnder(['env', 'SLUICE_FAILPOINTS=P6=kill'], 'mode=production')
  await expect(production).rejects.toThrow('SLUICE_FAILPOINTS: it makes the gateway fail, and this is production.')
})
