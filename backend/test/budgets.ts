import type pg from 'pg';
import type { Person } from './people.ts';

export type BudgetReply = {
  id: string;
  limit: string;
  used: string;
  held: string;
  status: string;
  percentage: number;
  [field: string]: unknown;
};

/** A budget made through the API; requests a month of the account unless said otherwise. */
export async function createBudget(
  person: Person,
  fields: object = {},
  base = '/api/v1/accounts/me',
): Promise<BudgetReply> {
  const body = { scope: 'account', unit: 'requests', limit: '10', period: 'month', ...fields };
  const answer = await person.call('POST', `${base}/budgets`, body);
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as BudgetReply;
}

/** The row of the meter that a budget is a limit of. */
export async function meterOf(db: pg.Pool, budgetId: string): Promise<Record<string, unknown>> {
  const { rows } = await db.query<Record<string, unknown>>(
    'SELECT m.* FROM meters m JOIN budgets b ON b.meter_id = m.id WHERE b.id = $1',
    [budgetId],
  );
  return rows[0]!;
}
