import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './client.ts';

/** What the portal must know before anyone signs in: public URL, value of a credit, demo mode, version. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => api.get('/api/v1/settings'),
  staleTime: Infinity,
});

/** The public settings, undefined until they are here. */
export const useSettings = () => useQuery(settingsQuery).data;

/** Base URL for OpenAI clients, for example `https://models.example.org/v1`. */
export function useEndpoint(): string {
  return `${useSettings()?.publicUrl ?? window.location.origin}/v1`;
}
