/* Ways in which books can be wrong, and which checks notice. In the SQL, ACCOUNT stands for an account's id. */

const ofUser = `WHERE scope_id = ACCOUNT AND period = 'total'`;
const aUsage = `(SELECT min(id) FROM ledger_transactions WHERE kind = 'usage')`;
/** What calls hold, of an instance that is there or not. */
export const hold = (calls: object[], instance = 'min(id)') =>
  `INSERT INTO holds (id, instance_id, calls)
   SELECT 'hld_x', ${instance}, replace('${JSON.stringify(calls)}', '"METER"',
     (SELECT '"' || id || '"' FROM meters ${ofUser}))::json FROM instances`;
export const heldCall = { requestId: 'req_x', shares: [['METER', '7', '3', 'account', null]] };
/** Books a call that leaves 5 credits too little, having held `held` micro-credits. */
export const overdraw = (held: string) =>
  `WITH spent AS (UPDATE meters SET credits_used = credits_limit + 5000000 ${ofUser}
     RETURNING credits_used - (SELECT before.credits_used FROM meters before WHERE before.id = meters.id) AS amount),
   t AS (INSERT INTO ledger_transactions (id, kind, account_id, description, call_count)
     VALUES ('ltx_x', 'usage', ACCOUNT, 'Calls', 1)),
   f AS (INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
     SELECT 'ltx_x', ACCOUNT, 'customer', 'revenue', amount FROM spent)
   INSERT INTO usage_records (request_id, created_at, account_id, project_id, model_id, model_name, surface, stream,
     status, outcome, input_tokens, cached_input_tokens, output_tokens, estimated, cost_micro_credits,
     hold_micro_credits, price_id, latency_ms, ledger_transaction_id, charged, settled_ms)
   SELECT 'req_x', now(), ACCOUNT, 'prj', 'mdl', 'model', 'chat', false, 200, 'success', 0, 0, 0, false, amount,
     ${held}, 0, 1, 'ltx_x', false, 0 FROM spent`;

