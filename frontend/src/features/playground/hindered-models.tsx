import { ExpandableSection, List, ListItem } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Hindrance } from '../../api/chat-models.ts';
import { paths } from '../../paths.ts';

const hindranceKeys: Record<Hindrance, string> = {
  pending: 'hindered.pending',
  suspended: 'hindered.suspended',
  off: 'hindered.off',
  unpriced: 'hindered.unpriced',
  notChat: 'hindered.notChat',
  notInPlan: 'hindered.notInPlan',
};

type Props = {
  models: { modelId: string; displayName: string; hindrance: Hindrance }[] | undefined;
  /** Unfolded at first. */
  isOpen?: boolean;
};

/** The models that the account asked for but that cannot be talked to here, each with what is in the way. */
export function HinderedModels({ models, isOpen = false }: Props) {
  const { t } = useTranslation('playground');
  const [isExpanded, setIsExpanded] = useState(isOpen);
  if (!models || models.length === 0) return null;
  return (
    <ExpandableSection
      toggleText={t('hindered.title', { count: models.length })}
      isExpanded={isExpanded}
      onToggle={(_, expanded) => setIsExpanded(expanded)}
    >
      <List isPlain>
        {models.map(({ modelId, displayName, hindrance }) => (
          <ListItem key={modelId}>
            {hindrance === 'off' ? (
              <bdi>{displayName}</bdi>
            ) : (
              <Link to={paths.model(modelId)}>
                <bdi>{displayName}</bdi>
              </Link>
            )}
            {': '}
            {t(hindranceKeys[hindrance])}
          </ListItem>
        ))}
      </List>
    </ExpandableSection>
  );
}
