import { EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import type { ComponentType, ReactNode } from 'react';

type Props = {
  title: string;
  /** Why there is nothing, in one or two sentences. */
  children: ReactNode;
  /** The next step, as a button. */
  action?: ReactNode;
  icon?: ComponentType;
  /** `h1` where it is all the page has. */
  headingLevel?: 'h1' | 'h2';
};

/** Nothing here: why, and what to do next. */
export function StateEmpty({ title, children, action, icon, headingLevel = 'h2' }: Props) {
  return (
    <EmptyState titleText={title} headingLevel={headingLevel} icon={icon} variant="sm">
      <EmptyStateBody>{children}</EmptyStateBody>
      {action && (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}
