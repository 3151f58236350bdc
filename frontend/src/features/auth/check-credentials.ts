export const passwordLength = { min: 8, max: 128 };

type FaultKeys = { email?: 'emailInvalid'; password?: 'passwordMissing' | 'passwordRule' };

/** True for an address that has a chance; the server has the last word. */
const looksLikeEmail = (email: string) => /^\S+@\S+$/.test(email.trim());

/** True while the password keeps the rule that the sign-up form shows. */
export const keepsPasswordRule = (password: string) =>
  password.length >= passwordLength.min && password.length <= passwordLength.max;

/** What to mend before the form is worth sending, as text keys by field; empty when nothing. */
export function checkCredentials(email: string, password: string, isNew: boolean): FaultKeys {
  const faultKeys: FaultKeys = {};
  if (!looksLikeEmail(email)) faultKeys.email = 'emailInvalid';
  if (!password) faultKeys.password = 'passwordMissing';
  else if (isNew && !keepsPasswordRule(password)) faultKeys.password = 'passwordRule';
  return faultKeys;
}
