/** Where the token endpoint and what belongs to it are found, below the public address. */
export const PATHS = {
  token: '/REST/oauth/v5/token',
  keys: '/.well-known/jwks.json',
  keysBeside: '/REST/oauth/v5/.well-known/jwks.json',
  description: '/.well-known/oauth-authorization-server',
  /** For which access tokens are good. */
  rest: '/REST/structuredReports/v1',
} as const
