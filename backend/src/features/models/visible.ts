/** SQL: the accounts of a user. */
export const accountsOf = (userId: string) =>
  `SELECT am.account_id FROM account_members am WHERE am.user_id = ${userId}`;

/**
 * SQL: who may see a model `m`. It is enabled, and listed or one of the accounts has it: `accounts` is SQL too, one
 * account where an account acts, `accountsOf` a user where a person looks around.
 */
export const isVisibleTo = (accounts: string) =>
  `(m.enabled AND (m.visibility = 'listed' OR EXISTS (
    SELECT 1 FROM subscriptions vs
    WHERE vs.model_id = m.id AND vs.status = 'active' AND vs.account_id IN (${accounts}))))`;
