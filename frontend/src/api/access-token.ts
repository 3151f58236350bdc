// In memory only: a script that reads storage finds no token, and a closed tab keeps none.
let accessToken: string | null = null;

/** The bearer token of this tab, or null when signed out. */
export const getAccessToken = () => accessToken;

/** Replaces the bearer token of this tab. */
export function setAccessToken(token: string | null) {
  accessToken = token;
}
