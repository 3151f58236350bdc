import { EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import type { ComponentType, ReactNode } from 'react';

type Props = {
  title: string;
  /** Why there is nothing, in one or two sentences. */
  children: ReactNode;
  /** The next step, as a button. */
  action?: ReactNode;
  icon?: ComponentType;
};

/** Nothing here: why, and what to do next. */
export function StateEmpty({ title, children, action, icon }: Props) {
  return (
    <EmptyState titleText={title} headingLevel="h2" icon={icon} variant="sm">
      <EmptyStateBody>{children}</EmptyStateBody>
      {action && (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}
