import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useAdminAccess } from '../../api/session.ts';
import { platformPlace } from './place.ts';
import { PlaceContext } from './place-context.ts';

/** Makes what is inside about the budgets of the platform. */
export function PlatformPlace({ children }: { children: ReactNode }) {
  const { canChange } = useAdminAccess();
  const here = useMemo(() => ({ place: platformPlace, mayChange: canChange, mayAsk: false }), [canChange]);
  return <PlaceContext value={here}>{children}</PlaceContext>;
}
