import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useAccountId, useMayManage, useMayUseModels } from '../../api/account.ts';
import { accountPlace } from './place.ts';
import { PlaceContext } from './place-context.ts';

/** Makes what is inside about the account that pages show. */
export function AccountPlace({ children }: { children: ReactNode }) {
  const accountId = useAccountId();
  const mayChange = useMayManage();
  const mayUse = useMayUseModels();
  const here = useMemo(
    () => ({ place: accountPlace(accountId), mayChange, mayAsk: mayUse && !mayChange }),
    [accountId, mayChange, mayUse],
  );
  return <PlaceContext value={here}>{children}</PlaceContext>;
}
