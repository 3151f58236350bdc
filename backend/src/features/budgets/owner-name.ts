/** SQL: what the owner of a limit is called; null for the platform and for what is gone. `scope` and `id` are SQL, too. */
export const ownerName = (scope: string, id: string) => `CASE
  WHEN ${scope} IN ('account', 'account_budget') THEN (SELECT name FROM accounts WHERE id = ${id})
  WHEN ${scope} = 'member' THEN (SELECT COALESCE(nullif(name, ''), email) FROM users WHERE id = ${id})
  WHEN ${scope} = 'project' THEN (SELECT name FROM projects WHERE id = ${id})
  WHEN ${scope} IN ('subscription', 'subscription_budget') THEN
    (SELECT mo.display_name FROM subscriptions su JOIN models mo ON mo.id = su.model_id WHERE su.id = ${id})
  WHEN ${scope} = 'key' THEN (SELECT name FROM api_keys WHERE id = ${id})
  WHEN ${scope} IN ('model', 'account_model') THEN (SELECT display_name FROM models WHERE id = ${id})
  WHEN ${scope} = 'provider' THEN (SELECT name FROM providers WHERE id = ${id}) END`;
