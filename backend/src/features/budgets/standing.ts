/** SQL: the column of meter `m` that is about the unit of budget `b`. */
export const ofUnit = (column: 'used' | 'held' | 'since_ms') =>
  `CASE b.unit WHEN 'credits' THEN m.credits_${column} WHEN 'tokens' THEN m.tokens_${column} ELSE m.requests_${column} END`;

/** SQL: the limit of budget `b` that holds now, a temporary increase included. */
export const limitNow = 'CASE WHEN b.raised_until > now() THEN b.raised_amount ELSE b.limit_amount END';
