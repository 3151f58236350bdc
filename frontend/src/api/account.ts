import { queryOptions, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api } from './client.ts';
import { useUser } from './session.ts';

const storageKey = 'litemaas.account';
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The accounts that the user may act for, the personal one first. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: async () => (await api.get('/api/v1/accounts')).data,
});

/** Makes `accountId` the one that pages show and act for. */
export function selectAccount(accountId: string) {
  localStorage.setItem(storageKey, accountId);
  listeners.forEach((listener) => listener());
}

/** Id of the account that pages show: the chosen one while it is still the user's, else the personal one. */
export function useAccountId(): string {
  const { personalAccountId } = useUser();
  const chosen = useSyncExternalStore(subscribe, () => localStorage.getItem(storageKey));
  const { data: accounts } = useQuery(accountsQuery);
  return accounts?.some((account) => account.id === chosen) && chosen ? chosen : personalAccountId;
}

/** The account that pages show, undefined until it is here. */
export function useAccount() {
  const accountId = useAccountId();
  return useQuery(accountsQuery).data?.find(({ id }) => id === accountId);
}

const rolesThatUseModels = ['owner', 'admin', 'developer'];

const rolesThatManage = ['owner', 'admin'];

/** True for owners and admins of the account. */
export function useMayManage(): boolean {
  const role = useAccount()?.role;
  return role !== undefined && rolesThatManage.includes(role);
}

/** False for viewers and billing members: they subscribe to nothing and make no keys. */
export function useMayUseModels(): boolean {
  const role = useAccount()?.role;
  return role === undefined || rolesThatUseModels.includes(role);
}
