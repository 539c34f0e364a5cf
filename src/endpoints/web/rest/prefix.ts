/** Where the REST service begins on its listener (spec access.md §13.2). */
export const REST_PREFIX = '/REST/structuredReports/v1'
