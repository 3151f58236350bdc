import { keepsPasswordRule } from '../../components/password-rule.ts';

type FaultKeys = { email?: 'emailInvalid'; password?: 'passwordMissing' };

/** True for an address that has a chance; the server has the last word. */
const looksLikeEmail = (email: string) => /^\S+@\S+$/.test(email.trim());

/** What to mend before the form is worth sending, as text keys by field; empty when nothing. */
export function checkCredentials(email: string, password: string, isNew: boolean): FaultKeys {
  const faultKeys: FaultKeys = {};
  if (!looksLikeEmail(email)) faultKeys.email = 'emailInvalid';
  if (!password || (isNew && !keepsPasswordRule(password))) faultKeys.password = 'passwordMissing';
  return faultKeys;
}
