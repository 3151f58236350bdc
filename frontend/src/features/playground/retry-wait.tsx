import { Content } from '@patternfly/react-core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Counts down to when it makes sense to try again. */
export function RetryWait({ seconds }: { seconds: number }) {
  const { t } = useTranslation('playground');
  const [readyMs] = useState(() => performance.now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  const isOver = left === 0;
  useEffect(() => {
    if (isOver) return;
    const tick = () => setLeft(Math.max(0, Math.ceil((readyMs - performance.now()) / 1000)));
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [readyMs, isOver]);
  return (
    <Content component="p">{isOver ? t('fault.retryNow') : t('fault.retryAfter', { count: left })}</Content>
  );
}
