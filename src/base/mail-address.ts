/** Printable ASCII but `"(),:;<>@[\]`, which make lists, names, comments and routes of an address. */
const LOCAL = String.raw`[!#-'*+\-./0-9=?A-Z^-~]{1,64}`

/**
 * One e-mail address that messages can be sent to, without line breaks, lists, names or comments. Letters beyond ASCII would need SMTPUTF8,
 * which not every server on the way takes; a domain with such letters has a spelling without them (`xn--`).
 */
export const MAIL_ADDRESS = new RegExp(`^${LOCAL}@[A-Za-z0-9.-]{1,189}$`)
