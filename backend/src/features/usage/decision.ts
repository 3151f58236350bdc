import type { Static } from '@sinclair/typebox';
import type { RoutingRow } from './queries.ts';
import type { UsageCall, UsageRecord } from './schemas.ts';

/** A usage record with how the call found its way. What models are called at their providers is for those who run the platform. */
export function toUsageCall(
  record: Static<typeof UsageRecord>,
  { decision, fallback_id: fallbackId, keeps_texts: keepsTexts }: RoutingRow,
  seesUpstream: boolean,
): Static<typeof UsageCall> {
  return {
    ...record,
    routing: decision && {
      candidates: decision.candidates.map(({ model, provider, upstreamModel, order, fate }) => ({
        modelName: model,
        providerName: provider,
        ...(seesUpstream && { upstreamModel }),
        order,
        fate,
      })),
      attempts: decision.attempts.map(({ candidate, ms, status, code }) => ({
        candidate,
        ms,
        status,
        errorCode: code,
      })),
      askedFor: decision.askedFor && {
        modelName: decision.askedFor.model,
        reason: decision.askedFor.reason,
        requestId: decision.askedFor.requestId,
      },
    },
    fallbackRequestId: fallbackId,
    keepsTexts,
  };
}
