import type { Operator } from '../../registry/operators/operator.ts'
import type { ConfigurationInForce } from '../gateway-view.ts'
import type { ConsoleGround } from '../ground.ts'

/** rule 26.9: with what is written now beside what is in force. Secrets are in files that nobody opens for it. */
export async function seeConfiguration(
  { gateway }: Pick<ConsoleGround, 'gateway'>,
  _operator: Operator,
): Promise<ConfigurationInForce> {
  return await gateway.configuration()
}
