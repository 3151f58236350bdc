/** An error meant for the caller. Anything else that is thrown becomes a 500 that says nothing. */
export class AppError extends Error {
  override name = 'AppError';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly headers: Record<string, string>;
  readonly fields: FieldError[] | undefined;

  constructor(kind: ErrorKind, detail: string, more: ErrorMore = {}) {
    super(detail, { cause: more.cause });
    this.status = kind.status;
    this.code = kind.code;
    this.title = kind.title;
    this.headers = more.headers ?? {};
    this.fields = more.fields;
  }
}

type ErrorKind = { status: number; code: string; title: string };
type ErrorMore = { headers?: Record<string, string>; fields?: FieldError[]; cause?: unknown };

/** One wrong input: `path` is a JSON pointer into the body, query or params. */
export type FieldError = { path: string; message: string };

const kind =
  (status: number, code: string, title: string) =>
  (detail: string = title, more?: ErrorMore) =>
    new AppError({ status, code, title }, detail, more);

const invalidRequest = kind(400, 'invalid_request', 'The request is not valid.');

/** The catalogue of the management API's errors: code and status are the contract, the text is not. */
export const errors = {
  invalidRequest,
  /** Wrong input, field by field; `part` of the request is what the paths point into. */
  invalidFields: (part: string, fields: FieldError[]) =>
    invalidRequest(`The ${part} is not valid.`, { fields }),
  idempotencyKeyRequired: kind(
    400,
    'idempotency_key_required',
    'Send an Idempotency-Key header with this request.',
  ),
  wrongPassword: kind(400, 'wrong_password', 'The current password is wrong.'),
  notSignedIn: kind(401, 'not_signed_in', 'Sign in first.'),
  invalidCredentials: kind(401, 'invalid_credentials', 'E-mail or password is wrong.'),
  invalidRefreshToken: kind(401, 'invalid_refresh_token', 'The session has ended. Sign in again.'),
  forbidden: kind(403, 'forbidden', 'You may not do this.'),
  notFound: kind(404, 'not_found', 'Not found.'),
  emailTaken: kind(409, 'email_taken', 'There is already an account with this e-mail.'),
  nameTaken: kind(409, 'name_taken', 'This name is already in use.'),
  alreadySubscribed: kind(409, 'already_subscribed', 'The account already has a subscription to this model.'),
  notPending: kind(409, 'not_pending', 'Only a pending subscription can be decided.'),
  notCancellable: kind(409, 'not_cancellable', 'This subscription has ended already.'),
  providerInUse: kind(409, 'provider_in_use', 'Models still have routes to this provider.'),
  modelInUse: kind(409, 'model_in_use', 'The model has subscriptions or usage; disable it instead.'),
  alreadyStopped: kind(409, 'already_stopped', 'This is stopped by a kill switch already.'),
  priceChangeUnconfirmed: kind(
    409,
    'price_change_unconfirmed',
    'A price changes more than a hundred times. Send confirmPriceChange: true if it is meant.',
  ),
  insufficientBalance: kind(
    409,
    'insufficient_balance',
    'The account does not have that many credits available.',
  ),
  budgetExists: kind(
    409,
    'budget_exists',
    'There is already a budget of this unit for this owner and period.',
  ),
  increaseRequested: kind(
    409,
    'increase_requested',
    'Your last request for this budget still waits for an answer.',
  ),
  increaseDecided: kind(409, 'increase_decided', 'This request has been decided already.'),
  increaseNotNeeded: kind(409, 'increase_not_needed', 'The budget allows that much already.'),
  grantClosed: kind(409, 'grant_closed', 'The grant has expired or was revoked already.'),
  reRatingOverlaps: kind(
    409,
    're_rating_overlaps',
    'Prices of this model were corrected for a part of this period already.',
  ),
  lastAdmin: kind(409, 'last_admin', 'There must be at least one active admin.'),
  idempotencyConflict: kind(
    409,
    'idempotency_key_reused',
    'This Idempotency-Key was used for a different request.',
  ),
  idempotencyAnswerLost: kind(
    409,
    'idempotency_answer_lost',
    'The first request with this Idempotency-Key was carried out, but its answer was lost. Look at what it did; to do it again, use a new key.',
  ),
  idempotencyInProgress: kind(
    409,
    'idempotency_in_progress',
    'The first request with this Idempotency-Key is still running.',
  ),
  conflict: kind(409, 'conflict', 'The request conflicts with what is stored.'),
  payloadTooLarge: kind(413, 'payload_too_large', 'The request body is too large.'),
  unsupportedMediaType: kind(415, 'unsupported_media_type', 'Send application/json.'),
  tooManyAttempts: kind(429, 'too_many_attempts', 'Too many attempts. Try again later.'),
  internal: kind(500, 'internal_error', 'Something went wrong on our side.'),
  providerUnreachable: kind(502, 'provider_unreachable', 'The provider did not answer as expected.'),
  databaseUnavailable: kind(503, 'database_unavailable', 'The database cannot be reached right now.'),
};
