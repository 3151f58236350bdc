/** A provider did not answer as expected. The message is for the operator and never holds a secret or upstream text. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
}

/** The system's word for why no answer came, in words for the operator. */
export function describeNetworkError(error: { code?: string; name?: string }): string {
  const code = error.code ?? '';
  if (
    error.name === 'TimeoutError' ||
    code === 'ERR_CANCELED' ||
    code === 'ECONNABORTED' ||
    code === 'ETIMEDOUT' ||
    code === 'UND_ERR_CONNECT_TIMEOUT'
  )
    return 'No answer within the time limit.';
  if (code === 'ECONNREFUSED') return 'Nothing listens at this address (connection refused).';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The host name cannot be found.';
  if (code === 'EFORBIDDEN') return 'The host name leads to an address that must not be asked.';
  if (code === 'UND_ERR_ABORTED') return 'The proxy did not let the request through.';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'The host cannot be reached.';
  if (
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === 'UND_ERR_SOCKET' ||
    code === 'HPE_INVALID_CONSTANT'
  )
    return 'The connection was broken, or the address does not speak HTTP.';
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code))
    return `The TLS connection was not accepted (${code}).`;
  return code ? `The request failed (${code}).` : 'The request failed.';
}

/** What a status other than success says about the provider's settings. */
export function describeStatus(status: number): string {
  if (status === 401 || status === 403) return `The provider refused the API key (status ${status}).`;
  if (status === 404) return 'The provider does not know this path (status 404): check kind and base URL.';
  if (status >= 300 && status < 400)
    return `The address redirects elsewhere (status ${status}): use the final address as base URL.`;
  if (status === 429) return 'The provider limits the rate of requests (status 429): try again later.';
  return `The provider answered with status ${status}.`;
}