/** Each breaks exactly these checks. */
export const injuries: { name: string; sql: string; breaks: string[] }[] = [
  {
    // What the tables hold always sums to zero, so it is the reading of them that is broken here.
    name: 'half of the entries are gone',
    sql: `CREATE OR REPLACE VIEW ledger_entries AS SELECT id AS transfer_id, transaction_id, account_id,
      credit AS ledger_account, amount_micro_credits FROM ledger_transfers`,
    breaks: ['transactions_balance', 'balances_match_ledger'],
  },
  {
    name: 'a transfer without its transaction',
    sql: `INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
      VALUES ('ltx_none', ACCOUNT, 'revenue', 'adjustment', 1)`,
    breaks: ['transfers_belong'],
  },
  {
    name: 'a transaction without transfers',
    sql: `INSERT INTO ledger_transactions (id, kind, account_id, description) VALUES ('ltx_x', 'grant', ACCOUNT, '')`,
    breaks: ['transfers_belong'],
  },
  {
    name: 'a transfer of another account than its transaction',
    sql: `UPDATE ledger_transactions SET account_id = 'acc_x' WHERE kind = 'grant' AND account_id = ACCOUNT`,
    breaks: ['transfers_belong'],
  },
  {
    name: 'a balance with more used than the ledger says',
    sql: `UPDATE meters SET credits_used = credits_used + 1 ${ofUser}`,
    breaks: ['balances_match_ledger', 'consumptions_match_ledger'],
  },
  {
    name: 'a balance that was granted more than the ledger says',
    sql: `UPDATE meters SET credits_limit = credits_limit + 1 ${ofUser}`,
    breaks: ['balances_match_ledger', 'grants_match_balances'],
  },
  {
    name: 'a balance that is gone',
    sql: `DELETE FROM meters ${ofUser}`,
    breaks: ['balances_match_ledger', 'grants_match_balances'],
  },
  {
    name: 'an amount in the ledger',
    sql: `UPDATE ledger_transfers SET amount_micro_credits = amount_micro_credits + 1
      WHERE account_id = ACCOUNT AND debit = 'promotional_expense'`,
    breaks: ['balances_match_ledger', 'grants_match_ledger'],
  },
  {
    name: 'a grant burned more than was used',
    sql: `UPDATE grants SET consumed_micro_credits = consumed_micro_credits + 1
      WHERE account_id = ACCOUNT AND model_ids IS NULL AND kind = 'promotional'`,
    breaks: ['grants_match_consumptions', 'consumptions_match_ledger'],
  },
  {
    name: 'a debit that was paid for twice',
    sql: `INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
      SELECT account_id, transaction_id, grant_id, amount_micro_credits FROM grant_consumptions
      WHERE account_id = ACCOUNT AND transaction_id = ${aUsage}`,
    breaks: ['grants_match_consumptions', 'consumptions_match_ledger'],
  },
  {
    name: 'a payment for nothing',
    sql: `INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
      SELECT account_id, 'ltx_none', id, 1 FROM grants WHERE account_id = ACCOUNT LIMIT 1`,
    breaks: ['grants_match_consumptions', 'consumptions_match_ledger'],
  },
  {
    name: 'the meter of a grant that allows more than was granted',
    sql: `UPDATE meters SET credits_limit = credits_limit + 1 WHERE scope = 'grant'`,
    breaks: ['grants_match_meters'],
  },
  {
    name: 'the meter of a grant that used more than the grant paid',
    sql: `UPDATE meters SET credits_used = credits_used + 1 WHERE scope = 'grant'`,
    breaks: ['grants_match_meters'],
  },
  {
    name: 'a grant that was closed and kept what was left',
    sql: `UPDATE grants SET closed_at = now(), closing = 'expired' WHERE model_ids IS NOT NULL;
      UPDATE meters SET credits_limit = 0 WHERE scope = 'grant'`,
    breaks: ['closed_grants_are_empty'],
  },
  {
    name: 'something that a call holds on a closed grant, when there is no call',
    sql: `INSERT INTO grant_holds SELECT id, 'req_x', account_id, 0, 1 FROM grants WHERE account_id = ACCOUNT LIMIT 1`,
    breaks: ['closed_grants_are_empty'],
  },
  {
    name: 'a grant that grew',
    sql: `UPDATE grants SET amount_micro_credits = amount_micro_credits + 1
      WHERE account_id = ACCOUNT AND kind = 'promotional' AND model_ids IS NULL`,
    breaks: ['grants_match_balances', 'grants_match_ledger'],
  },
  {
    name: 'a grant that nothing was posted for',
    sql: `UPDATE grants SET ledger_transaction_id = 'ltx_none' WHERE account_id = ACCOUNT AND kind = 'promotional'`,
    breaks: ['grants_match_ledger'],
  },
  {
    name: 'a meter that holds for no call',
    sql: `UPDATE meters SET credits_held = 1 ${ofUser}`,
    breaks: ['holds_match_meters'],
  },
  {
    name: 'a call whose hold is in no meter',
    sql: hold([heldCall]),
    breaks: ['holds_match_meters'],
  },
  {
    name: 'a call that holds on a meter that is not there',
    sql: hold([{ ...heldCall, shares: [['987654321', '7', '3', null, null]] }]),
    breaks: ['holds_match_meters'],
  },
  ...['credits', 'tokens', 'requests'].map((unit) => ({
    name: `a quota that counted more ${unit} than there were`,
    sql: `UPDATE meters SET ${unit}_used = ${unit}_used + 1 WHERE scope = 'subscription' AND account_id = ACCOUNT`,
    breaks: ['meters_match_usage'],
  })),
  {
    name: 'a meter that holds tokens for no call',
    sql: `UPDATE meters SET tokens_held = 1 ${ofUser}`,
    breaks: ['holds_match_meters'],
  },
  {
    name: 'a meter that counts a call as running that is not',
    sql: `UPDATE meters SET requests_held = 1 ${ofUser}`,
    breaks: ['holds_match_meters'],
  },
  {
    name: 'a hold of an instance that was swept',
    sql: `UPDATE instances SET dead_at = now(), swept_at = now(); ${hold([])}`,
    breaks: ['holds_belong_to_the_living'],
  },
  {
    name: 'a hold of an instance that is not there, which nobody would sweep',
    sql: hold([], 'max(id) + 1'),
    breaks: ['holds_belong_to_the_living'],
  },
  {
    name: 'a call that is not posted',
    sql: `INSERT INTO usage_records SELECT 'req_x', now(), account_id, project_id, key_id, user_id, model_id,
        model_name, provider_id, provider_name, surface, stream, status, outcome, error_code, input_tokens,
        cached_input_tokens, output_tokens, estimated, cost_micro_credits, hold_micro_credits, price_id, latency_ms,
        first_token_ms, NULL, token_details, charged, settled_ms FROM usage_records LIMIT 1`,
    breaks: ['meters_match_usage', 'usage_is_posted'],
  },
  {
    name: 'a call that cost another amount than was posted',
    sql: `UPDATE usage_records SET cost_micro_credits = cost_micro_credits - 1 WHERE ledger_transaction_id = ${aUsage}`,
    breaks: ['meters_match_usage', 'usage_is_posted'],
  },
  {
    name: 'a call that was lost',
    sql: `DELETE FROM usage_records WHERE ledger_transaction_id = ${aUsage}`,
    breaks: ['meters_match_usage', 'usage_is_posted'],
  },
  {
    name: 'a posting that counts other calls',
    sql: `UPDATE ledger_transactions SET call_count = call_count + 1 WHERE id = ${aUsage}`,
    breaks: ['usage_is_posted'],
  },
  {
    name: 'a call posted to another account',
    sql: `UPDATE usage_records SET account_id = 'acc_x' WHERE ledger_transaction_id = ${aUsage}`,
    breaks: ['meters_match_usage', 'usage_is_posted'],
  },
  {
    name: 'a correction that is not posted',
    sql: `INSERT INTO usage_corrections (request_id, account_id, reason, old_cost_micro_credits, new_cost_micro_credits)
      SELECT request_id, account_id, '', cost_micro_credits, cost_micro_credits + 1 FROM usage_records LIMIT 1`,
    breaks: ['meters_match_usage', 'corrections_are_posted'],
  },
  {
    name: 'a reversal of nothing',
    sql: `SELECT post_transfer('reversal', NULL, ACCOUNT, '', NULL, 'revenue', 'adjustment', 1)`,
    breaks: ['corrections_are_posted'],
  },
  {
    name: 'a balance below zero though its calls held what they cost',
    sql: overdraw('amount'),
    breaks: ['overdrafts_are_explained'],
  },
];
