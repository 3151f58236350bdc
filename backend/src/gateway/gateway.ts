import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import type { FinishedCall } from './finished-call.ts';
import type { Batcher } from './money/batcher.ts';
import type { AnswerBox } from '../lib/answer-box.ts';
import type { AnswerCache } from './cache/index.ts';
import type { RunningCalls } from './running-calls.ts';
import type { Snapshots } from './snapshots/index.ts';
import type { Upstreams } from './upstream/index.ts';

/** What all calls share: made once per process. */
export type Gateway = {
  snapshots: Snapshots;
  batcher: Batcher;
  upstreams: Upstreams;
  running: RunningCalls;
  log: FastifyBaseLogger;
  /** For what callers may ask for beside the way of every call. */
  db: pg.Pool;
  publicUrl: string;
  /** How answers are kept for who calls again with the same Idempotency-Key. */
  answerBox: AnswerBox;
  /** Answers for who asks the same again, and wants that. */
  cache: AnswerCache;
  /** The session an access token stands for (the portal's playground); undefined when it is none. */
  verifyAccessToken: (token: string) => { userId: string; sessionId: string } | undefined;
  /** A key's call was let in. */
  onAdmitted: (keyId: string | null, atMs: number) => void;
  onFinished: (finished: FinishedCall) => void;
};
