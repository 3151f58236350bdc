import { type AppError, errors } from '../errors.ts';

/** Unique constraints whose violation has a name of its own; the others are a plain conflict. */
const uniqueConstraints: Record<string, () => AppError> = {
  users_email_key: () => errors.emailTaken(),
  providers_name_key: () => errors.nameTaken(),
  models_name_key: () => errors.nameTaken(),
  kill_switches_current: () => errors.alreadyStopped(),
  subscriptions_account_id_model_id_key: () => errors.alreadySubscribed(),
  budgets_meter_id_unit_key: () => errors.budgetExists(),
  budget_increase_requests_one_pending: () => errors.increaseRequested(),
};

/** The database is away, or too busy: the session's limits (55P03 lock, 57014 statement, 25P03 idle) ended the work. */
const unavailable = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', '57P01', '57P02', '57P03', '53300'],
  ...['55P03', '57014', '25P03'],
]);

/** Maps a PostgreSQL or connection error to the caller's error; undefined when it is a fault of ours. */
export function databaseErrorToAppError(error: {
  code?: string;
  message?: string;
  constraint?: string;
}): AppError | undefined {
  if (error.code === '23505') {
    return (
      uniqueConstraints[error.constraint ?? ''] ?? (() => errors.conflict(undefined, { cause: error }))
    )();
  }
  if (error.code === '23503')
    return errors.conflict('Something this refers to does not exist, or is still in use.', { cause: error });
  if (error.code === '22021' || error.code === '22P05')
    return errors.invalidRequest('A text holds a character that cannot be stored.', { cause: error });
  const lost = /Connection terminated|timeout exceeded when trying to connect/.test(error.message ?? '');
  if (unavailable.has(error.code ?? '') || lost)
    return errors.databaseUnavailable(undefined, { cause: error, headers: { 'retry-after': '5' } });
  return undefined;
}
