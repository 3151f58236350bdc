import { plainArray } from './arrays.ts';
import type { Admission, AdmissionResult, Minute, RefusedUnit } from './items.ts';

/** What `gateway_admit_exact` gives. */
export type ExactAnswer = {
  now: number;
  minutes: string;
  refusals: {
    call: number;
    meter: string;
    unit: RefusedUnit;
    used: string;
    held: string;
    limit: string;
    resetsMs: number | null;
  }[];
};

/** The parameters of `gateway_admit_exact` after the instance, in order. */
export function exactParameters(admissions: Admission[], holdId: string): (string | string[])[] {
  const shares = admissions.flatMap((admission) => admission.shares);
  const last: number[] = [];
  for (const admission of admissions) last.push((last.at(-1) ?? 0) + admission.shares.length);
  const first = last.map((end, index) => end - (admissions[index]?.shares.length ?? 0) + 1);
  return [
    plainArray(first),
    plainArray(last),
    plainArray(shares.map((share) => share.meterId)),
    plainArray(shares.map((share) => share.holdMicroCredits)),
    plainArray(shares.map((share) => share.holdTokens)),
    plainArray(shares.map((share) => share.minuteTokens)),
    holdId,
    admissions.map(({ record }) => JSON.stringify(record)),
  ];
}

/** Its answer, call by call. */
export function exactResults(
  answer: ExactAnswer,
  admissions: Admission[],
  holdId: string,
): AdmissionResult[] {
  const refused = new Map(answer.refusals.map((refusal) => [refusal.call, refusal]));
  const hold = { holdId, admittedAtMs: answer.now };
  const minutes = readMinutes(answer.minutes);
  return admissions.map((_, index) => {
    const refusal = refused.get(index);
    if (!refusal) return { admitted: true, hold, minutes };
    const { meter, unit, used, held, limit, resetsMs } = refusal;
    return {
      admitted: false,
      refusal: {
        meterId: BigInt(meter),
        unit,
        used: BigInt(used),
        held: BigInt(held),
        limit: BigInt(limit),
        resetsMs,
      },
    };
  });
}

/** 'id,minute_start_ms,requests,tokens;…' by meter. */
export function readMinutes(text: string): Map<bigint, Minute> {
  const minutes = new Map<bigint, Minute>();
  if (text === '') return minutes;
  for (const entry of text.split(';')) {
    const [id = '', startMs, requests = '', tokens = ''] = entry.split(',');
    minutes.set(BigInt(id), {
      startMs: Number(startMs),
      requestsUsed: BigInt(requests),
      tokensUsed: BigInt(tokens),
    });
  }
  return minutes;
}
