import { useQuery } from '@tanstack/react-query';
import { subscriptionsQuery } from '../../api/subscriptions.ts';
import { paths } from '../../paths.ts';
import { anyKeyQuery, lastCallsQuery } from './queries.ts';

/** The way to the first call, each step with whether it is done; closed until known, and once all are done. */
export function useFirstSteps(accountId: string) {
  const subscriptions = useQuery(subscriptionsQuery(accountId)).data;
  const keys = useQuery(anyKeyQuery(accountId)).data;
  const calls = useQuery(lastCallsQuery(accountId)).data;
  const steps = [
    {
      titleKey: 'steps.subscribe.title',
      bodyKey: 'steps.subscribe.body',
      actionKey: 'steps.subscribe.action',
      to: paths.models,
      isDone: !!subscriptions?.some(({ status }) => status === 'active' || status === 'pending'),
    },
    {
      titleKey: 'steps.key.title',
      bodyKey: 'steps.key.body',
      actionKey: 'steps.key.action',
      to: paths.apiKeys,
      isDone: !!keys?.length,
    },
    {
      titleKey: 'steps.call.title',
      bodyKey: 'steps.call.body',
      actionKey: 'steps.call.action',
      to: paths.playground,
      isDone: !!calls?.length,
    },
  ];
  const isKnown = !!subscriptions && !!keys && !!calls;
  return { steps, isOpen: isKnown && steps.some(({ isDone }) => !isDone) };
}

export type FirstStep = ReturnType<typeof useFirstSteps>['steps'][number];
