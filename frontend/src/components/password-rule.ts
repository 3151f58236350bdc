export const passwordLength = { min: 8, max: 128 };

/** True while a new password keeps the rule that its field shows. */
export const keepsPasswordRule = (password: string) =>
  password.length >= passwordLength.min && password.length <= passwordLength.max;
