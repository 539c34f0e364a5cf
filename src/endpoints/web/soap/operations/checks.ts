/** What a client asks before anything else: is it reached, is it known, does it work. */
import { ok } from '../../../../base/result.ts'
import type { Caller } from '../../caller.ts'
import type { Serve } from './operation.ts'

export const checkConnection: Serve<null> = async (_, { ground }) => ok({ Time: ground.now() })

export const checkAccessControl: Serve<Caller> = async (_, { caller }) => {
  const { visitor, enterpriseNumber, qualityCode } = caller
  return ok({
    ...{ SenderNumber: visitor.sender, EnterpriseNumber: enterpriseNumber, Quality: qualityCode },
    ClientId: visitor.principal,
  })
}

export const healthCheck: Serve<null> = async (_, { ground }) => ok({ Status: (await ground.health()).toUpperCase() })
