import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core';
import { createContext, type CSSProperties, type ReactNode, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useVariantLabel } from './notice.tsx';

type Toast = { id: number; variant: 'success' | 'danger' | 'info'; title: string; link?: ReactNode };
type Show = (title: string, link?: ReactNode) => void;

const ToastContext = createContext<{ success: Show; info: Show; danger: Show } | null>(null);
const ToastsContext = createContext<{ toasts: Toast[]; remove: (id: number) => void }>({
  toasts: [],
  remove: () => {},
});

const most = 3;
const shownMs = 5000;
const shownWithLinkMs = 8000;

// PatternFly's place for toasts is above the buttons of the page and above dialogs.
const atTheEnd: CSSProperties = {
  position: 'sticky',
  insetBlockEnd: 'var(--pf-t--global--spacer--md)',
  zIndex: 'var(--pf-t--global--z-index--md)',
  alignSelf: 'flex-end',
  marginInline: 'var(--pf-t--global--spacer--md)',
};

let lastId = 0;

/** Holds the short messages of the portal. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const show = useMemo(() => {
    // What is said again is said once, and anew; of many the last stay.
    const add = (variant: Toast['variant']) => (title: string, link?: ReactNode) => {
      lastId += 1;
      const added = { id: lastId, variant, title, link };
      setToasts((before) => [...before.filter((toast) => toast.title !== title), added].slice(-most));
    };
    return { success: add('success'), info: add('info'), danger: add('danger') };
  }, []);
  const shown = useMemo(
    () => ({
      toasts,
      remove: (id: number) => setToasts((before) => before.filter((toast) => toast.id !== id)),
    }),
    [toasts],
  );
  return (
    <ToastContext value={show}>
      <ToastsContext value={shown}>{children}</ToastsContext>
    </ToastContext>
  );
}

/** The messages themselves, in one live region: over the end of the page, which can be scrolled free of them. */
export function Toasts() {
  const { t } = useTranslation('common');
  const labelOf = useVariantLabel();
  const { toasts, remove } = useContext(ToastsContext);
  return (
    <AlertGroup isLiveRegion style={atTheEnd}>
      {toasts.map(({ id, variant, title, link }) => (
        <Alert
          component="p"
          variantLabel={labelOf(variant)}
          key={id}
          variant={variant}
          title={title}
          timeout={variant === 'danger' ? false : link ? shownWithLinkMs : shownMs}
          onTimeout={() => remove(id)}
          actionClose={<AlertActionCloseButton aria-label={t('close')} onClose={() => remove(id)} />}
          actionLinks={link}
        />
      ))}
    </AlertGroup>
  );
}

/** `toast.success(title, link?)`: success of a mutation. Failures belong at the field or inline, not here. */
export function useToast() {
  const toast = useContext(ToastContext);
  if (!toast) throw new Error('useToast needs a ToastProvider above it');
  return toast;
}
