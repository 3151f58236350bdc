/** One invariant of the money: `sql` finds its faults, one row with a `subject` each. */
export type MoneyCheck = { name: string; states: string; sql: string };

const balances = `SELECT account_id, credits_limit, credits_used FROM meters WHERE scope = 'account' AND period = 'total'`;
const customerEntries = `SELECT account_id, sum(amount_micro_credits) AS amount FROM ledger_entries
  WHERE ledger_account = 'customer' GROUP BY account_id`;
/** What is left of grants that are closed, of any model: running calls hold it. */
const heldOfClosed = `SELECT account_id, sum(amount_micro_credits - consumed_micro_credits - lapsed_micro_credits) AS amount
  FROM grants WHERE closed_at IS NOT NULL AND model_ids IS NULL GROUP BY account_id`;
const paidOfTransactions = `SELECT transaction_id, sum(amount_micro_credits) AS amount FROM grant_consumptions GROUP BY transaction_id`;
/** What transactions took from customers, less the costs that corrections have moved to others. */
const debits = `SELECT f.transaction_id, f.account_id, f.amount_micro_credits - COALESCE(x.moved, 0) AS amount
  FROM ledger_transfers f
  LEFT JOIN (SELECT carrier_transaction_id, sum(old_cost_micro_credits) AS moved FROM usage_corrections GROUP BY carrier_transaction_id) x
    ON x.carrier_transaction_id = f.transaction_id
  WHERE f.debit = 'customer'`;

