import { expect, it } from 'vitest';
import { createTestApp } from '../../test/app.ts';

it('limits how long its statements, locks and forgotten transactions last', async () => {
  const { app, close } = await createTestApp();
  const { rows } = await app.db.query(
    `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
       current_setting('idle_in_transaction_session_timeout') AS idle`,
  );
  await close();
  expect(rows).toEqual([{ statement: '30s', lock: '10s', idle: '30s' }]);
});
