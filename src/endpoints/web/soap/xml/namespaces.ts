/** The short name of the product stands where the conventions of the field have the organisation's. */
export const MESSAGES = 'http://sluice/structuredreports/v1'
export const TYPES = 'http://sluice/structuredreports/types/v1'
export const ERRORS = 'http://sluice/structuredreports/errors/v1'

export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope'
export const NEXT_ACTOR = 'http://schemas.xmlsoap.org/soap/actor/next'
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const XOP = 'http://www.w3.org/2004/08/xop/include'
export const XMIME = 'http://www.w3.org/2005/05/xmlmime'

const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss'
export const WSSE = `${OASIS}-wssecurity-secext-1.0.xsd`
export const WSU = `${OASIS}-wssecurity-utility-1.0.xsd`
export const X509_TOKEN = `${OASIS}-x509-token-profile-1.0#X509v3`
export const BASE64_TOKEN = `${OASIS}-soap-message-security-1.0#Base64Binary`
