import { useEffect, useRef } from 'react';

const nearPx = 200;

/**
 * Keeps the end of a growing text in view while the reader is there; who scrolls up is left alone.
 * @param growth changes when the text grows
 * @param turnId changes when something new begins, which is always shown
 */
export function useFollowEnd(growth: string, turnId: string | undefined) {
  const endRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (turnId) endRef.current?.scrollIntoView({ block: 'end' });
  }, [turnId]);
  useEffect(() => {
    const end = endRef.current;
    const isNear = end && end.getBoundingClientRect().top - window.innerHeight < nearPx;
    if (growth && isNear) end.scrollIntoView({ block: 'nearest' });
  }, [growth]);
  return endRef;
}