/** What must hold at any moment, also while calls run. */
export const moneyChecks: readonly MoneyCheck[] = [
  {
    name: 'transactions_balance',
    states: 'Every ledger transaction sums to zero.',
    sql: `SELECT transaction_id AS subject FROM ledger_entries
      GROUP BY transaction_id HAVING sum(amount_micro_credits) <> 0`,
  },
  {
    name: 'transfers_belong',
    states: 'Every transfer belongs to a transaction of its account, and every transaction has transfers.',
    sql: `SELECT COALESCE(t.id, f.transaction_id) AS subject
      FROM ledger_transactions t FULL JOIN ledger_transfers f ON f.transaction_id = t.id
      WHERE t.id IS NULL OR f.id IS NULL OR t.account_id <> f.account_id`,
  },
  {
    name: 'balances_match_ledger',
    states: 'Every balance is the sum of its ledger entries.',
    sql: `SELECT COALESCE(b.account_id, e.account_id) AS subject
      FROM account_credits b FULL JOIN (${customerEntries}) e USING (account_id)
      WHERE COALESCE(b.balance_micro_credits, 0) <> COALESCE(e.amount, 0)
        OR b.account_id IS NULL OR b.balance_micro_credits IS NULL`,
  },
  {
    name: 'grants_match_balances',
    states: 'Every balance was granted what its open grants sum to, and what the closed ones have paid.',
    sql: `SELECT COALESCE(b.account_id, g.account_id) AS subject
      FROM (${balances}) b
      FULL JOIN (SELECT account_id, sum(CASE WHEN closed_at IS NULL THEN amount_micro_credits ELSE consumed_micro_credits END) AS amount
        FROM grants WHERE model_ids IS NULL GROUP BY account_id) g USING (account_id)
      WHERE COALESCE(g.amount, 0) <> COALESCE(b.credits_limit, 0)`,
  },
  {
    name: 'grants_match_meters',
    states:
      'The meter of every grant for some models allows what was granted, nothing once it is closed, and has used what it paid.',
    sql: `SELECT COALESCE(g.id, m.scope_id) AS subject
      FROM (SELECT * FROM grants WHERE model_ids IS NOT NULL) g
      FULL JOIN (SELECT * FROM meters WHERE scope = 'grant') m ON m.scope_id = g.id AND m.account_id = g.account_id
      WHERE m.credits_limit IS DISTINCT FROM CASE WHEN g.closed_at IS NULL THEN g.amount_micro_credits ELSE 0 END
        OR m.credits_used IS DISTINCT FROM g.consumed_micro_credits`,
  },
  {
    name: 'grants_match_consumptions',
    states: 'What every grant has paid, and what has lapsed of it, is what was taken from it one by one.',
    sql: `SELECT COALESCE(g.id, c.grant_id) AS subject
      FROM grants g FULL JOIN (SELECT grant_id, sum(amount_micro_credits) AS amount FROM grant_consumptions
        WHERE grant_id IS NOT NULL GROUP BY grant_id) c ON c.grant_id = g.id
      WHERE g.consumed_micro_credits + g.lapsed_micro_credits IS DISTINCT FROM COALESCE(c.amount, 0)`,
  },
  {
    name: 'consumptions_match_ledger',
    states:
      'Grants have paid no transaction more than it took, and every balance has used what they paid and have still to pay.',
    sql: `SELECT c.transaction_id AS subject FROM (${paidOfTransactions}) c LEFT JOIN (${debits}) d USING (transaction_id)
      WHERE c.amount < 0 OR c.amount > COALESCE(d.amount, 0)
      UNION ALL
      SELECT b.account_id FROM (${balances}) b
      LEFT JOIN (SELECT account_id, sum(consumed_micro_credits) AS paid FROM grants WHERE model_ids IS NULL GROUP BY account_id) g
        USING (account_id)
      LEFT JOIN (SELECT d.account_id, sum(d.amount - COALESCE(c.amount, 0)) AS unpaid FROM (${debits}) d
        LEFT JOIN (${paidOfTransactions}) c USING (transaction_id) GROUP BY d.account_id) d USING (account_id)
      WHERE b.credits_used <> COALESCE(g.paid, 0) + COALESCE(d.unpaid, 0)`,
  },
  {
    name: 'closed_grants_are_empty',
    states: 'Of an expired or revoked grant nothing is left but what calls held that ran then.',
    sql: `SELECT g.id AS subject FROM grants g
      WHERE g.closed_at IS NOT NULL AND g.amount_micro_credits - g.consumed_micro_credits - g.lapsed_micro_credits
        > (SELECT COALESCE(sum(x.held_micro_credits), 0) FROM grant_holds x WHERE x.grant_id = g.id)
      UNION ALL
      SELECT x.grant_id FROM grant_holds x WHERE NOT EXISTS (SELECT FROM usage_records u WHERE u.request_id = x.request_id)
        AND NOT EXISTS (SELECT FROM holds h CROSS JOIN LATERAL json_array_elements(h.calls) AS c WHERE c ->> 'requestId' = x.request_id)`,
  },
  {
    name: 'grants_match_ledger',
    states: 'Every grant was posted with its amount.',
    sql: `SELECT g.id AS subject FROM grants g
      WHERE g.amount_micro_credits IS DISTINCT FROM (SELECT sum(e.amount_micro_credits) FROM ledger_entries e
        WHERE e.transaction_id = g.ledger_transaction_id AND e.account_id = g.account_id AND e.ledger_account = 'customer')`,
  },
  {
    name: 'holds_match_meters',
    states: 'Every meter holds what its running calls reserved.',
    sql: `SELECT COALESCE(m.scope || ' ' || m.scope_id, 'meter ' || h.meter_id) AS subject
      FROM meters m
      FULL JOIN (SELECT (s ->> 0)::bigint AS meter_id, sum((s ->> 1)::bigint) AS credits, sum((s ->> 2)::bigint) AS tokens, count(*) AS calls
        FROM holds CROSS JOIN LATERAL json_array_elements(calls) AS c CROSS JOIN LATERAL json_array_elements(c -> 'shares') AS s
        WHERE NOT EXISTS (SELECT FROM usage_records u WHERE u.request_id = c ->> 'requestId')
        GROUP BY 1) h ON h.meter_id = m.id
      WHERE COALESCE(m.credits_held, 0) <> COALESCE(h.credits, 0) OR COALESCE(m.tokens_held, 0) <> COALESCE(h.tokens, 0)
        OR COALESCE(m.requests_held, 0) <> COALESCE(h.calls, 0)`,
  },
  {
    name: 'meters_match_usage',
    states: 'Every limit has counted, in its current window, what the calls of its owner came to.',
    sql: `SELECT m.scope || ' ' || m.scope_id || ' (' || m.period || ')' AS subject
      FROM meters m LEFT JOIN usage_by_owner u ON u.scope = m.scope AND u.scope_id = m.scope_id
        AND u.settled_ms >= least(m.credits_since_ms, m.tokens_since_ms, m.requests_since_ms)
      WHERE m.is_live AND NOT m.recount_due AND m.scope <> 'grant'
      GROUP BY m.id
      HAVING (m.credits_used <> COALESCE(sum(u.cost_micro_credits) FILTER (WHERE u.settled_ms >= m.credits_since_ms), 0)
          AND NOT (m.scope = 'account' AND m.period = 'total'))
        OR m.tokens_used <> COALESCE(sum(u.tokens) FILTER (WHERE u.settled_ms >= m.tokens_since_ms), 0)
        OR m.requests_used <> COALESCE(sum(u.requests) FILTER (WHERE u.settled_ms >= m.requests_since_ms), 0)`,
  },
  {
    name: 'holds_belong_to_the_living',
    states: 'No hold is left of an instance that died and was swept, or that nobody knows.',
    sql: `SELECT h.id AS subject FROM holds h LEFT JOIN instances i ON i.id = h.instance_id
      WHERE i.id IS NULL OR i.swept_at IS NOT NULL`,
  },
  {
    name: 'usage_is_posted',
    states: 'Every call that cost something is in the ledger, and the ledger has no other usage.',
    sql: `SELECT request_id AS subject FROM usage_records WHERE cost_micro_credits > 0 AND ledger_transaction_id IS NULL
      UNION ALL
      SELECT COALESCE(t.id, u.transaction_id)
      FROM (SELECT t.id, t.account_id, t.call_count, sum(f.amount_micro_credits) AS amount
        FROM ledger_transactions t JOIN ledger_transfers f ON f.transaction_id = t.id
        WHERE t.kind = 'usage' GROUP BY t.id) t
      FULL JOIN (SELECT ledger_transaction_id AS transaction_id, min(account_id) AS account_id,
          count(DISTINCT account_id) AS accounts, count(*) AS calls, sum(cost_micro_credits) AS cost
        FROM usage_records WHERE ledger_transaction_id IS NOT NULL GROUP BY ledger_transaction_id) u
        ON u.transaction_id = t.id
      WHERE t.amount IS DISTINCT FROM u.cost OR t.call_count IS DISTINCT FROM u.calls
        OR t.account_id <> u.account_id OR u.accounts > 1`,
  },
  {
    name: 'corrections_are_posted',
    states:
      'Every correction of a cost is in the ledger, as one transaction that gives back the old and one that takes the new.',
    sql: `SELECT COALESCE(t.id, c.id) AS subject
      FROM (SELECT t.id, t.account_id, sum(f.amount_micro_credits) AS amount
        FROM ledger_transactions t JOIN ledger_transfers f ON f.transaction_id = t.id
        WHERE t.kind IN ('reversal', 'correction') GROUP BY t.id) t
      FULL JOIN (
        SELECT reversal_transaction_id AS id, account_id, sum(old_cost_micro_credits) AS cost FROM usage_corrections
        WHERE reversal_transaction_id IS NOT NULL GROUP BY 1, 2
        UNION ALL SELECT correction_transaction_id, account_id, sum(new_cost_micro_credits) FROM usage_corrections
        WHERE correction_transaction_id IS NOT NULL GROUP BY 1, 2) c ON c.id = t.id AND c.account_id = t.account_id
      WHERE t.amount IS DISTINCT FROM c.cost
      UNION ALL
      SELECT request_id FROM usage_corrections WHERE old_cost_micro_credits <> new_cost_micro_credits
        AND ((old_cost_micro_credits > 0 AND (reversal_transaction_id IS NULL OR carrier_transaction_id IS NULL))
          OR (new_cost_micro_credits > 0 AND correction_transaction_id IS NULL))`,
  },
  {
    name: 'overdrafts_are_explained',
    states:
      'No balance is further below zero than its calls cost beyond what they held, and corrections added to that.',
    sql: `SELECT b.account_id AS subject FROM (${balances}) b LEFT JOIN (${heldOfClosed}) h USING (account_id)
      WHERE b.credits_limit - b.credits_used + COALESCE(h.amount, 0) < 0
        AND b.credits_used - b.credits_limit - COALESCE(h.amount, 0) > (
          SELECT COALESCE(sum(greatest(u.cost_micro_credits - u.hold_micro_credits, 0)), 0)
          FROM usage_records u WHERE u.account_id = b.account_id)
          + (SELECT COALESCE(sum(greatest(c.new_cost_micro_credits - c.old_cost_micro_credits, 0)), 0)
          FROM usage_corrections c WHERE c.account_id = b.account_id)`,
  },
];
