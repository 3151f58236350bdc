import { Content, Progress } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';

type Props = {
  /** What is counted, for screen readers. */
  label: string;
  count: number;
  /** The bound of each instance; null: none. */
  boundEach: number | null;
  instances: number;
};

const warningShare = 0.8;

/** A count against its bound, which each instance has for itself: a meter, and the same in words. */
export function BoundedCount({ label, count, boundEach, instances }: Props) {
  const { t } = useTranslation('admin-health');
  if (boundEach === null) return t('bound.none', { part: count });
  const bound = boundEach * Math.max(instances, 1);
  const text = t('bound.of', { part: count, whole: bound });
  const variant = count >= bound * warningShare && count > 0 ? 'warning' : undefined;
  return (
    <>
      <div>{text}</div>
      <Progress
        aria-label={label}
        size="sm"
        measureLocation="none"
        value={count}
        max={Math.max(bound, 1)}
        valueText={text}
        variant={variant}
      />
      {instances > 1 && (
        <Content component="small">{t('bound.each', { count: boundEach, instances })}</Content>
      )}
    </>
  );
}
